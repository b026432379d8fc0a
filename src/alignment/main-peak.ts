/** The largest peak of an impulse response, and how it compares with all else. */
export interface MainPeak {
  /** Its place between the frames, to 1/100 frame. */
  readonly frame: number;
  /** Its height, negative where it points down. */
  readonly value: number;
  /** All other peaks together, against it: 0 for none, 1 for one that is as high, or several that are nearly so. */
  readonly rivals: number;
}

/** Frames around the peak within which others of the same sign belong to it. */
const NEAR = 4;
/** Reach of the interpolation between frames. */
const TAPS = 16;
/** Peaks count by this power: one at 0.9 of the main peak as much as nine at 0.7 of it. */
const POWER = 8;
/** The peak must stand out by this factor from the root mean square of the last quarter, where no response is expected. */
const ABOVE_NOISE = 8;

/** Finds the main peak in the first three quarters of a response; null where there is none but noise, or numbers are not finite. */
export function mainPeak(response: Float64Array): MainPeak | null {
  const end = Math.floor((response.length * 3) / 4);
  let main = 0;
  for (let t = 1; t < end; t++) if (Math.abs(response[t]) > Math.abs(response[main])) main = t;
  const value = response[main];
  const noise = response.subarray(end).reduce((sum, x) => sum + x * x, 0) / (response.length - end);
  // False for NaN, too.
  if (!(value * value > ABOVE_NOISE ** 2 * noise)) return null;

  const heightAt = (t: number) => (response[t] ?? 0) / value;
  let rivals = 0;
  for (let t = 0; t < end; t++) {
    const height = heightAt(t);
    const size = Math.abs(height);
    const isPeak = size >= Math.abs(heightAt(t - 1)) && size > Math.abs(heightAt(t + 1));
    if (isPeak && (height < 0 || Math.abs(t - main) > NEAR)) rivals += size ** POWER;
  }
  return { frame: main + highest(heightAt, main), value, rivals: rivals ** (1 / POWER) };
}

/** Where a band-limited signal is highest within a frame of `center`, relative to it. */
function highest(at: (t: number) => number, center: number): number {
  let best = 0;
  let most = 0;
  for (let n = -100; n <= 100; n++) {
    const offset = n / 100;
    let sum = 0;
    for (let k = 1 - TAPS; k < TAPS; k++) sum += at(center + k) * windowedSinc(offset - k);
    if (sum > most) [best, most] = [offset, sum];
  }
  return best;
}

function windowedSinc(x: number): number {
  if (x === 0) return 1;
  return (Math.sin(Math.PI * x) / (Math.PI * x)) * Math.cos((Math.PI * x) / (2 * TAPS + 2)) ** 2;
}
