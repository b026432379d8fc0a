import { soakInstances } from './instances.js';
import { soakSwaps } from './swaps.js';

/** What the script calls in the page. */
export interface Soaks {
  swaps: typeof soakSwaps;
  instances: typeof soakInstances;
}

const soaks: Soaks = { swaps: soakSwaps, instances: soakInstances };
Object.assign(globalThis, { soaks });
