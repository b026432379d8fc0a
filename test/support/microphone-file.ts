/** Where the sound lies that the tests' Chromium takes for a microphone, from the project's root. */
export const MICROPHONE_FILE = 'build/test/microphone.wav';

/** Rate in Hz of that file. */
export const MICROPHONE_RATE_HZ = 44_100;

/**
 * What the microphone hears, over and over: 3 s of decaying tones of rising pitch, twelve a second, each with its own
 * noise. The values are exact in 16 bits; no two stretches are alike, so that a frame lost is a frame noticed.
 */
export function microphoneSignal(): Float32Array<ArrayBuffer> {
  const signal = new Float32Array(3 * MICROPHONE_RATE_HZ);
  const pluckFrames = MICROPHONE_RATE_HZ / 12;
  let noise = 1;
  for (let t = 0; t < signal.length; t++) {
    const pluck = Math.floor(t / pluckFrames);
    const age = t % pluckFrames;
    noise = (Math.imul(noise, 1_664_525) + 1_013_904_223) >>> 0;
    const tone = Math.sin((2 * Math.PI * 82.4 * 1.06 ** pluck * t) / MICROPHONE_RATE_HZ);
    const sample = (0.45 * tone + 0.1 * (noise / 2 ** 31 - 1)) * Math.exp(-age / 1500);
    signal[t] = Math.round(sample * 32_767) / 32_768;
  }
  return signal;
}
