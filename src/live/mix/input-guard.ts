import { allWithin, type Planes } from '../../engine/channels/channels.js';
import { Bridge } from './bridge.js';

/** No sound is louder than this (200 dBFS): what is comes from a node that runs away, and would overflow in a network. */
const LOUDEST = 1e10;

/**
 * Replaces samples of a node's input that are no sound (NaN, infinity, or beyond all measure) by silence, with a bridge to it
 * and back, so that nothing behind it hears them or a step. Each channel by itself.
 */
export class InputGuard {
  /** The planes that are guarded, each as the one plane of a signal. */
  readonly #signals: readonly Planes[];
  readonly #bridges: readonly Bridge[];
  readonly #bridgeFrames: number;
  readonly #reportFrames: number;
  /** By channel: 1 while it is silenced. */
  readonly #silenced: Uint8Array;
  /** By channel: frames of sound since the last sample that was replaced, up to `#bridgeFrames`. */
  readonly #soundFrames: Int32Array;
  /** By channel: frames of sound before which it is not heard again. */
  readonly #trialFrames: Int32Array;
  /** Samples replaced since the last report. */
  #replaced = 0;
  #framesSinceReport: number;

  /** Guards `planes`, whenever they hold a new block. Reports at most once in `reportFrames` frames. */
  constructor(planes: Planes, bridgeFrames: number, reportFrames: number) {
    this.#signals = planes.map((plane) => [plane]);
    this.#bridges = planes.map(() => new Bridge(1, bridgeFrames));
    this.#bridgeFrames = bridgeFrames;
    this.#reportFrames = reportFrames;
    this.#silenced = new Uint8Array(planes.length);
    this.#soundFrames = new Int32Array(planes.length).fill(bridgeFrames);
    this.#trialFrames = new Int32Array(planes.length);
    this.#framesSinceReport = reportFrames;
  }

  /** Guards the next `frames` frames. Returns how many samples were replaced since the last report; 0 if none is due. @realtime */
  process(frames: number): number {
    for (let c = 0; c < this.#signals.length; c++) {
      if (this.#silenced[c] === 0 && allWithin(LOUDEST, this.#signals[c], frames)) this.#pass(c, frames);
      else this.#mend(c, frames);
    }
    this.#framesSinceReport = Math.min(this.#framesSinceReport + frames, this.#reportFrames);
    const replaced = this.#replaced;
    if (replaced === 0 || this.#framesSinceReport < this.#reportFrames) return 0;
    this.#replaced = 0;
    this.#framesSinceReport = 0;
    return replaced;
  }

  /** @realtime */
  #pass(channel: number, frames: number): void {
    this.#soundFrames[channel] = Math.min(this.#soundFrames[channel] + frames, this.#bridgeFrames);
    this.#bridges[channel].process(this.#signals[channel], 0, frames);
  }

  /** @realtime */
  #mend(channel: number, frames: number): void {
    const signal = this.#signals[channel];
    const bridge = this.#bridges[channel];
    const plane = signal[0];
    const most = this.#bridgeFrames;
    let silenced = this.#silenced[channel] === 1;
    let soundFrames = this.#soundFrames[channel];
    let start = 0;
    for (let t = 0; t < frames; t++) {
      const isSound = Math.abs(plane[t]) <= LOUDEST;
      // Where one comes before the last one is bridged, more will: bridges on bridges would add up.
      if (!isSound && !silenced) this.#trialFrames[channel] = soundFrames < most ? most : 0;
      if (!isSound) this.#replaced++;
      soundFrames = isSound ? Math.min(soundFrames + 1, most) : 0;
      const silences = !isSound || (silenced && soundFrames < this.#trialFrames[channel]);
      if (silences) plane[t] = 0;
      if (silences === silenced) continue;
      silenced = silences;
      if (t > start) bridge.process(signal, start, t - start);
      bridge.arm();
      start = t;
    }
    bridge.process(signal, start, frames - start);
    this.#silenced[channel] = silenced ? 1 : 0;
    this.#soundFrames[channel] = soundFrames;
  }
}
