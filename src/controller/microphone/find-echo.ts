/** How many times an echo must stand out from what else is in the recording. */
const LEAST_CLARITY = 8;
/** No way is as short as this share of the probe, 3 ms: so close to one probe another is not looked for. */
const LEAST_SHARE = 0.1;
/** Linear level, by that of the louder probe, of what is taken for silence: rounding. */
const QUIET = 1e-4;

/** A probe found twice in one recording. */
export interface Echo {
  /** Frames from the first to the second. */
  readonly frames: number;
  /** How far the weaker of the two stands out: its likeness to the probe by the root mean square of all others. */
  readonly clarity: number;
}

/** Makes a short sweep, whose correlation with itself has one sharp peak. */
export function makeProbe(sampleRate: number): Float32Array<ArrayBuffer> {
  const frames = Math.round(0.03 * sampleRate);
  const [lowHz, highHz] = [500, 6000];
  return Float32Array.from({ length: frames }, (_, t) => {
    const window = 0.5 - 0.5 * Math.cos((2 * Math.PI * t) / frames);
    const turns = (lowHz * t + ((highHz - lowHz) * t * t) / (2 * frames)) / sampleRate;
    return 0.5 * window * Math.sin(2 * Math.PI * turns);
  });
}

/** Finds the two places of a recording that are most like the probe; null where there are not two. */
export function findEcho(recording: Float32Array, probe: Float32Array): Echo | null {
  const energy = probe.reduce((sum, sample) => sum + sample * sample, 0);
  const whole = correlate(recording, probe);
  const first = strongest(whole, 0, 0);
  const gain = whole[first] / energy;
  // What is like the probe shortly before and after it is the probe itself: without it, what is left is another.
  const rest = recording.slice();
  for (let t = 0; t < probe.length; t++) rest[first + t] -= gain * probe[t];
  const likeness = correlate(rest, probe);
  const apart = Math.round(probe.length * LEAST_SHARE);
  const second = strongest(likeness, first - apart, first + apart);
  const floor = Math.max(QUIET * energy * Math.abs(gain), rootMeanSquareBut(likeness, second, apart));
  const clarity = floor === 0 ? 0 : Math.abs(likeness[second]) / floor;
  return clarity >= LEAST_CLARITY ? { frames: Math.abs(second - first), clarity } : null;
}

/** Σ recording[at + t] · probe[t] for every place where the probe fits. */
function correlate(recording: Float32Array, probe: Float32Array): Float32Array {
  return Float32Array.from({ length: recording.length - probe.length + 1 }, (_, at) => {
    let sum = 0;
    for (let t = 0; t < probe.length; t++) sum += recording[at + t] * probe[t];
    return sum;
  });
}

/** Index of the value of largest magnitude out of `from` … `to`. */
function strongest(values: Float32Array, from: number, to: number): number {
  let best = -1;
  values.forEach((value, at) => {
    if (at >= from && at <= to) return;
    if (best < 0 || Math.abs(value) > Math.abs(values[best])) best = at;
  });
  return best;
}

/** Of all values but those around one. */
function rootMeanSquareBut(values: Float32Array, center: number, apart: number): number {
  let squares = 0;
  values.forEach((value, at) => {
    if (Math.abs(at - center) > apart) squares += value * value;
  });
  return Math.sqrt(squares / values.length);
}
