/**
 * A noise to measure an impulse response with. Its second half is the first one turned over, so its tones are odd multiples
 * of one frequency, and sums of two of them, DC, and all that a nonlinearity of even order makes, fall between these tones.
 */
export interface Probe {
  /** The first half of a period; its root mean square is 1. */
  readonly sound: Float64Array;
  /** The same tones with inverse amplitudes: Σ sound[t] · inverse[t − lag] is 1 at lag 0, and 0 at all others. */
  readonly inverse: Float64Array;
}

/** Above this frequency, as a share of half the sample rate, tones become weaker: guitars have little there. */
const CORNER = 0.1;

/** Makes a probe; `frames`, the length of half a period, is even. */
export function createProbe(frames: number): Probe {
  const sound = new Float64Array(frames);
  const inverse = new Float64Array(frames);
  let energy = 0;
  let seed = 1;
  for (let tone = 1; tone < frames; tone += 2) {
    seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
    const phase = (2 * Math.PI * seed) / 2 ** 32;
    const amplitude = 1 / (1 + tone / frames / CORNER);
    energy += amplitude ** 2 / 2;
    // Turns one step of the circle with each frame.
    const [re, im] = [Math.cos((Math.PI * tone) / frames), Math.sin((Math.PI * tone) / frames)];
    let [x, y] = [Math.cos(phase), Math.sin(phase)];
    for (let t = 0; t < frames; t++) {
      sound[t] += amplitude * x;
      inverse[t] += x / amplitude;
      [x, y] = [x * re - y * im, x * im + y * re];
    }
  }
  const rms = Math.sqrt(energy);
  return { sound: sound.map((x) => x / rms), inverse: inverse.map((x) => (x * rms * 4) / frames ** 2) };
}

/** Σ x[t] · inverse[t − lag] for every lag of half a period; `x` is half a period whose other half is the same turned over. */
export function correlate(x: Float64Array, inverse: Float64Array): Float64Array {
  const frames = x.length;
  return Float64Array.from({ length: frames }, (_, lag) => {
    let sum = 0;
    for (let t = 0; t < lag; t++) sum -= x[t] * inverse[t - lag + frames];
    for (let t = lag; t < frames; t++) sum += x[t] * inverse[t - lag];
    return sum;
  });
}
