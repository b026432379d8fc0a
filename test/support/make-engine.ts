import type { Engine } from '../../src/network/engine.js';

/** An engine of one channel that does what a function says, and has no state to copy. */
export function makeEngine(process: Engine['process']): Engine {
  return {
    kind: 'interpreter',
    inputChannels: 1,
    outputChannels: 1,
    process,
    reset: () => {},
    startAt: () => {},
    histories: [],
    measure: () => {},
    copyState: () => {},
    hasStateOf: () => false,
  };
}
