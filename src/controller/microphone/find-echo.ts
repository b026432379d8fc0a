/** An echo must exceed the rest of the recording by this factor. */
const LEAST_CLARITY = 8;
/** No path is shorter than this share of the probe, 3 ms: an echo nearer to the first probe is ignored. */
const LEAST_SHARE = 0.1;
/** Linear level relative to the louder probe, below which the rest of a recording is only rounding. */
const QUIET = 1e-4;

/** The second place of a probe in one recording. */
export interface Echo {
  /** Frames from the first to the second. */
  readonly frames: number;
  /** Correlation of the weaker of the two with the probe, divided by the root mean square of all other correlations. */
  readonly clarity: number;
}

/** Makes a short sweep, whose autocorrelation has one sharp peak. */
export function makeProbe(sampleRate: number): Float32Array<ArrayBuffer> {
  const frames = Math.round(0.03 * sampleRate);
  const [lowHz, highHz] = [500, 6000];
  return Float32Array.from({ length: frames }, (_, t) => {
    const window = 0.5 - 0.5 * Math.cos((2 * Math.PI * t) / frames);
    const turns = (lowHz * t + ((highHz - lowHz) * t * t) / (2 * frames)) / sampleRate;
    return 0.5 * window * Math.sin(2 * Math.PI * turns);
  });
}

/** Finds the two places where a recording correlates most with the probe; null where there are not two. */
export function findEcho(recording: Float32Array, probe: Float32Array): Echo | null {
  const energy = probe.reduce((sum, sample) => sum + sample * sample, 0);
  const whole = correlate(recording, probe);
  const first = strongest(whole);
  const gain = whole[first] / energy;
  // Shortly before and after its place the probe correlates with itself. So it is subtracted before the second search.
  const rest = recording.slice();
  for (let t = 0; t < probe.length; t++) rest[first + t] -= gain * probe[t];
  const apart = Math.round(probe.length * LEAST_SHARE);
  const correlation = correlate(rest, probe);
  const second = strongest(correlation.map((value, at) => (Math.abs(at - first) > apart ? value : 0)));
  const floor = Math.max(QUIET * energy * Math.abs(gain), rootMeanSquareBut(correlation, second, apart));
  const clarity = floor === 0 ? 0 : Math.abs(correlation[second]) / floor;
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

/** Index of the value of largest magnitude. */
function strongest(values: Float32Array): number {
  let best = 0;
  for (let at = 1; at < values.length; at++) if (Math.abs(values[at]) > Math.abs(values[best])) best = at;
  return best;
}

/** The root mean square of all values except those around one. */
function rootMeanSquareBut(values: Float32Array, center: number, apart: number): number {
  let squares = 0;
  values.forEach((value, at) => {
    if (Math.abs(at - center) > apart) squares += value * value;
  });
  return Math.sqrt(squares / values.length);
}
