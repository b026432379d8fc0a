import type { Control } from '../network/controls.js';
import type { Network } from '../network/network.js';
import { ControlSettings } from './control-settings.js';
import { withFastTanh } from './fast-tanh.js';
import { expectWithinLimits, type ModelLimits } from './limits.js';
import type { Model, ModelInfo, NetworkChoice } from './model.js';
import { outputGainsDb } from './output-gain.js';

/** What a format knows of its model; the rest of `ModelInfo` follows from the networks. */
export type FormatInfo = Pick<
  ModelInfo,
  'format' | 'formatVersion' | 'architecture' | 'sampleRateKnown' | 'parameters' | 'layers' | 'metadata' | 'warnings'
> & {
  /** The last inputs of the networks; default none. */
  readonly controls?: readonly Control[];
};

/** A network that is built when it is first asked for, and the smallest size value that picks it. */
export interface SizeOption {
  readonly from: number;
  readonly build: () => Network;
}

/** A model of one or several sizes. */
export class SizedModel implements Model {
  readonly info: ModelInfo;
  readonly #options: readonly SizeOption[];
  readonly #exact = new Map<SizeOption, Network>();
  readonly #fast = new Map<SizeOption, Network>();
  readonly #settings: ControlSettings;

  /**
   * Options ascend; the last is the default, and the largest. It is refused here where it is beyond the limits, and
   * `where` is the place in the file that describes it.
   */
  constructor(options: readonly SizeOption[], info: FormatInfo, limits: ModelLimits, where: string) {
    this.#options = options;
    const { controls = [] } = info;
    this.#settings = new ControlSettings(controls);
    const network = this.network();
    const { receptiveField, macsPerFrame, stateBytes } = expectWithinLimits(network, limits, where);
    this.info = {
      ...info,
      controls,
      sampleRate: network.sampleRate,
      inputs: network.channels[0],
      outputs: network.channels[network.output],
      receptiveField,
      macsPerFrame,
      stateBytes,
      sizes: sizesOf(options),
      outputGainsDb: outputGainsDb(info.metadata),
    };
  }

  network({ controls, ...choice }: NetworkChoice = {}): Network {
    return this.#settings.apply(this.openNetwork(choice), controls);
  }

  openNetwork({ size, tanh = 'exact' }: Omit<NetworkChoice, 'controls'> = {}): Network {
    if (size !== undefined && !(size >= 0 && size <= 1)) throw new RangeError(`size: expected 0 to 1, got ${size}`);
    if (tanh !== 'exact' && tanh !== 'fast') throw new RangeError(`tanh: expected exact or fast, got ${tanh}`);
    const option = pick(this.#options, size ?? Number.POSITIVE_INFINITY);
    const exact = remember(this.#exact, option, option.build);
    return tanh === 'exact' ? exact : remember(this.#fast, option, () => withFastTanh(exact));
  }
}

/** The last option that begins at the size or before. */
function pick(options: readonly SizeOption[], size: number): SizeOption {
  return options.filter(({ from }) => from <= size).at(-1) ?? options[0];
}

/** The smallest size from 0 to 1 that picks each option which one of them picks. */
function sizesOf(options: readonly SizeOption[]): number[] {
  const sizes = options.map(({ from }) => Math.max(0, from)).filter((size) => size <= 1);
  const distinct = [...new Set(sizes)];
  return distinct.length > 1 ? distinct : [];
}

function remember<Key, Value>(memory: Map<Key, Value>, key: Key, make: () => Value): Value {
  const known = memory.get(key);
  if (known !== undefined) return known;
  const made = make();
  memory.set(key, made);
  return made;
}
