import { renderBass } from './bass.js';
import { renderDrums } from './drums.js';
import { renderRiff } from './riff.js';
import { renderVoice } from './voice.js';

/** A sound that comes with the page, computed by it. */
export interface BuiltinSound {
  readonly id: string;
  readonly name: string;
  /** What it shows, in a few words. */
  readonly about: string;
  /** A loop without a seam. */
  render(sampleRate: number): Float32Array<ArrayBuffer>;
}

/** All of them, the one to start with first. */
export const BUILTIN_SOUNDS: readonly BuiltinSound[] = [
  { id: 'riff', name: 'Guitar riff', about: 'loud chords, soft arpeggio', render: renderRiff },
  { id: 'bass', name: 'Bass line', about: 'fingered, down to 41 Hz', render: renderBass },
  { id: 'drums', name: 'Drum loop', about: 'kick, snare, hi-hat', render: renderDrums },
  { id: 'voice', name: 'Sung vowels', about: 'formants over a glottal pulse', render: renderVoice },
];
