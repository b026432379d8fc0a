/** Window of Blackman, as an AnalyserNode has it. */
const WINDOW = [0.42, -0.5, 0.08];

/** Spectrum in dB of a signal whose length is a power of two, as an AnalyserNode without smoothing gives it. */
export function analyserSpectrum(signal: Float32Array): Float32Array {
  const frames = signal.length;
  const re = new Float64Array(frames);
  const im = new Float64Array(frames);
  const bits = Math.log2(frames);
  for (let t = 0; t < frames; t++) {
    const angle = (2 * Math.PI * t) / frames;
    const window = WINDOW[0] + WINDOW[1] * Math.cos(angle) + WINDOW[2] * Math.cos(2 * angle);
    let place = 0;
    for (let bit = 0; bit < bits; bit++) place |= ((t >> bit) & 1) << (bits - 1 - bit);
    re[place] = window * signal[t];
  }
  for (let size = 2; size <= frames; size *= 2) {
    for (let n = 0; n < size / 2; n++) {
      const [cos, sin] = [Math.cos((2 * Math.PI * n) / size), -Math.sin((2 * Math.PI * n) / size)];
      for (let a = n; a < frames; a += size) {
        const b = a + size / 2;
        const turnedRe = cos * re[b] - sin * im[b];
        const turnedIm = cos * im[b] + sin * re[b];
        re[b] = re[a] - turnedRe;
        im[b] = im[a] - turnedIm;
        re[a] += turnedRe;
        im[a] += turnedIm;
      }
    }
  }
  return Float32Array.from({ length: frames / 2 }, (_, n) => 20 * Math.log10(Math.hypot(re[n], im[n]) / frames));
}
