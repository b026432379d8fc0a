import type { ModelInfo } from '../src/index.js';
import type { NetworkPicture } from './analysis/network-picture.js';

/** What is being played. */
export type SourceKind = 'clip' | 'file' | 'microphone';

/** `idle` until the first click: browsers give no sound before. */
export type Playback = 'idle' | 'starting' | 'playing' | 'paused';

/** Which scope is shown. */
export type ScopeKind = 'waveform' | 'spectrum';

/** A sound that loops: the built-in one or a dropped file. */
export interface SoundState {
  readonly name: string;
  readonly seconds: number;
  /** Loudest sample of each part of the sound, for the overview. */
  readonly overview: Float32Array;
}

/** What the browser really gave when a microphone was asked for; fields that it does not tell are undefined. */
export interface MicrophoneState {
  readonly label: string;
  readonly channels: number | undefined;
  readonly sampleRateHz: number | undefined;
  /** Voice processing that the browser left on, in words. */
  readonly processing: readonly string[];
}

/** The model in use. */
export interface ModelState {
  readonly name: string;
  readonly info: ModelInfo;
  readonly picture: NetworkPicture;
  /** Where the Level knob starts for this model. */
  readonly defaultLevelDb: number;
  /** Position among the built-in models, or −1. */
  readonly builtinIndex: number;
}

/** How the model runs, known once it does. */
export interface EngineState {
  readonly kind: 'wasm' | 'interpreter';
  readonly latencyFrames: number;
  readonly contextRateHz: number;
  /** Sentences about what is not as the model expects it. */
  readonly warnings: readonly string[];
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
  readonly clip: SoundState | null;
  readonly file: SoundState | null;
  readonly microphone: MicrophoneState | null;
  readonly model: ModelState | null;
  /** Name of a model or sound that is being opened. */
  readonly opening: string | null;
  readonly engine: EngineState | null;
  readonly bypassed: boolean;
  readonly driveDb: number;
  readonly levelDb: number;
  /** Wet share 0 … 1. */
  readonly mix: number;
  readonly scope: ScopeKind;
  readonly notice: Notice | null;
}

/** Where the Drive knob starts: where the riff makes the built-in model crunch when loud and stay clean when soft. */
export const DEFAULT_DRIVE_DB = 6;

/** The page before anything was loaded. */
export const INITIAL_STATE: DemoState = {
  playback: 'idle',
  source: 'clip',
  clip: null,
  file: null,
  microphone: null,
  model: null,
  opening: null,
  engine: null,
  bypassed: false,
  driveDb: DEFAULT_DRIVE_DB,
  levelDb: 0,
  mix: 1,
  scope: 'waveform',
  notice: null,
};
