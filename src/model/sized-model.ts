import { type Alignment, UNKNOWN } from '../alignment/alignment.js';
import { measureAlignment } from '../alignment/measure-alignment.js';
import { printable } from '../errors.js';
import { PreparedInterpreter } from '../interpreter/interpreter.js';
import { type Control, foldControls } from '../network/controls.js';
import { readyEngine } from '../network/engine.js';
import { networkFacts } from '../network/facts.js';
import { lookbackOf, type Network, type Op } from '../network/network.js';
import type { UnsharedUint8Array } from '../network/unshared.js';
import { WorkBudget } from '../network/work-budget.js';
import { toBase64 } from './base64.js';
import { DEFAULT_LIMITS, expectWithinLimits, type ModelLimits } from './limits.js';
import type { ControlValues, Model, ModelFile, ModelInfo, ModelParser, NetworkChoice } from './model.js';
import { makeOpaque } from './opaque.js';
import { outputGainsDb } from './output-gain.js';

/** The part of `ModelInfo` that only the format knows; the rest is computed from the networks. */
type FormatInfo = Pick<
  ModelInfo,
  'format' | 'formatVersion' | 'architecture' | 'sampleRateKnown' | 'parameters' | 'layers' | 'metadata' | 'warnings'
> & {
  /** The last channels of the networks' inputs; default none. */
  readonly controls?: readonly Control[];
};

/** One size of a model: its network, built on first use, and the smallest size value that selects it. */
interface SizeOption {
  readonly from: number;
  readonly build: () => Network;
}

/** Browsers refuse to clone a symbol, and some show its description, of about 100 characters, in their error. */
const UNCLONEABLE = Symbol("a model cannot be cloned or posted: post its file's bytes, or model.network()");

/** Networks with folded controls that a model keeps for reuse. */
const KEPT_SETTINGS = 16;

/** The file that a model was read from. */
interface ModelOrigin {
  /** The bytes of the file; nobody modifies them any more. */
  readonly bytes: UnsharedUint8Array;
  /** Its name; empty if it had none. */
  readonly name: string;
  /** Reads other files as this one was read. */
  readonly parse: ModelParser;
}

const NAME_LENGTH = 200;

/** Apart from the models, whose makers do not know the whole file. */
const origins = new WeakMap<Model, ModelOrigin>();

/** Keeps the file that a model was read from, for `Model.source` and what belongs to it. Returns the model. */
export function keepOrigin(model: Model, origin: ModelOrigin): Model {
  origins.set(model, origin);
  return model;
}

/** A model of one or several sizes. Builds each network on first use and keeps it. */
export class SizedModel implements Model {
  readonly info: ModelInfo;
  /** Without it, `structuredClone` and `postMessage` would make an object without methods. */
  readonly uncloneable = UNCLONEABLE;
  readonly #options: readonly SizeOption[];
  readonly #controls: readonly Control[];
  readonly #limits: ModelLimits;
  readonly #exact = new Map<SizeOption, Network>();
  readonly #fast = new Map<SizeOption, Network>();
  /** By the network with its controls. */
  readonly #alignments = new Map<Network, Alignment>();
  /** The latest networks with folded controls, the most recently used last. */
  readonly #folded: { readonly source: Network; readonly key: string; readonly network: Network }[] = [];

  /**
   * `options` ascend by `from`; the last one is the default and the largest. Throws a DilatoneError `limit` if that one
   * exceeds the limits; `where` is the place in the file that describes it.
   */
  constructor(options: readonly SizeOption[], info: FormatInfo, limits: ModelLimits, where: string) {
    this.#options = options;
    this.#limits = limits;
    this.#controls = info.controls ?? [];
    const network = this.network();
    const { receptiveField, macsPerFrame, stateBytes } = expectWithinLimits(network, limits, where);
    const alignment = () => this.alignment();
    this.info = {
      ...info,
      controls: this.#controls,
      sampleRate: network.sampleRate,
      inputs: network.channels[0],
      outputs: network.channels[network.output],
      receptiveField,
      macsPerFrame,
      stateBytes,
      sizes: selectableSizes(options),
      outputGainsDb: outputGainsDb(info.metadata),
      warnings: info.warnings.map((warning) => printable(warning)),
      get delayFrames() {
        return alignment().delayFrames;
      },
      get inverted() {
        return alignment().inverted;
      },
      get alignmentConfidence() {
        return alignment().alignmentConfidence;
      },
    };
    makeOpaque(this, SizedModel);
  }

  get source(): UnsharedUint8Array | null {
    return origins.get(this)?.bytes ?? null;
  }

  get sourceName(): string {
    return printable(origins.get(this)?.name ?? '', NAME_LENGTH);
  }

  get file(): ModelFile | null {
    return this.source && { name: this.sourceName, base64: toBase64(this.source) };
  }

  get parse(): ModelParser | null {
    return origins.get(this)?.parse ?? null;
  }

  network({ controls = {}, ...choice }: NetworkChoice = {}): Network {
    const source = this.conditionedNetwork(choice);
    const values = controlValues(this.#controls, controls);
    if (values.length === 0) return source;
    const key = values.join();
    const index = this.#folded.findIndex((known) => known.source === source && known.key === key);
    const fold = () => foldControls(source, values, new WorkBudget(this.#limits.work));
    const [entry] = index < 0 ? [{ source, key, network: fold() }] : this.#folded.splice(index, 1);
    this.#folded.push(entry);
    if (this.#folded.length > KEPT_SETTINGS) this.#folded.shift();
    return entry.network;
  }

  conditionedNetwork({ size, tanh = 'exact' }: Omit<NetworkChoice, 'controls'> = {}): Network {
    if (size !== undefined && !(size >= 0 && size <= 1)) throw new RangeError(`size: expected 0 to 1, got ${size}`);
    if (tanh !== 'exact' && tanh !== 'fast') throw new RangeError(`tanh: expected exact or fast, got ${tanh}`);
    const reachable = size === undefined ? this.#options : this.#options.filter(({ from }) => from <= size);
    const option = reachable.at(-1) ?? this.#options[0];
    const exact = getOrMake(this.#exact, option, option.build);
    return tanh === 'exact' ? exact : getOrMake(this.#fast, option, () => withFastTanh(exact));
  }

  alignment({ size, tanh }: Omit<NetworkChoice, 'controls'> = {}): Alignment {
    const source = this.conditionedNetwork({ size, tanh });
    return getOrMake(this.#alignments, source, () => measured(this.network({ size, tanh })));
  }

  openNetwork(choice?: Omit<NetworkChoice, 'controls'>): Network {
    return this.conditionedNetwork(choice);
  }
}

/**
 * Makes a model of a network that was built instead of read from a file; it plays and renders like any other. Pure and
 * synchronous, in any thread. The model keeps the network itself, not a copy: do not modify its arrays afterwards.
 */
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

/** Measures with a compiled engine where there is one. Nothing that a file may hold throws. */
function measured(network: Network): Alignment {
  try {
    return measureAlignment(() => readyEngine(network) ?? new PreparedInterpreter(network, new Map()), network);
  } catch {
    return UNKNOWN;
  }
}

/** The value of each control, in order: the given one, or the default. */
function controlValues(controls: readonly Control[], settings: ControlValues): number[] {
  for (const name of Object.keys(settings)) {
    if (controls.some((control) => control.name === name)) continue;
    const names = controls.map((control) => control.name).join(', ') || 'none, as the model has none';
    throw new RangeError(`controls: expected ${names}, got ${name}`);
  }
  return controls.map(({ name, minimum, maximum, default: preset }) => {
    const value = Object.hasOwn(settings, name) ? settings[name] : preset;
    if (value >= minimum && value <= maximum) return value;
    throw new RangeError(`controls.${name}: expected ${minimum} to ${maximum}, got ${value}`);
  });
}

/** The smallest size in 0 … 1 that selects each option; options that no such size selects are left out. */
function selectableSizes(options: readonly SizeOption[]): number[] {
  const sizes = options.map(({ from }) => Math.max(0, from)).filter((size) => size <= 1);
  const distinct = [...new Set(sizes)];
  return distinct.length > 1 ? distinct : [];
}

/** The network in NAM's fast mode: `fastTanh` for every tanh, also in LSTM gates. Returns the same object if it has none. */
function withFastTanh(network: Network): Network {
  const ops = network.ops.map(fastOf);
  return ops.some((op, id) => op !== network.ops[id]) ? { ...network, ops } : network;
}

function fastOf(op: Op): Op {
  if (op.kind === 'activation' && op.activation.kind === 'tanh') return { ...op, activation: { kind: 'fastTanh' } };
  if (op.kind === 'lstm') return { ...op, gates: 'fast' };
  return op;
}

function getOrMake<Key, Value>(values: Map<Key, Value>, key: Key, make: () => Value): Value {
  const known = values.get(key);
  if (known !== undefined) return known;
  const made = make();
  values.set(key, made);
  return made;
}
