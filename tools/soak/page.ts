import { createAndDispose, swapModels } from '../../test/browser/support/cycles.js';
import { soakInstances } from './instances.js';
import { soakRig } from './rig.js';
import { stallAudio } from './stall.js';
import { soakSwaps } from './swaps.js';

/** The functions that `soak.mjs` calls in the page. */
const soaks = {
  swaps: soakSwaps,
  instances: soakInstances,
  rig: soakRig,
  stall: stallAudio,
  creations: createAndDispose,
  changes: swapModels,
};
Object.assign(globalThis, { soaks });
