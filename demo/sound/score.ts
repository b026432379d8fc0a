/** A note or chord of the riff; times are in beats from the start. */
export interface ScoreEvent {
  readonly beat: number;
  readonly beats: number;
  /** Scientific pitch names, lowest string first: `E2`, `A#3`. */
  readonly pitches: readonly string[];
  readonly velocity: number;
  readonly style?: 'mute' | 'ring' | 'lead';
  readonly bendSemitones?: number;
}

/** Tempo of the riff. */
export const BEATS_PER_MINUTE = 132;
/** Length of the riff in beats. */
export const BEATS = 32;

const POWER: Readonly<Record<string, readonly string[]>> = {
  E: ['E2', 'B2', 'E3'],
  G: ['G2', 'D3', 'G3'],
  A: ['A2', 'E3', 'A3'],
  'A#': ['A#2', 'F3', 'A#3'],
  C: ['C3', 'G3', 'C4'],
  D: ['D3', 'A3', 'D4'],
};

function chord(beat: number, name: string, beats: number, velocity: number): ScoreEvent {
  return { beat, beats, pitches: POWER[name], velocity, style: 'ring' };
}

function chug(beat: number, velocity: number, pitch = 'E2'): ScoreEvent {
  return { beat, beats: 0.42, pitches: [pitch], velocity, style: 'mute' };
}

function lead(beat: number, pitch: string, beats: number, velocity: number, bendSemitones = 0): ScoreEvent {
  return { beat, beats, pitches: [pitch], velocity, style: 'lead', bendSemitones };
}

/** Softly picked strings that ring together until the end of the bar. */
function arpeggio(bar: number, velocity: number, pitches: readonly string[], untilBeat: number): ScoreEvent[] {
  return pitches.map((pitch, i) => {
    const beat = bar * 4 + i * 0.5;
    return {
      beat,
      beats: untilBeat - beat,
      pitches: [pitch],
      velocity: velocity + (i % 2 ? -0.03 : 0.03),
      style: 'ring',
    };
  });
}

/**
 * Eight bars in E minor that exercise an amplifier: chords and palm mutes, a lead with bends and vibrato, a passage soft
 * enough to clean up, and a crescendo back to the start.
 */
export const RIFF: readonly ScoreEvent[] = [
  chord(0, 'E', 0.95, 0.95),
  chug(1, 0.8),
  chug(1.5, 0.72),
  chord(2, 'G', 0.46, 0.85),
  chug(2.5, 0.78),
  chord(3, 'A', 0.48, 0.9),
  chug(3.5, 0.75),

  chug(4, 0.85),
  chug(4.5, 0.72),
  chord(5, 'A#', 0.46, 0.9),
  chord(5.5, 'A', 0.46, 0.85),
  chord(6, 'G', 0.7, 0.85),
  chug(6.75, 0.7),
  chord(7, 'E', 0.95, 0.9),

  chord(8, 'E', 0.95, 0.95),
  chug(9, 0.8),
  chug(9.5, 0.72),
  chord(10, 'G', 0.46, 0.85),
  chug(10.5, 0.78),
  chord(11, 'A', 0.48, 0.9),
  chug(11.5, 0.75),

  chug(12, 0.85),
  chug(12.5, 0.72),
  chord(13, 'D', 0.7, 0.88),
  chug(13.75, 0.6),
  chord(14, 'C', 0.7, 0.88),
  chug(14.75, 0.6),
  chord(15, 'D', 0.95, 0.95),

  lead(16, 'B4', 0.48, 0.85),
  lead(16.5, 'D5', 0.48, 0.9),
  lead(17, 'E5', 0.95, 1),
  lead(18, 'G5', 0.48, 0.95),
  lead(18.5, 'A5', 1.2, 1, 2),
  lead(19.75, 'G5', 0.24, 0.85),

  lead(20, 'E5', 0.48, 1),
  lead(20.5, 'D5', 0.48, 0.9),
  lead(21, 'B4', 0.7, 0.95),
  lead(21.75, 'A4', 0.24, 0.85),
  lead(22, 'G4', 0.48, 0.9),
  lead(22.5, 'A4', 0.48, 0.9),
  lead(23, 'E4', 1, 1),

  ...arpeggio(6, 0.26, ['E2', 'B2', 'G3', 'B3', 'F#4', 'B3', 'G3', 'B2'], 28.2),
  ...arpeggio(7, 0.3, ['C3', 'G3', 'B3', 'E4'], 30),
  chord(30, 'D', 0.7, 0.6),
  chug(30.75, 0.5, 'A2'),
  chug(31, 0.55),
  chug(31.25, 0.62),
  chug(31.5, 0.7),
  chug(31.75, 0.8),
];

const SEMITONES: Readonly<Record<string, number>> = { C: -9, D: -7, E: -5, F: -4, G: -2, A: 0, B: 2 };

/** Frequency of a pitch name in equal temperament, A4 = 440 Hz. */
export function frequencyOf(pitch: string): number {
  const octave = Number(pitch.at(-1));
  const sharp = pitch.includes('#') ? 1 : 0;
  return 440 * 2 ** (octave - 4 + (SEMITONES[pitch[0]] + sharp) / 12);
}
