import { createAndDispose, swapModels } from '../../test/browser/support/cycles.js';
import { soakInstances } from './instances.js';
import { stallAudio } from './stall.js';
import { soakSwaps } from './swaps.js';

/** What the script calls in the page. */
export interface Soaks {
  swaps: typeof soakSwaps;
  instances: typeof soakInstances;
  stall: typeof stallAudio;
  creations: typeof createAndDispose;
  changes: typeof swapModels;
}

const soaks: Soaks = {
  swaps: soakSwaps,
  instances: soakInstances,
  stall: stallAudio,
  creations: createAndDispose,
  changes: swapModels,
};
Object.assign(globalThis, { soaks });
