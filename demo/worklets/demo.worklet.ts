import { RecorderProcessor } from './recorder-processor.js';
import { SpeakerProcessor } from './speaker-processor.js';

// No exports: standardized-audio-context wraps this script in a function.
registerProcessor('demo-recorder', RecorderProcessor);
registerProcessor('demo-speaker', SpeakerProcessor);
