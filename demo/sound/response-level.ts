const LOWEST_HZ = 100;
const HIGHEST_HZ = 4000;
const FREQUENCIES = 48;

/**
 * Scales an impulse response in place so that it keeps the loudness: its mean power over the frequencies of a guitar,
 * equally spaced on a logarithmic scale, becomes 1. Returns the same array.
 */
export function normalizeResponse(response: Float32Array<ArrayBuffer>, sampleRate: number): Float32Array<ArrayBuffer> {
  let power = 0;
  for (let i = 0; i < FREQUENCIES; i++) {
    const hz = LOWEST_HZ * (HIGHEST_HZ / LOWEST_HZ) ** (i / (FREQUENCIES - 1));
    power += magnitudeAt(response, hz, sampleRate) ** 2 / FREQUENCIES;
  }
  const gain = power > 0 ? 1 / Math.sqrt(power) : 1;
  for (let t = 0; t < response.length; t++) response[t] *= gain;
  return response;
}

/** Gain of a response at one frequency: the absolute value of its Fourier transform. */
export function magnitudeAt(response: Float32Array, hz: number, sampleRate: number): number {
  const radians = (2 * Math.PI * hz) / sampleRate;
  let real = 0;
  let imaginary = 0;
  for (let t = 0; t < response.length; t++) {
    real += response[t] * Math.cos(radians * t);
    imaginary -= response[t] * Math.sin(radians * t);
  }
  return Math.hypot(real, imaginary);
}
