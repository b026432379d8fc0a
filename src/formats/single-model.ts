import { networkFacts } from '../network/facts.js';
import type { Network } from '../network/network.js';
import { withFastTanh } from './fast-tanh.js';
import { expectWithinLimits, type ModelLimits } from './limits.js';
import type { Model, ModelInfo, NetworkChoice } from './model.js';

/** What a format knows of its model; the rest of `ModelInfo` follows from the network. */
export type FormatInfo = Pick<
  ModelInfo,
  'format' | 'formatVersion' | 'architecture' | 'sampleRateKnown' | 'parameters' | 'layers' | 'metadata' | 'warnings'
>;

/** A model of one size. */
export class SingleModel implements Model {
  readonly info: ModelInfo;
  readonly #exact: Network;
  #fast: Network | null = null;

  /** Refuses a network beyond the limits; `where` is the place in the file that describes the network. */
  constructor(network: Network, info: FormatInfo, limits: ModelLimits, where: string) {
    const facts = networkFacts(network);
    expectWithinLimits(facts, limits, where);
    const { receptiveField, macsPerFrame, stateBytes } = facts;
    this.#exact = network;
    this.info = {
      ...info,
      sampleRate: network.sampleRate,
      inputs: network.channels[0],
      outputs: network.channels[network.output],
      receptiveField,
      macsPerFrame,
      stateBytes,
      sizes: [],
    };
  }

  network({ tanh = 'exact' }: NetworkChoice = {}): Network {
    if (tanh === 'exact') return this.#exact;
    if (tanh !== 'fast') throw new RangeError(`tanh: expected exact or fast, got ${tanh}`);
    this.#fast ??= withFastTanh(this.#exact);
    return this.#fast;
  }
}
