import type { ActivitySums, Engine, EngineKind } from '../../network/engine.js';
import type { SignalId } from '../../network/network.js';
import { createPlanes, type Planes } from '../channels/channels.js';

/**
 * Runs a network at a multiple of its rate: frame n goes through engine n mod N, of N engines made from one source. So each
 * engine hears a stream at the network's own rate, and its dilations keep their meaning in seconds, while distortion that the
 * network adds has N times the room before it folds back.
 */
export class InterleavedEngine implements Engine {
  readonly kind: EngineKind;
  readonly inputChannels: number;
  readonly outputChannels: number;
  readonly histories: readonly SignalId[];
  readonly #engines: readonly Engine[];
  readonly #maxFrames: number;
  readonly #input: Planes;
  readonly #output: Planes;
  /** The engine that the next frame goes through. */
  #phase = 0;

  /** Takes over engines made from one source, in their silence state. Longer blocks than `maxFrames` are processed in pieces. */
  constructor(engines: readonly Engine[], maxFrames = 512) {
    const [first] = engines;
    this.kind = first.kind;
    this.inputChannels = first.inputChannels;
    this.outputChannels = first.outputChannels;
    this.histories = first.histories;
    this.#engines = engines;
    this.#maxFrames = maxFrames;
    const most = Math.ceil(maxFrames / engines.length);
    this.#input = createPlanes(first.inputChannels, most);
    this.#output = createPlanes(first.outputChannels, most);
  }

  /** The first engine stands for all of them. @realtime */
  measure(sums: ActivitySums | null): void {
    this.#engines[0].measure(sums);
  }

  /** @realtime */
  copyState(from: this): void {
    const engines = this.#engines;
    for (let i = 0; i < engines.length; i++) engines[i].copyState(from.#engines[i]);
    this.#phase = from.#phase;
  }

  /** @realtime */
  hasStateOf(other: this): boolean {
    const engines = this.#engines;
    if (this.#phase !== other.#phase) return false;
    for (let i = 0; i < engines.length; i++) if (!engines[i].hasStateOf(other.#engines[i])) return false;
    return true;
  }

  /** @realtime */
  reset(): void {
    const engines = this.#engines;
    for (let i = 0; i < engines.length; i++) engines[i].reset();
    this.#phase = 0;
  }

  /** @realtime */
  startAt(frame: number): void {
    const engines = this.#engines;
    const { length } = engines;
    // Engine i has had the frames i, i + N, i + 2 N … before this one.
    for (let i = 0; i < length; i++) engines[i].startAt(Math.max(0, Math.ceil((frame - i) / length)));
    this.#phase = frame % length;
  }

  /** @realtime */
  process(output: Planes, input: Planes, frames: number): void {
    const maxFrames = this.#maxFrames;
    for (let start = 0; start < frames; start += maxFrames) {
      this.#processPiece(output, input, start, Math.min(maxFrames, frames - start));
    }
  }

  /** @realtime */
  #processPiece(output: Planes, input: Planes, start: number, frames: number): void {
    const engines = this.#engines;
    const { length } = engines;
    for (let i = 0; i < Math.min(length, frames); i++) {
      const count = Math.ceil((frames - i) / length);
      gather(this.#input, input, start + i, length, count);
      engines[(this.#phase + i) % length].process(this.#output, this.#input, count);
      scatter(output, this.#output, start + i, length, count);
    }
    this.#phase = (this.#phase + frames) % length;
  }
}

/** @realtime */
function gather(to: Planes, from: Planes, start: number, stride: number, count: number): void {
  for (let c = 0; c < to.length; c++) for (let t = 0; t < count; t++) to[c][t] = from[c][start + t * stride];
}

/** @realtime */
function scatter(to: Planes, from: Planes, start: number, stride: number, count: number): void {
  for (let c = 0; c < from.length; c++) for (let t = 0; t < count; t++) to[c][start + t * stride] = from[c][t];
}
