import { networkFacts } from '../network/facts.js';
import { lookbackOf, type Network } from '../network/network.js';
import { DEFAULT_LIMITS } from './limits.js';
import type { Model } from './model.js';
import { SizedModel } from './sized-model.js';

/** A model of a network that was built rather than read from a file: it runs and renders as any other. */
export function modelOfNetwork(network: Network, name = 'network'): Model {
  const info = {
    format: 'network',
    formatVersion: '1',
    architecture: 'Network',
    sampleRateKnown: true,
    parameters: networkFacts(network).parameters,
    layers: network.ops.filter((op) => lookbackOf(op) > 0).length,
    metadata: { name },
    warnings: [],
  };
  return new SizedModel([{ from: 0, build: () => network }], info, DEFAULT_LIMITS, name);
}
