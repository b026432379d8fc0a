import { type EndsState, INITIAL_ENDS, type SourceKind } from './ends-state.js';
import { INITIAL_RIG } from './first-rig.js';
import { type MidiState, NO_MIDI } from './midi-state.js';
import type { RigState } from './rig-state.js';

export type { SourceKind } from './ends-state.js';
export type { ModelChoice, ModelState, SizeState } from './model-state.js';

/** `idle` until the first click: browsers start no sound before it. */
export type Playback = 'idle' | 'starting' | 'playing' | 'paused';

/** Which scope is shown. */
export type ScopeKind = 'waveform' | 'spectrum' | 'spectrogram' | 'transfer' | 'levels';

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
  /** From the socket to the page. */
  readonly latencySeconds?: number | undefined;
  /** Names of the voice processing that the browser left on. */
  readonly processing: readonly string[];
}

/** A microphone to choose. */
export interface MicrophoneChoice {
  readonly deviceId: string;
  readonly label: string;
}

/** How the rig runs. */
export interface EngineState {
  readonly kind: 'wasm' | 'interpreter';
  readonly latencyFrames: number;
  readonly contextRateHz: number;
  /** Sentences about how playback differs from what the model expects. */
  readonly warnings: readonly string[];
}

/** A model file that the browser keeps from an earlier visit. */
export interface RecentModel {
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
  readonly rig: RigState;
  /** Null until the rig runs. */
  readonly engine: EngineState | null;
  readonly recent: readonly RecentModel[];
  /** Name of a model or sound that is being opened. */
  readonly opening: string | null;
  readonly tuning: boolean;
  readonly rendering: RenderingState | null;
  readonly scope: ScopeKind;
  /** The signal of the network that is heard in place of the output; null for the output. */
  readonly soloSignal: number | null;
  readonly notice: Notice | null;
  readonly ends: EndsState;
  readonly midi: MidiState;
}

/** The lowest and the highest setting of a Level knob. */
export const LEAST_LEVEL_DB = -36;
export const MOST_LEVEL_DB = 12;

/** Default of the Drive knob: the first model crunches in loud passages of the riff and stays clean in soft ones. */
export const DEFAULT_DRIVE_DB = 0;

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
  rig: INITIAL_RIG,
  engine: null,
  recent: [],
  opening: null,
  tuning: false,
  rendering: null,
  scope: 'waveform',
  soloSignal: null,
  notice: null,
  ends: INITIAL_ENDS,
  midi: NO_MIDI,
};
