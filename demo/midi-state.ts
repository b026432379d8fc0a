/** MIDI as the page shows it. */
export interface MidiState {
  /** `waiting`: for a knob of the page to be touched. `listening`: for a controller to be moved. */
  readonly status: 'off' | 'asking' | 'on' | 'waiting' | 'listening';
  /** Names of the inputs that are plugged in. */
  readonly inputs: readonly string[];
  /** How many knobs and switches have a controller. */
  readonly mappings: number;
}

/** MIDI before the visitor asks for it. */
export const NO_MIDI: MidiState = { status: 'off', inputs: [], mappings: 0 };
