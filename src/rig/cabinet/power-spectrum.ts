/** Fourier transforms have at least so many points, so that short responses are sampled finely, too. */
const LEAST_POINTS = 2 ** 14;

/** |H|² of a response at the multiples of sampleRate / points, from 0 to half of the sample rate. */
export function powerSpectrum(response: Float32Array): { points: number; power: Float64Array } {
  let points = LEAST_POINTS;
  while (points < response.length) points *= 2;
  const re = new Float64Array(points);
  const im = new Float64Array(points);
  re.set(response);
  transform(re, im);
  const power = Float64Array.from({ length: points / 2 + 1 }, (_, n) => re[n] ** 2 + im[n] ** 2);
  return { points, power };
}

/** Fourier transform in place; the length is a power of two. */
function transform(re: Float64Array, im: Float64Array): void {
  const points = re.length;
  sortByReversedBits(re, im);
  for (let half = 1; half < points; half *= 2) {
    const cos = Float64Array.from({ length: half }, (_, k) => Math.cos((Math.PI * k) / half));
    const sin = Float64Array.from({ length: half }, (_, k) => -Math.sin((Math.PI * k) / half));
    for (let start = 0; start < points; start += 2 * half) {
      for (let k = 0; k < half; k++) {
        const a = start + k;
        const b = a + half;
        const turnedRe = cos[k] * re[b] - sin[k] * im[b];
        const turnedIm = cos[k] * im[b] + sin[k] * re[b];
        re[b] = re[a] - turnedRe;
        im[b] = im[a] - turnedIm;
        re[a] += turnedRe;
        im[a] += turnedIm;
      }
    }
  }
}

/** Exchanges each number with the one whose index has its bits in reverse order. */
function sortByReversedBits(re: Float64Array, im: Float64Array): void {
  const points = re.length;
  let reversed = 0;
  for (let n = 1; n < points; n++) {
    let bit = points / 2;
    for (; reversed >= bit; bit /= 2) reversed -= bit;
    reversed += bit;
    if (n >= reversed) continue;
    [re[n], re[reversed]] = [re[reversed], re[n]];
    [im[n], im[reversed]] = [im[reversed], im[n]];
  }
}
