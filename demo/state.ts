import type { ControlValues, ModelInfo, OutputMode } from '../src/index.js';
import type { NetworkPicture } from './analysis/network-picture.js';

/** What is played. */
export type SourceKind = 'clip' | 'file' | 'microphone';

/** `idle` until the first click: browsers start no sound before it. */
export type Playback = 'idle' | 'starting' | 'playing' | 'paused';

/** Which scope is shown. */
export type ScopeKind = 'waveform' | 'spectrum' | 'spectrogram' | 'transfer' | 'levels' | 'explore';

/** One of the two models that can be compared. */
export type SlotName = 'a' | 'b';

/** A part of a sound, in seconds from its start. */
export interface LoopRegion {
  readonly startSeconds: number;
  readonly endSeconds: number;
}

/** A sound that loops: a built-in one or a dropped file. */
export interface SoundState {
  readonly name: string;
  readonly seconds: number;
  /** Peak of each of equal parts of the sound. */
  readonly overview: Float32Array;
}

/** The microphone as the browser opened it; fields that the browser does not report are undefined. */
export interface MicrophoneState {
  readonly label: string;
  readonly deviceId: string | undefined;
  readonly channels: number | undefined;
  readonly sampleRateHz: number | undefined;
  /** Names of the voice processing that the browser left on. */
  readonly processing: readonly string[];
}

/** A microphone to choose. */
export interface MicrophoneChoice {
  readonly deviceId: string;
  readonly label: string;
}

/** One of the sizes that a model comes in. */
export interface SizeState {
  readonly size: number;
  /** Per frame. */
  readonly multiplyAdds: number;
  readonly inUse: boolean;
}

/** A model in use. */
export interface ModelState {
  readonly name: string;
  /** Name of the model's file; the title, for a built-in model. */
  readonly fileName: string;
  readonly info: ModelInfo;
  /** Facts about the network that runs: `info` describes the largest size. */
  readonly facts: Pick<ModelInfo, 'receptiveField' | 'macsPerFrame' | 'stateBytes'>;
  readonly picture: NetworkPicture;
  /** Index among the built-in models; null for a file. */
  readonly builtinIndex: number | null;
  /** In ascending order; empty for models of one size. */
  readonly sizes: readonly SizeState[];
}

/** How a model runs. */
export interface EngineState {
  readonly kind: 'wasm' | 'interpreter';
  readonly latencyFrames: number;
  readonly contextRateHz: number;
  /** Sentences about how playback differs from what the model expects. */
  readonly warnings: readonly string[];
}

/** A model with its own settings. */
export interface SlotState {
  readonly model: ModelState | null;
  /** Null until the model runs. */
  readonly engine: EngineState | null;
  /** Values of the model's own controls, all of them. */
  readonly controls: ControlValues;
  /** Value of the Level knob; the gain of the output mode comes on top. */
  readonly levelDb: number;
  /** 0 (smallest) … 1 (largest), for models of several sizes. */
  readonly size: number;
}

/** A model to use: a built-in one by its index, or a recent one by its id. */
export type ModelChoice =
  | { readonly kind: 'builtin'; readonly index: number }
  | { readonly kind: 'recent'; readonly id: string };

/** A model file that the browser keeps from an earlier visit. */
export interface RecentModel {
  readonly id: string;
  readonly name: string;
}

/** The loudspeaker behind the models. */
interface CabinetState {
  /** `none`, the id of a built-in one, or `file`. */
  readonly id: string;
  readonly name: string;
}

/** A rendering in progress; `share` goes from 0 to 1. */
export interface RenderingState {
  readonly name: string;
  readonly share: number;
}

/** A message: one sentence says what happened, the next what to do. */
export interface Notice {
  readonly tone: 'wrong' | 'info';
  readonly what: string;
  readonly advice: string;
  /** Where and what the error is, for those who want to repair the file. */
  readonly detail?: string;
  /** Shown whole in a dialog, to be selected and copied. */
  readonly text?: string;
}

/** Everything that the page shows, except what changes with every frame of sound. */
export interface DemoState {
  readonly playback: Playback;
  readonly source: SourceKind;
  /** Id of the built-in sound that is chosen. */
  readonly clipId: string;
  readonly clip: SoundState | null;
  readonly file: SoundState | null;
  /** The part of the file that repeats; null for the whole file. */
  readonly loop: LoopRegion | null;
  readonly microphone: MicrophoneState | null;
  readonly microphones: readonly MicrophoneChoice[];
  readonly slots: Readonly<Record<SlotName, SlotState>>;
  /** From model A (0) to model B (1). */
  readonly blend: number;
  readonly recent: readonly RecentModel[];
  /** Name of a model or sound that is being opened. */
  readonly opening: string | null;
  readonly bypassed: boolean;
  readonly driveDb: number;
  /** Wet share 0 … 1. */
  readonly mix: number;
  readonly outputMode: OutputMode;
  readonly cabinet: CabinetState;
  /** Level in dBFS below which the noise gate closes; null while it is off. */
  readonly gateDb: number | null;
  readonly tuning: boolean;
  readonly recording: boolean;
  readonly rendering: RenderingState | null;
  readonly scope: ScopeKind;
  /** The signal of the network that is heard in place of the output; null for the output. */
  readonly soloSignal: number | null;
  readonly notice: Notice | null;
}

/** The lowest setting of a Level knob. */
export const LEAST_LEVEL_DB = -36;

/** Default of the Drive knob: the first model crunches in loud passages of the riff and stays clean in soft ones. */
export const DEFAULT_DRIVE_DB = 0;

/** The default size of a model. */
export const LARGEST_SIZE = 1;

/** A slot without a model. */
export const EMPTY_SLOT: SlotState = { model: null, engine: null, controls: {}, levelDb: 0, size: LARGEST_SIZE };

/** No loudspeaker: the models' output as it is. */
export const NO_CABINET: CabinetState = { id: 'none', name: 'No cabinet' };

/** The page before anything is loaded. */
export const INITIAL_STATE: DemoState = {
  playback: 'idle',
  source: 'clip',
  clipId: 'riff',
  clip: null,
  file: null,
  loop: null,
  microphone: null,
  microphones: [],
  slots: { a: EMPTY_SLOT, b: EMPTY_SLOT },
  blend: 0,
  recent: [],
  opening: null,
  bypassed: false,
  driveDb: DEFAULT_DRIVE_DB,
  mix: 1,
  outputMode: 'normalized',
  cabinet: NO_CABINET,
  gateDb: null,
  tuning: false,
  recording: false,
  rendering: null,
  scope: 'waveform',
  soloSignal: null,
  notice: null,
};

/** The slot that is heard more than the other: the page shows it, and the knobs belong to it. */
export function heardSlot({ blend }: Pick<DemoState, 'blend'>): SlotName {
  return blend > 0.5 ? 'b' : 'a';
}
