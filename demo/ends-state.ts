import type { InputChannel } from '../src/index.js';
import type { MetronomeSettings } from './audio/metronome.js';

/** What is played. */
export type SourceKind = 'clip' | 'file' | 'microphone';

/** Range of the trim, and the top of the volume, in dB. */
export const MOST_TRIM_DB = 24;
export const LEAST_VOLUME_DB = -60;
export const MOST_VOLUME_DB = 0;

/** Which socket of an interface is heard: left, right, both, or the one that is found to have sound. */
export type Socket = InputChannel | 'auto';

/** `resting`: released while nothing plays. `lost`: it was unplugged. `back`: it is plugged in again, and not in use. */
export type MicrophoneStatus = 'open' | 'resting' | 'lost' | 'back';

/** A loudspeaker to choose. */
export interface OutputChoice {
  /** Empty for the system's default. */
  readonly deviceId: string;
  readonly label: string;
}

/** The loudspeaker. */
export interface OutputState {
  /** Whether this browser lets a page choose. */
  readonly choosable: boolean;
  /** The system's default first; empty until the browser tells. */
  readonly choices: readonly OutputChoice[];
  /** The one in use; empty for the system's default. */
  readonly deviceId: string;
}

/** Time from the string to the ear. */
export interface RoundTripState {
  readonly ms: number;
  /** Whether it was measured, with a click through the air or a cable, or added up from what the browser says. */
  readonly measured: boolean;
  /** Whether the input's part is in it. */
  readonly withInput: boolean;
}

/** Gaps in the sound since it first played. */
export interface LateState {
  readonly count: number;
  readonly minutes: number;
}

/** A recording in progress. */
export interface RecordingState {
  readonly seconds: number;
  /** Size of the files that it would become now. */
  readonly bytes: number;
}

/** What the page shows of both ends of the signal, and of the player's tools. */
export interface EndsState {
  /** Gain in dB before the rig, by what is played: a guitar's has nothing to do with that of the built-in sounds. */
  readonly trimsDb: Readonly<Record<SourceKind, number>>;
  readonly socket: Socket;
  /** The channel of the microphone that is heard; null while it is not found yet. */
  readonly heardChannel: InputChannel | null;
  readonly microphoneStatus: MicrophoneStatus;
  readonly output: OutputState;
  readonly volumeDb: number;
  /** Frequency of a howl that is ducked now; null without one. */
  readonly howlHz: number | null;
  /** The browser says that it plays, and does not. */
  readonly stalled: boolean;
  /** Null before the first sound. */
  readonly roundTrip: RoundTripState | null;
  readonly late: LateState | null;
  /** Whether nothing is heard while one tunes. */
  readonly tunerMutes: boolean;
  readonly metronome: MetronomeSettings & { readonly running: boolean };
  readonly recording: RecordingState | null;
  /** Whether a recording keeps what went in, in a second file. */
  readonly dryBesideWet: boolean;
  /** Length in seconds of a recording that was cut off when the page was left; null without one. */
  readonly keptSeconds: number | null;
}

/** Both ends before anything plays. */
export const INITIAL_ENDS: EndsState = {
  trimsDb: { clip: 0, file: 0, microphone: 0 },
  socket: 'auto',
  heardChannel: null,
  microphoneStatus: 'open',
  output: { choosable: false, choices: [], deviceId: '' },
  volumeDb: 0,
  howlHz: null,
  stalled: false,
  roundTrip: null,
  late: null,
  tunerMutes: true,
  metronome: { bpm: 120, beats: 4, accent: true, volumeDb: -12, running: false },
  recording: null,
  dryBesideWet: false,
  keptSeconds: null,
};
