import { UNKNOWN } from '../../src/alignment/alignment.js';
import type { Model } from '../../src/model/model.js';
import { networkFacts } from '../../src/network/facts.js';
import type { Network } from '../../src/network/network.js';

/** A model that holds one network. */
export function modelOf(network: Network, name = 'test'): Model {
  const { receptiveField, parameters, macsPerFrame, stateBytes } = networkFacts(network);
  return {
    info: {
      format: 'nam',
      formatVersion: '0.5.4',
      architecture: 'WaveNet',
      sampleRate: network.sampleRate,
      sampleRateKnown: true,
      inputs: network.channels[0],
      outputs: network.channels[network.output],
      receptiveField,
      parameters,
      macsPerFrame,
      stateBytes,
      layers: 1,
      sizes: [],
      controls: [],
      metadata: { name },
      ...UNKNOWN,
      outputGainsDb: { raw: 0, normalized: null, calibrated: null },
      warnings: [],
    },
    source: null,
    file: null,
    sourceName: '',
    parse: null,
    network: () => network,
    conditionedNetwork: () => network,
    alignment: () => UNKNOWN,
    openNetwork: () => network,
  };
}
