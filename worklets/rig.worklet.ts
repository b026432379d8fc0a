import { RIG_PROCESSOR_NAME } from '../src/live/protocol.js';
import { registerOnce } from './register-once.js';
import { RigProcessor } from './rig-processor.js';

// Must not export anything: standardized-audio-context wraps this script in a function.
registerOnce(RIG_PROCESSOR_NAME, RigProcessor);
