import { PROCESSOR_NAME } from '../src/live/protocol.js';
import { DilatoneProcessor } from './dilatone-processor.js';
import { registerOnce } from './register-once.js';

// Must not export anything: standardized-audio-context wraps this script in a function.
registerOnce(PROCESSOR_NAME, DilatoneProcessor);
