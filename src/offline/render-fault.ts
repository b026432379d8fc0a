import { DilatoneError } from '../errors.js';
import type { UnsharedFloat32Array } from '../network/unshared.js';

/** Where the first sample that is not a finite number came out. */
export interface FaultPlace {
  /** Output channel, from 0. */
  readonly channel: number;
  /** Frame of the output, from 0. */
  readonly frame: number;
  /** Rate of the audio in Hz. */
  readonly sampleRate: number;
}

/** A rendering that ended because the model gave NaN or an infinity. It has the code `fault`, and what came before. */
export class RenderFault extends DilatoneError {
  /** Frame of the output at which it began, from 0. */
  readonly frame: number;
  /** Output channel of that frame, from 0. */
  readonly channel: number;
  /** The channels as they would have come out, all finite: silence from that frame on, and where nothing was rendered yet. */
  readonly rendered: readonly UnsharedFloat32Array[];

  constructor({ channel, frame, sampleRate }: FaultPlace, sample: number, rendered: readonly UnsharedFloat32Array[]) {
    const when = `from frame ${frame} (${(frame / sampleRate).toFixed(3)} s) of channel ${channel + 1} on`;
    super('fault', 'output', `expected finite numbers, got ${sample} ${when}`);
    this.frame = frame;
    this.channel = channel;
    this.rendered = rendered;
  }
}

/** Index of the first sample from `start` to `end` that is not a finite number; null if all are. */
export function firstNonFinite(samples: Float32Array, start = 0, end = samples.length): number | null {
  // The difference of a number with itself is zero only if it is finite.
  for (let t = start; t < end; t++) if (samples[t] - samples[t] !== 0) return t;
  return null;
}
