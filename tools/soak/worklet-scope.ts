import type { Notice, Request } from '../../src/live/protocol.js';
import { RATE_HZ } from './sound.js';

/** A processor's end of its port: what it says is not heard. */
class Port {
  onmessage = (_event: { data: Request }): void => {};
  postMessage(_notice: Notice): void {}
}

// The names that a processor finds in its scope; to be there, this module must come before the processor's own.
Object.assign(globalThis, {
  sampleRate: RATE_HZ,
  AudioWorkletProcessor: class {
    readonly port = new Port();
  },
});
