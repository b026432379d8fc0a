import type { ControlValues, ModelInfo, OutputMode } from '../src/index.js';
import type { NetworkPicture } from './analysis/network-picture.js';

/** What is being played. */
export type SourceKind = 'clip' | 'file' | 'microphone';

/** `idle` until the first click: browsers give no sound before. */
export type Playback = 'idle' | 'starting' | 'playing' | 'paused';

/** Which scope is shown. */
export type ScopeKind = 'waveform' | 'spectrum' | 'spectrogram' | 'transfer' | 'levels' | 'explore';

/** One of the two models that can be compared. */
export type SlotName = 'a' | 'b';

/** A part of a sound, in seconds from its beginning. */
export interface LoopRegion {
  readonly startSeconds: number;
  readonly endSeconds: number;
}

/** A sound that loops: a built-in one or a dropped file. */
export interface SoundState {
  readonly name: string;
  readonly seconds: number;
  /** Loudest sample of each part of the sound, for the overview. */
  readonly overview: Float32Array;
}

/** What the browser really gave when a microphone was asked for; fields that it does not tell are undefined. */
export interface MicrophoneState {
  readonly label: string;
  readonly deviceId: string | undefined;
  readonly channels: number | undefined;
  readonly sampleRateHz: number | undefined;
  /** Voice processing that the browser left on, in words. */
  readonly processing: readonly string[];
}

/** A microphone that could be opened. */
export interface MicrophoneChoice {
  readonly deviceId: string;
  readonly label: string;
}

/** One of the sizes that a model comes in. */
export interface SizeState {
  readonly size: number;
  /** For one frame. */
  readonly multiplyAdds: number;
  readonly inUse: boolean;
}

/** A model in use. */
export interface ModelState {
  readonly name: string;
  readonly info: ModelInfo;
  readonly picture: NetworkPicture;
  /** Position among the built-in models, or −1. */
  readonly builtinIndex: number;
  /** From the smallest; none for models of one size. */
  readonly sizes: readonly SizeState[];
}

/** How a model runs, known once it does. */
export interface EngineState {
  readonly kind: 'wasm' | 'interpreter';
  readonly latencyFrames: number;
  readonly contextRateHz: number;
  /** Sentences about what is not as the model expects it. */
  readonly warnings: readonly string[];
}

/** A model with what belongs to it alone. */
export interface SlotState {
  readonly model: ModelState | null;
  readonly engine: EngineState | null;
  /** Values of the model's own controls, all of them. */
  readonly controls: ControlValues;
  /** What the Level knob says, on top of the gain of the output mode. */
  readonly levelDb: number;
  /** 0 (smallest) … 1 (largest), for models of several sizes. */
  readonly size: number;
}

/** A model file that was opened here before and is kept in the browser. */
export interface RecentModel {
  readonly id: string;
  readonly name: string;
}

/** The loudspeaker after the models. */
export interface CabinetState {
  /** `none`, the name of a built-in one, or `file`. */
  readonly id: string;
  readonly name: string;
}

/** Something that takes a while and can be watched: a share 0 … 1. */
export interface RenderingState {
  readonly name: string;
  readonly share: number;
}

/** Something to tell: what happened in one sentence, what to do in the next. */
export interface Notice {
  readonly tone: 'wrong' | 'info';
  readonly what: string;
  readonly advice: string;
  /** The place and values, for those who want to repair the file. */
  readonly detail?: string;
}

/** Everything the page shows, except what changes with every frame of sound. */
export interface DemoState {
  readonly playback: Playback;
  readonly source: SourceKind;
  /** Which of the built-in sounds is chosen. */
  readonly clipId: string;
  readonly clip: SoundState | null;
  readonly file: SoundState | null;
  /** The part of the file that repeats; null for all of it. */
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

/** Where the Drive knob starts: the riff makes the built-in model crunch when loud and stay clean when soft. */
export const DEFAULT_DRIVE_DB = 0;

/** The size that a model runs in unless another is chosen. */
export const LARGEST_SIZE = 1;

/** A slot without a model. */
export const EMPTY_SLOT: SlotState = { model: null, engine: null, controls: {}, levelDb: 0, size: LARGEST_SIZE };

/** No loudspeaker: the models' own sound. */
export const NO_CABINET: CabinetState = { id: 'none', name: 'No cabinet' };

/** The page before anything was loaded. */
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

/** The slot that is heard, or more of it than of the other: the one that the page shows and its knobs turn. */
export function heardSlot({ blend }: Pick<DemoState, 'blend'>): SlotName {
  return blend > 0.5 ? 'b' : 'a';
}
