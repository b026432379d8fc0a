import type { ActivitySums, Engine, EngineKind } from '../../network/engine.js';
import type { SignalId } from '../../network/network.js';
import { copyFrames, type Planes } from './channels.js';

/** Frames of equal input after which the states of two engines are compared. */
const COMPARE_FRAMES = 4096;

/**
 * Engines of a mono network, one for each channel. A channel that carries the same samples as the first one shares its
 * engine, so that mono sound on two channels costs as much as on one. The output is, bit for bit, that of engines that all
 * run all the time:
 *
 * - when a channel begins to differ, its engine copies the state of the first one: until then both had the same input;
 * - when it carries the same samples again, its engine runs on until the states of both are equal.
 */
export class MonoEngines implements Engine {
  readonly kind: EngineKind;
  readonly inputChannels: number;
  readonly outputChannels: number;
  readonly histories: readonly SignalId[];
  readonly #engines: readonly Engine[];
  /** By channel: 1 where it shares the first engine. */
  readonly #shares: Uint8Array;
  /** By channel: frames since it last differed from the first one, or was compared. */
  readonly #alikeFrames: Int32Array;
  readonly #oneInput: Float32Array[] = [new Float32Array(0)];
  readonly #oneOutput: Float32Array[] = [new Float32Array(0)];

  /** Takes over engines made from one source, in their silence state. */
  constructor(engines: readonly Engine[]) {
    this.kind = engines[0].kind;
    this.inputChannels = engines.length;
    this.outputChannels = engines.length;
    this.histories = engines[0].histories;
    this.#engines = engines;
    this.#shares = new Uint8Array(engines.length).fill(1);
    this.#alikeFrames = new Int32Array(engines.length);
  }

  /** The first channel stands for all of them. @realtime */
  measure(sums: ActivitySums | null): void {
    this.#engines[0].measure(sums);
  }

  /** @realtime */
  reset(): void {
    const engines = this.#engines;
    for (let c = 0; c < engines.length; c++) engines[c].reset();
    this.#shares.fill(1);
  }

  /** @realtime */
  startAt(frame: number): void {
    const engines = this.#engines;
    for (let c = 0; c < engines.length; c++) engines[c].startAt(frame);
  }

  /** @realtime */
  copyState(from: this): void {
    const engines = this.#engines;
    for (let c = 0; c < engines.length; c++) {
      engines[c].copyState(from.#engines[c]);
      this.#shares[c] = from.#shares[c];
      this.#alikeFrames[c] = from.#alikeFrames[c];
    }
  }

  /** @realtime */
  hasStateOf(other: this): boolean {
    const engines = this.#engines;
    for (let c = 0; c < engines.length; c++) {
      if (this.#shares[c] !== other.#shares[c]) return false;
      if ((c === 0 || this.#shares[c] === 0) && !engines[c].hasStateOf(other.#engines[c])) return false;
    }
    return true;
  }

  /** @realtime */
  process(output: Planes, input: Planes, frames: number): void {
    const shares = this.#shares;
    const channels = shares.length;
    for (let c = 1; c < channels; c++) this.#compareInput(c, input, frames);
    this.#run(0, output, input, frames);
    for (let c = 1; c < channels; c++) {
      if (shares[c] === 1) copyFrames(output[c], 0, output[0], 0, frames);
      else this.#run(c, output, input, frames);
    }
    for (let c = 1; c < channels; c++) if (shares[c] === 0) this.#compareState(c);
  }

  /** Compares a channel with the first one, and stops sharing where they differ. @realtime */
  #compareInput(channel: number, input: Planes, frames: number): void {
    if (equal(input[channel], input[0], frames)) {
      this.#alikeFrames[channel] += frames;
      return;
    }
    this.#alikeFrames[channel] = 0;
    if (this.#shares[channel] === 0) return;
    this.#shares[channel] = 0;
    this.#engines[channel].copyState(this.#engines[0]);
  }

  /** @realtime */
  #run(channel: number, output: Planes, input: Planes, frames: number): void {
    this.#oneInput[0] = input[channel];
    this.#oneOutput[0] = output[channel];
    this.#engines[channel].process(this.#oneOutput, this.#oneInput, frames);
  }

  /** Shares the first engine again once both states are equal. @realtime */
  #compareState(channel: number): void {
    if (this.#alikeFrames[channel] < COMPARE_FRAMES) return;
    this.#alikeFrames[channel] = 0;
    if (this.#engines[channel].hasStateOf(this.#engines[0])) this.#shares[channel] = 1;
  }
}

/** @realtime */
function equal(a: Float32Array, b: Float32Array, frames: number): boolean {
  for (let t = 0; t < frames; t++) if (a[t] !== b[t]) return false;
  return true;
}
