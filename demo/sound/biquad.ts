/** Coefficients of a second-order section, a0 = 1: y = b0·x + b1·x₁ + b2·x₂ − a1·y₁ − a2·y₂. */
export type Section = readonly [b0: number, b1: number, b2: number, a1: number, a2: number];

/** A low-pass of quality `q` at its corner frequency. All sections follow R. Bristow-Johnson's cookbook. */
export function lowPass(sampleRate: number, cornerHz: number, q: number): Section {
  const { cosine, alpha } = angle(sampleRate, cornerHz, q);
  const b = (1 - cosine) / 2;
  return normalized([b, 2 * b, b], 1 + alpha, -2 * cosine, 1 - alpha);
}

/** A high-pass of quality `q` at its corner frequency. */
export function highPass(sampleRate: number, cornerHz: number, q: number): Section {
  const { cosine, alpha } = angle(sampleRate, cornerHz, q);
  const b = (1 + cosine) / 2;
  return normalized([b, -2 * b, b], 1 + alpha, -2 * cosine, 1 - alpha);
}

/** A band-pass of unit gain at its centre. */
export function bandPass(sampleRate: number, centreHz: number, q: number): Section {
  const { cosine, alpha } = angle(sampleRate, centreHz, q);
  return normalized([alpha, 0, -alpha], 1 + alpha, -2 * cosine, 1 - alpha);
}

/** A peaking equalizer: raises or lowers the band around a frequency. */
export function peaking(sampleRate: number, centreHz: number, q: number, gainDb: number): Section {
  const { cosine, alpha } = angle(sampleRate, centreHz, q);
  const a = 10 ** (gainDb / 40);
  return normalized([1 + alpha * a, -2 * cosine, 1 - alpha * a], 1 + alpha / a, -2 * cosine, 1 - alpha / a);
}

/** Filters a sound in place, starting from zero state. */
export function filter(sound: Float32Array, [b0, b1, b2, a1, a2]: Section): void {
  let s1 = 0;
  let s2 = 0;
  for (let t = 0; t < sound.length; t++) {
    const x = sound[t];
    const y = b0 * x + s1;
    s1 = b1 * x - a1 * y + s2;
    s2 = b2 * x - a2 * y;
    sound[t] = y;
  }
}

function angle(sampleRate: number, hz: number, q: number): { cosine: number; alpha: number } {
  const w = (2 * Math.PI * Math.min(hz, 0.49 * sampleRate)) / sampleRate;
  return { cosine: Math.cos(w), alpha: Math.sin(w) / (2 * q) };
}

function normalized(b: readonly [number, number, number], a0: number, a1: number, a2: number): Section {
  return [b[0] / a0, b[1] / a0, b[2] / a0, a1 / a0, a2 / a0];
}
