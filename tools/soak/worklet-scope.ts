import type { Notice, Request } from '../../src/live/protocol.js';
import { RATE_HZ } from './sound.js';

/** A processor's end of its port, which discards all messages. */
class Port {
  onmessage = (_event: { data: Request }): void => {};
  postMessage(_notice: Notice): void {}
}

// Globals of the worklet scope. Import this module before the processor's.
Object.assign(globalThis, {
  sampleRate: RATE_HZ,
  AudioWorkletProcessor: class {
    readonly port = new Port();
  },
});
