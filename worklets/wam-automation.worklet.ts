import { AUTOMATION_PROCESSOR_NAME } from '../src/engine/automation.js';
import { WamAutomationProcessor } from './wam-automation-processor.js';

registerProcessor(AUTOMATION_PROCESSOR_NAME, WamAutomationProcessor);
