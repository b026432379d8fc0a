import type { Control } from '../network/controls.js';
import type { Network } from '../network/network.js';

/** How Tanh is computed: to float32 precision, or by the approximation that NAM's fast mode uses. */
export type TanhMode = 'exact' | 'fast';

/** Which of a model's networks to run. */
export interface NetworkChoice {
  /**
   * 0 (smallest) … 1 (largest), for models that come in several sizes: it picks the network that the last of
   * `ModelInfo.sizes` up to it stands for. Default: the largest. Models of one size ignore it.
   */
  readonly size?: number;
  /** Default `exact`. `fast` costs less; models without tanh ignore it. */
  readonly tanh?: TanhMode;
  /**
   * Values of the model's controls, by name, each from its `minimum` to its `maximum`; those not named are at their
   * defaults. See `ModelInfo.controls`.
   */
  readonly controls?: ControlValues;
}

/** Values of controls, by their names. */
export type ControlValues = Readonly<Record<string, number>>;

/** What the author wrote into the file; every field may be missing. Levels in dB or dBu as the name says. */
export interface ModelMetadata {
  /** What the author called the model. */
  readonly name?: string;
  /** Who made it. */
  readonly modeledBy?: string;
  /** Kind of the device: `amp`, `pedal`, `amp_cab` … */
  readonly gearType?: string;
  /** The device's manufacturer. */
  readonly gearMake?: string;
  /** The device's own name. */
  readonly gearModel?: string;
  /** Kind of the sound: `clean`, `crunch`, `hi_gain` … */
  readonly toneType?: string;
  /** ISO 8601 date. */
  readonly date?: string;
  /** Loudness in dB of the output for NAM's standard input. */
  readonly loudnessDb?: number;
  /** How much the device distorts, 0 … 1, as the trainer estimated it. */
  readonly gain?: number;
  /** Level in dBu at the input of the device for a sine at digital full scale. */
  readonly inputLevelDbu?: number;
  /** Level in dBu at the output of the device for a sine at digital full scale. */
  readonly outputLevelDbu?: number;
  /** Error-to-signal ratio on validation data, a linear share of the signal's energy. */
  readonly validationEsr?: number;
}

/**
 * How loud a model is to play, as guitarists know it from the native plugin:
 *
 * - `raw`: as the model computes it; the default everywhere
 * - `normalized`: as loud as other models, by the loudness that the file names
 * - `calibrated`: as loud as the real device at the same audio interface, by the levels that the file names
 */
export type OutputMode = 'raw' | 'normalized' | 'calibrated';

/** Facts about a model at its default size. */
export interface ModelInfo {
  /** Short name of the file format: `nam`. */
  readonly format: string;
  /** Version of the format, as the file names it. */
  readonly formatVersion: string;
  /** The format's own word: `WaveNet`. */
  readonly architecture: string;
  /** Rate in Hz at which the model was trained. */
  readonly sampleRate: number;
  /** False where the file names no rate and 48 000 Hz is assumed. */
  readonly sampleRateKnown: boolean;
  /** Audio channels that the network takes; 1 for nearly every capture. */
  readonly inputs: number;
  /** Audio channels that it gives. */
  readonly outputs: number;
  /** Frames, the current one included, that reach one output frame: 1 + Σ(K−1)·d. */
  readonly receptiveField: number;
  /** Numbers that the file holds as weights of the network. */
  readonly parameters: number;
  /** Multiply-adds of all convolutions and LSTMs for one frame. */
  readonly macsPerFrame: number;
  /** Bytes of float32 history that convolutions look back on, and that LSTMs carry along. */
  readonly stateBytes: number;
  /** Layers of the stack, and of the model that makes its condition; heads and 1×1 convolutions do not count. */
  readonly layers: number;
  /** The smallest size that picks each network to choose from, ascending; empty where there is one only. */
  readonly sizes: readonly number[];
  /** What conditions the model, such as the knobs of the device that it learned; empty for most. */
  readonly controls: readonly Control[];
  /** What the author wrote into the file. */
  readonly metadata: ModelMetadata;
  /** Gain in dB behind the model that each output mode asks for; null where the file says too little. See `outputGain`. */
  readonly outputGainsDb: Readonly<Record<OutputMode, number | null>>;
  /** Sentences about what was assumed or ignored. */
  readonly warnings: readonly string[];
}

/** What a model file held. */
export interface Model {
  /** Facts about it; plain data that JSON can hold. */
  readonly info: ModelInfo;
  /**
   * The network to run; choices that come to the same give the same object, unless many others came between. A size out of
   * 0 … 1 is a RangeError, as is a control that the model has not, or a value out of its range.
   */
  network(choice?: NetworkChoice): Network;
  /** The same before the controls are set: they are the last channels of its input, in the order of `ModelInfo.controls`. */
  openNetwork(choice?: Omit<NetworkChoice, 'controls'>): Network;
}
