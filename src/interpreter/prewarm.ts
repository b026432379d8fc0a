import { liveSignals, recurrentSources } from '../network/facts.js';
import type { Network } from '../network/network.js';
import { blockFramesFor, type Prewarming, type PrewarmPlan } from '../network/prewarm.js';
import type { RecurrentStates } from '../network/recurrent-cell.js';
import { BLOCK_FRAMES, Graph } from './graph.js';

/** Multiply-adds of one block, some milliseconds of work. */
const BLOCK_WORK = 2 ** 20;

/** Brings the recurrent ops of a network to rest by the interpreter's arithmetic; see `prewarmBlocks`. */
export class InterpreterPrewarm implements Prewarming {
  readonly states: readonly Int32Array[];
  readonly blockFrames: number;
  readonly #graph: Graph;

  constructor(network: Network, plan: PrewarmPlan) {
    this.#graph = new Graph(network, recurrentSources(network, liveSignals(network)));
    this.#graph.rest();
    this.states = Array.from(this.#graph.cells.values()).flatMap(({ hidden, cell }) => [
      new Int32Array(hidden.buffer),
      new Int32Array(cell.buffer),
    ]);
    this.blockFrames = blockFramesFor(plan, BLOCK_WORK, 1, BLOCK_FRAMES);
  }

  advance(frames: number): void {
    this.#graph.run(frames);
    this.#graph.forget(frames);
  }

  /** The states that were reached. */
  result(): RecurrentStates {
    return new Map(
      Array.from(this.#graph.cells, ([id, { hidden, cell }]) => [id, { hidden: hidden.slice(), cell: cell.slice() }]),
    );
  }
}
