import { historySignals } from './engine.js';
import { liveSignals, pathFrames, recurrentPrewarmFrames, recurrentSources } from './facts.js';
import type { Network } from './network.js';

/** How the recurrent ops of a network are brought to rest, before its first frame. */
export interface PrewarmPlan {
  /** Frames of silence, at most. */
  readonly frames: number;
  /** Once states have repeated for more than this many frames, all that they depend on does. */
  readonly lookbackFrames: number;
  /** Roughly the multiply-adds of one frame. */
  readonly frameWork: number;
}

/** Recurrent ops that run on silence. */
export interface Prewarming {
  /** Runs on further frames. */
  advance(frames: number): void;
  /** The states of the ops; as words they compare equal bit for bit, NaN included. */
  readonly states: readonly Int32Array[];
  /** Most frames of one `advance`. */
  readonly blockFrames: number;
}

/** So many frames that one block of a plan takes about `work` multiply-adds, within bounds. */
export function blockFramesFor({ frameWork }: PrewarmPlan, work: number, least: number, most: number): number {
  return Math.max(least, Math.min(most, Math.floor(work / frameWork)));
}

/** What an activation costs, measured against a multiply-add. */
const ACTIVATION_WORK = 16;

/**
 * How to bring a network's recurrent ops to rest; null where nobody needs it. A network that starts from zero needs it where
 * it has histories, whose activity is measured from their rest.
 */
export function prewarmPlan(network: Network): PrewarmPlan | null {
  const sources = recurrentSources(network, liveSignals(network));
  const isNeeded = network.start === 'silence' || historySignals(network).length > 0;
  if (!isNeeded || !sources.includes(true)) return null;
  const work = network.ops.map((op, id) => {
    if (!sources[id]) return 0;
    return 'weight' in op ? op.weight.length : ACTIVATION_WORK * network.channels[id];
  });
  return {
    frames: recurrentPrewarmFrames(network),
    lookbackFrames: pathFrames(network, 0).reduce(
      (most, frames, id) => (sources[id] ? Math.max(most, frames) : most),
      0,
    ),
    frameWork: work.reduce((sum, each) => sum + each, 0),
  };
}

/**
 * Runs recurrent ops on silence for the frames of a plan, or until they are at rest: until their states repeat, as rounding may
 * leave them going round in the last bits. Each step of the generator is a block of that work, so that the caller can yield
 * between two of them.
 */
export function* prewarmBlocks(prewarming: Prewarming, { frames, lookbackFrames }: PrewarmPlan): Generator<void> {
  const { states, blockFrames } = prewarming;
  const kept = states.map((state) => state.slice());
  let [keepAt, passedFrames, repeatedFrames] = [1, 0, 0];
  for (let block = 1, left = frames; left > 0; block++, left -= blockFrames) {
    prewarming.advance(Math.min(left, blockFrames));
    passedFrames += blockFrames;
    if (states.every((state, n) => state.every((word, at) => word === kept[n][at]))) {
      repeatedFrames += passedFrames;
      passedFrames = 0;
      if (repeatedFrames > lookbackFrames) return;
    } else if (block >= keepAt) {
      // Kept for twice as long each time, so that a period of any length is found.
      for (const [n, state] of states.entries()) kept[n].set(state);
      [keepAt, passedFrames, repeatedFrames] = [2 * block, 0, 0];
    }
    yield;
  }
}
