import { type ActivitySums, historySignals, type MeasuredHistory } from '../network/engine.js';
import { liveSignals } from '../network/facts.js';
import { isRecurrent, type Network, type SignalId } from '../network/network.js';
import { type PrewarmPlan, prewarmBlocks, prewarmPlan } from '../network/prewarm.js';
import { initialState, type RecurrentStates } from '../network/recurrent-cell.js';
import { BLOCK_FRAMES, Graph } from './graph.js';
import { rowOf } from './plane.js';
import { InterpreterPrewarm } from './prewarm.js';

/** Mask of a block that does not wrap. */
const WHOLE = -1;

/**
 * Runs a Network op by op in plain TypeScript: slow and obvious. Sums are accumulated in double precision and stored as
 * float32. Its methods are those of `Engine`.
 */
export class PreparedInterpreter {
  readonly kind = 'interpreter';
  readonly inputChannels: number;
  readonly outputChannels: number;
  readonly histories: readonly SignalId[];
  readonly #output: SignalId;
  readonly #startsAtRest: boolean;
  readonly #graph: Graph;
  /** States of the recurrent ops before the first frame. */
  readonly #start: RecurrentStates;
  readonly #measured: readonly MeasuredHistory[];
  #sums: ActivitySums | null = null;
  /** Number of the block's first frame in the stream. */
  #position = 0;

  /** `rest`: the states of recurrent ops after the network's prewarm; of those left out the initial ones. */
  constructor(network: Network, rest: RecurrentStates) {
    this.#output = network.output;
    this.#startsAtRest = network.start === 'silence';
    this.inputChannels = network.channels[0];
    this.outputChannels = network.channels[network.output];
    this.histories = historySignals(network);
    this.#graph = new Graph(network, liveSignals(network));
    const initial = initialStates(network);
    this.#start = this.#startsAtRest ? new Map([...initial, ...rest]) : initial;
    this.#restore(rest);
    this.#graph.rest();
    this.#measured = this.histories.map((id) => {
      const plane = this.#graph.planes[id];
      const { data, history, stride } = plane;
      const silence = Float32Array.from({ length: plane.channels }, (_, c) => data[rowOf(plane, c)]);
      return { data, row: history, stride, mask: WHOLE, silence };
    });
    this.reset();
  }

  /** @realtime */
  measure(sums: ActivitySums | null): void {
    this.#sums = sums;
  }

  /** @realtime */
  reset(): void {
    const { planes } = this.#graph;
    this.#position = 0;
    this.#restore(this.#start);
    if (this.#startsAtRest) this.#graph.rest();
    else for (let id = 0; id < planes.length; id++) planes[id].data.fill(0);
  }

  /** @realtime */
  startAt(frame: number): void {
    this.#position = frame;
  }

  /** @realtime */
  copyState(from: this): void {
    const { planes } = this.#graph;
    this.#position = from.#position;
    for (let id = 0; id < planes.length; id++) planes[id].data.set(from.#graph.planes[id].data);
    this.#restore(from.#graph.cells);
  }

  /** @realtime */
  hasStateOf(other: this): boolean {
    const { planes, cells } = this.#graph;
    for (let id = 0; id < planes.length; id++) {
      if (!equal(planes[id].data, other.#graph.planes[id].data)) return false;
      const cell = cells.get(id);
      const others = other.#graph.cells.get(id);
      if (cell && others && !(equal(cell.hidden, others.hidden) && equal(cell.cell, others.cell))) return false;
    }
    return true;
  }

  /** @realtime */
  process(output: readonly Float32Array[], input: readonly Float32Array[], frames: number): void {
    const graph = this.#graph;
    const x = graph.planes[0];
    const y = graph.planes[this.#output];
    for (let start = 0; start < frames; start += BLOCK_FRAMES) {
      const count = Math.min(BLOCK_FRAMES, frames - start);
      for (let c = 0; c < x.channels; c++) {
        const row = rowOf(x, c);
        for (let t = 0; t < count; t++) x.data[row + t] = input[c][start + t];
      }
      graph.run(count);
      for (let c = 0; c < y.channels; c++) {
        const row = rowOf(y, c);
        for (let t = 0; t < count; t++) output[c][start + t] = y.data[row + t];
      }
      if (this.#sums !== null) this.#sums.add(this.#measured, this.#position, 0, count);
      this.#position = (this.#position + count) | 0;
      graph.forget(count);
    }
  }

  /** Sets the recurrent ops to states; those that have none stay. @realtime */
  #restore(states: RecurrentStates): void {
    const { planes, cells } = this.#graph;
    for (let id = 0; id < planes.length; id++) {
      const state = states.get(id);
      if (state !== undefined) cells.get(id)?.restore(state);
    }
  }
}

/** An interpreter whose constructor runs the prewarm, which may take seconds for LSTMs and GRUs. */
export class Interpreter extends PreparedInterpreter {
  constructor(network: Network) {
    const plan = prewarmPlan(network);
    super(network, plan === null ? new Map() : restNow(network, plan));
  }
}

function restNow(network: Network, plan: PrewarmPlan): RecurrentStates {
  const prewarm = new InterpreterPrewarm(network, plan);
  for (const _ of prewarmBlocks(prewarm, plan));
  return prewarm.result();
}

function initialStates({ ops }: Network): RecurrentStates {
  return new Map(ops.flatMap((op, id) => (isRecurrent(op) ? [[id, initialState(op)]] : [])));
}

/** @realtime */
function equal(a: Float32Array | Float64Array, b: Float32Array | Float64Array): boolean {
  for (let n = 0; n < a.length; n++) if (a[n] !== b[n]) return false;
  return true;
}
