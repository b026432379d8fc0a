import { liveSignals } from './facts.js';
import { inputsOf, lookbackOf, type Network, type SignalId } from './network.js';

/** How an engine runs a network: compiled to WebAssembly, or interpreted op by op in TypeScript. */
export type EngineKind = 'wasm' | 'interpreter';

/**
 * Processes one stream of audio, on the thread that created it. Call `process` with consecutive blocks; the output of a frame
 * does not depend on how the stream is cut into blocks. The constructor allocates everything, in the state before the first
 * frame; no method allocates. Nothing needs to be released: drop the reference.
 */
export interface StreamProcessor {
  /** Number of input channels. */
  readonly inputChannels: number;
  /** Number of output channels. */
  readonly outputChannels: number;

  /** Returns to the state before the first frame, frame 0. @realtime */
  reset(): void;

  /**
   * Gives the next frame a number, right after construction or `reset`. Processors that work by a schedule follow it from
   * there: once they have heard enough, they sound, bit for bit, as if they had run since frame 0.
   *
   * @realtime
   */
  startAt(frame: number): void;

  /**
   * Processes one block of any length. `input` and `output` hold one array per channel, each with at least `frames`
   * values; they may be the same arrays. Does not throw.
   *
   * @realtime
   */
  process(output: readonly Float32Array[], input: readonly Float32Array[], frames: number): void;
}

/** A processor that tells how loud the signals inside are. */
export interface MeasuredProcessor extends StreamProcessor {
  /** Signals with a history, since convolutions look back on them; their activity can be measured. Ascending. */
  readonly histories: readonly SignalId[];

  /**
   * Makes `process` accumulate each history's energy in `sums`, which has one place per history; null stops measuring.
   *
   * @realtime
   */
  measure(sums: ActivitySums | null): void;
}

/** Runs one network on one stream of audio. */
export interface Engine extends MeasuredProcessor {
  /** How it runs the network. */
  readonly kind: EngineKind;

  /** Copies the state of an engine made from the same source. @realtime */
  copyState(from: this): void;

  /** True only if an engine made from the same source holds identical state. @realtime */
  hasStateOf(other: this): boolean;
}

const ready = new WeakMap<Network, () => Engine>();

/** Lets others have an engine of their own for a network that is compiled already, as long as the network lives. */
export function offerEngine(network: Network, create: () => Engine): void {
  ready.set(network, create);
}

/** A new engine for a network, from what was offered; null where nothing was. */
export function readyEngine(network: Network): Engine | null {
  return ready.get(network)?.() ?? null;
}

/** Every fourth frame is measured: enough for a level meter, at a quarter of the work. */
const STRIDE = 4;

/** The signals with a history, because convolutions that reach the output look back on them; ascending. */
export function historySignals(network: Network): SignalId[] {
  const live = liveSignals(network);
  const kept = new Set<SignalId>();
  network.ops.forEach((op, id) => {
    if (live[id] && lookbackOf(op) > 0) for (const input of inputsOf(op)) kept.add(input);
  });
  return [...kept].sort((a, b) => a - b);
}

/** Where an engine keeps a history: frame t of channel c is at index `row + c · stride + (t & mask)` of `data`. */
export interface MeasuredHistory {
  readonly data: Float32Array;
  readonly row: number;
  readonly stride: number;
  readonly mask: number;
  /** What endless silence leaves in each channel. */
  readonly silence: Float32Array;
}

/** Energy of an engine's histories, accumulated while measuring: how far each signal is from its silence. */
export class ActivitySums {
  /** Σ (x − silence)² of each signal, averaged over its channels, in the order of the engine's `histories`. */
  readonly energies: Float64Array;
  /** Frames measured since the last `take`. */
  #frames = 0;

  constructor(signals: number) {
    this.energies = new Float64Array(signals);
  }

  /**
   * Adds the measured frames of one block of every history: `frames` frames, of which the first is frame `position` of the
   * stream, and frame `start` of the data.
   *
   * @realtime
   */
  add(histories: readonly MeasuredHistory[], position: number, start: number, frames: number): void {
    const { energies } = this;
    const first = -position & (STRIDE - 1);
    if (first >= frames) return;
    this.#frames += Math.ceil((frames - first) / STRIDE);
    for (let i = 0; i < histories.length; i++) {
      const { data, row, stride, mask, silence } = histories[i];
      const channels = silence.length;
      let energy = 0;
      for (let c = 0; c < channels; c++) {
        let sum = 0;
        for (let t = first; t < frames; t += STRIDE) {
          const x = data[row + c * stride + ((start + t) & mask)] - silence[c];
          sum += x * x;
        }
        energy += sum;
      }
      energies[i] += energy / channels;
    }
  }

  /**
   * Writes the root mean square of each signal to `levels`, from `start` on, and resets the sums. The levels are 0 if
   * no frame was measured.
   *
   * @realtime
   */
  take(levels: Float32Array, start: number): void {
    const { energies } = this;
    for (let i = 0; i < energies.length; i++) {
      levels[start + i] = this.#frames > 0 ? Math.sqrt(energies[i] / this.#frames) : 0;
      energies[i] = 0;
    }
    this.#frames = 0;
  }
}
