import { AUTOMATION_PROCESSOR_NAME } from '../src/wam/automation/automation.js';
import { registerOnce } from './register-once.js';
import { WamAutomationProcessor } from './wam-automation-processor.js';

registerOnce(AUTOMATION_PROCESSOR_NAME, WamAutomationProcessor);
