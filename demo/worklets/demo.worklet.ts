import { RecorderProcessor } from './recorder-processor.js';

// No exports: standardized-audio-context wraps this script in a function.
registerProcessor('demo-recorder', RecorderProcessor);
