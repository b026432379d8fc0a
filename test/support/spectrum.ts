/** Window of Blackman and Harris: what lies further than four lines from a tone is 92 dB below it. */
const WINDOW = [0.35875, -0.48829, 0.14128, -0.01168];

/** Levels in dB of the lines of a signal's spectrum, up to half of its rate; the length must be a power of two. */
export function spectrumDb(signal: Float32Array): Float64Array {
  const frames = signal.length;
  const window = (t: number) =>
    WINDOW.reduce((sum, weight, n) => sum + weight * Math.cos((2 * Math.PI * n * t) / frames), 0);
  const re = Float64Array.from(signal, (sample, t) => sample * window(t));
  const im = new Float64Array(frames);
  transform(re, im);
  return Float64Array.from({ length: frames / 2 }, (_, n) => 10 * Math.log10(re[n] ** 2 + im[n] ** 2 + 1e-30));
}

/** Fourier transform in place, by halves. */
function transform(re: Float64Array, im: Float64Array): void {
  const count = re.length;
  if (count === 1) return;
  const half = (values: Float64Array, first: number) =>
    Float64Array.from({ length: count / 2 }, (_, n) => values[2 * n + first]);
  const [evenRe, evenIm, oddRe, oddIm] = [half(re, 0), half(im, 0), half(re, 1), half(im, 1)];
  transform(evenRe, evenIm);
  transform(oddRe, oddIm);
  for (let n = 0; n < count / 2; n++) {
    const [cos, sin] = [Math.cos((2 * Math.PI * n) / count), -Math.sin((2 * Math.PI * n) / count)];
    const turnedRe = cos * oddRe[n] - sin * oddIm[n];
    const turnedIm = cos * oddIm[n] + sin * oddRe[n];
    re[n] = evenRe[n] + turnedRe;
    im[n] = evenIm[n] + turnedIm;
    re[n + count / 2] = evenRe[n] - turnedRe;
    im[n + count / 2] = evenIm[n] - turnedIm;
  }
}
