import { PROCESSOR_NAME } from '../src/engine/protocol.js';
import { DilatoneProcessor } from './dilatone-processor.js';

// Without exports: standardized-audio-context wraps this script in a function.
registerProcessor(PROCESSOR_NAME, DilatoneProcessor);
