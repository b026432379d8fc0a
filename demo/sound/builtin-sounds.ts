import { renderBass } from './bass.js';
import { renderDrums } from './drums.js';
import { renderRiff } from './riff.js';
import { renderVoice } from './voice.js';

/** A sound that the page computes. */
interface BuiltinSound {
  readonly id: string;
  readonly name: string;
  /** A few words about it. */
  readonly about: string;
  /** Renders it as a seamless loop. */
  render(sampleRate: number): Float32Array<ArrayBuffer>;
}

/** The built-in sounds, the default first. */
export const BUILTIN_SOUNDS: readonly BuiltinSound[] = [
  { id: 'riff', name: 'Guitar riff', about: 'loud chords, soft arpeggio', render: renderRiff },
  { id: 'bass', name: 'Bass line', about: 'fingered, down to 41 Hz', render: renderBass },
  { id: 'drums', name: 'Drum loop', about: 'kick, snare, hi-hat', render: renderDrums },
  { id: 'voice', name: 'Sung vowels', about: 'formants over a glottal pulse', render: renderVoice },
];
