import type { Alignment } from '../alignment/alignment.js';
import type { Control } from '../network/controls.js';
import type { Network } from '../network/network.js';
import type { UnsharedUint8Array } from '../network/unshared.js';

/** How tanh is computed: `exact` to float32 precision, `fast` by the approximation of NAM's fast mode. */
export type TanhMode = 'exact' | 'fast';

/** Selects one of a model's networks. Only read during the call that takes it. */
export interface NetworkChoice {
  /**
   * From 0 (smallest) to 1 (largest), for models of several sizes: selects the network of the last entry in
   * `ModelInfo.sizes` that is not above it. Default: the largest. Models of one size ignore it.
   */
  readonly size?: number | undefined;
  /** Default `exact`. `fast` costs less CPU time; models without tanh ignore it. */
  readonly tanh?: TanhMode | undefined;
  /**
   * Values of the model's controls by name, each between its `minimum` and `maximum`. Controls that are left out keep their
   * defaults. See `ModelInfo.controls`.
   */
  readonly controls?: ControlValues | undefined;
}

/** Values of controls by name, in the unit of each control. */
export type ControlValues = Readonly<Record<string, number>>;

/** What the author wrote into the file; every field may be missing. Texts are one line of at most 200 characters. */
export interface ModelMetadata {
  /** The author's name for the model. */
  readonly name?: string;
  /** Who made it. */
  readonly modeledBy?: string;
  /** Type of device: `amp`, `pedal`, `amp_cab` … */
  readonly gearType?: string;
  /** The device's manufacturer. */
  readonly gearMake?: string;
  /** The device's model name. */
  readonly gearModel?: string;
  /** Type of sound: `clean`, `crunch`, `hi_gain` … */
  readonly toneType?: string;
  /** ISO 8601 date, with or without a time. */
  readonly date?: string;
  /** Loudness of the output in dB, for NAM's standard input. */
  readonly loudnessDb?: number;
  /** How strongly the device distorts, 0 … 1, as estimated by the trainer. */
  readonly gain?: number;
  /** Level in dBu at the device's input that corresponds to a digital full-scale sine. */
  readonly inputLevelDbu?: number;
  /** Level in dBu at the device's output that corresponds to a digital full-scale sine. */
  readonly outputLevelDbu?: number;
  /** Error-to-signal ratio on validation data: error energy over signal energy, linear. */
  readonly validationEsr?: number;
}

/**
 * Output level of a model, with the modes of the native NAM plugin:
 *
 * - `raw`: the level that the model computes; the default everywhere
 * - `normalized`: the same loudness for all models, from the loudness stated in the file
 * - `calibrated`: the level of the real device on the same audio interface, from the levels stated in the file
 */
export type OutputMode = 'raw' | 'normalized' | 'calibrated';

/**
 * Facts about a model at its default size: plain data that survives `JSON.stringify` and `postMessage`. Delay and polarity
 * are measured when they are first read, in some tens of milliseconds; a node that runs the model has measured them.
 */
export interface ModelInfo extends Alignment {
  /** Short name of the file format: `nam`, `dilatone`, `rtneural`, `aidax`, `guitarml`, `smartamppro`, `pedalnet` or `onnx`; `network` if built. */
  readonly format: string;
  /** Version of the format as stated in the file; empty for formats without versions. */
  readonly formatVersion: string;
  /** Type of network in the format's own terms: `WaveNet`. */
  readonly architecture: string;
  /** Sample rate in Hz that the model was trained at. */
  readonly sampleRate: number;
  /** False if the file states no sample rate, so that the usual one of its format is assumed, mostly 48 000 Hz. */
  readonly sampleRateKnown: boolean;
  /** Audio channels of the input, controls not counted; 1 for nearly every capture. */
  readonly inputs: number;
  /** Audio channels of the output. */
  readonly outputs: number;
  /** Input frames that influence one output frame, the current one included: 1 + Σ(K−1)·d. */
  readonly receptiveField: number;
  /** Number of weights that the file holds for the network. */
  readonly parameters: number;
  /** Multiply-adds per frame of all convolutions, LSTMs and GRUs. */
  readonly macsPerFrame: number;
  /** Bytes of float32 state: histories of convolutions, hidden and cell states of LSTMs and GRUs. */
  readonly stateBytes: number;
  /** Layers of the stack, including those of a condition model; heads and 1×1 convolutions do not count. */
  readonly layers: number;
  /** The smallest `NetworkChoice.size` that selects each network, ascending; empty for models of one size. */
  readonly sizes: readonly number[];
  /** Inputs that condition the model, such as the knobs of the captured device; empty for most models. */
  readonly controls: readonly Control[];
  /** What the author wrote into the file. */
  readonly metadata: ModelMetadata;
  /** Gain in dB to apply to the output in each mode; null if the file states no level for it. See `outputGain`. */
  readonly outputGainsDb: Readonly<Record<OutputMode, number | null>>;
  /** Sentences about assumptions that were made and parts of the file that were ignored. */
  readonly warnings: readonly string[];
}

/**
 * A model: facts about it, and its networks. All calls are synchronous and work in any thread. A model itself cannot be
 * posted to another thread or cloned, which throws a DataCloneError: post its `source`, the bytes of its file, or one of its
 * networks.
 *
 * Vue and other libraries for state leave it alone: it has a hidden property `__v_skip`. Through a Proxy its members work, too.
 */
export interface Model {
  /** Facts about the model. */
  readonly info: ModelInfo;
  /**
   * The bytes of the file that the model was read from, to keep or to send; null for a model that was built. They belong to
   * the model and must not be modified. `JSON.stringify` leaves them out.
   */
  readonly source: UnsharedUint8Array | null;
  /** The name of that file, or the last part of its address; empty where none is known. At most 200 characters. */
  readonly sourceName: string;
  /** The file as JSON can hold it, made anew for each call; null for a model that was built. */
  readonly file: ModelFile | null;
  /** Reads other files as this one was read, with the same limits; null for a model that was built. See `parseModel`. */
  readonly parse: ModelParser | null;
  /**
   * Returns the network to run. The network and its arrays belong to the model and must not be modified. Equal choices
   * return the same object; of settings of controls, only the latest 16 are kept.
   *
   * Throws a RangeError for a size outside 0 … 1, an unknown control, or a control's value out of range.
   */
  network(choice?: NetworkChoice): Network;
  /**
   * Returns the network with its controls as inputs: they are the last channels of its input, in the order of
   * `ModelInfo.controls`. Models without controls return the same object as `network`. Ownership and errors as there.
   */
  conditionedNetwork(choice?: Omit<NetworkChoice, 'controls'>): Network;
  /**
   * The delay and polarity of one of the model's networks, its controls at their defaults: measured once and kept. Errors as
   * for `network`.
   */
  alignment(choice?: Omit<NetworkChoice, 'controls'>): Alignment;
  /**
   * The former name of `conditionedNetwork`.
   *
   * @deprecated Call `conditionedNetwork`.
   */
  openNetwork(choice?: Omit<NetworkChoice, 'controls'>): Network;
}

/** A model's file in the form that JSON can hold. `loadModel` takes it, too. */
export interface ModelFile {
  /** Its name; empty if it had none. */
  readonly name: string;
  /** Its bytes in base64. */
  readonly base64: string;
}

/**
 * Reads a model's file, given as bytes with or without a name, or as JSON holds it; what `parseModel` says of bytes and errors
 * holds. DilatoneError `malformed`, too, where `base64` is none.
 */
export type ModelParser = (file: Uint8Array | ModelFile, name?: string) => Model;

/** Throws a TypeError if the argument is no model. The usual mistake is a missing `await`. */
export function expectModel(model: Model): void {
  const value: unknown = model;
  if (typeof value === 'object' && value !== null && 'network' in value) return;
  const got = value instanceof Promise ? 'a Promise; is an await missing?' : value === null ? 'null' : typeof value;
  throw new TypeError(`model: expected what loadModel resolves with, got ${got}`);
}
