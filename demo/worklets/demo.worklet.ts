import { GateProcessor } from './gate-processor.js';
import { RecorderProcessor } from './recorder-processor.js';

// No exports: standardized-audio-context wraps this script in a function.
registerProcessor('demo-gate', GateProcessor);
registerProcessor('demo-recorder', RecorderProcessor);
