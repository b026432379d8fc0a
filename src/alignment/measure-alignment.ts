import type { Engine } from '../network/engine.js';
import { memoryBytes, networkFacts, operationsPerFrame } from '../network/facts.js';
import type { Network } from '../network/network.js';
import { type Alignment, UNKNOWN } from './alignment.js';
import { type MainPeak, mainPeak } from './main-peak.js';
import { correlate, createProbe } from './probe.js';

/** Levels of the probe, root mean square: a guitar that is played, and one that fades. */
const LEVELS = [0.1, 0.02];
/** Half periods of the probe at each level. They differ: what comes too late to be measured comes at different lags. */
const HALF_PERIODS = [384, 320];
/** Divisors of the half periods: shorter ones serve networks that cost too much. */
const DIVISORS = [1, 2, 4];
/** Half periods that are played: the response to the first one is not looked at. */
const PLAYED = 3;
/** Most work: multiply-adds and other operations, and bytes of memory. */
const MOST_WORK = 2 ** 26;

/** Share of the odd part of the output below which a network is a rectifier. */
const LEAST_ODD = 0.03;
/** A network that is so much quieter at the lower level is a gate: only the higher one counts. */
const GATED = 0.03;
/** Frames by which the peaks at both levels may differ. */
const TOLERANCE = 1.5;
/** Confidence below which one cannot tell, and what is left of it behind a gate. */
const LEAST_CONFIDENCE = 0.1;
const BEHIND_GATE = 0.5;

/**
 * Measures a network's own delay and polarity: where the main peak of its best linear approximation lies, and which way it
 * points. That is the impulse response of the linear filter that comes closest to the network for a noise at the level of a
 * guitar; distortion that remembers nothing only scales it. Behind a low-pass, such as a cabinet, the peak comes a few frames after the
 * onset: there the energy is.
 *
 * One cannot tell where no peak stands out (silence, noise, several peaks of about the same height), where only even
 * orders come out (a rectifier), where the delay is more than 239 frames, where the two levels disagree, or where the network costs
 * too much: the work is bounded. The first input is heard, the others are silent; the first output counts.
 *
 * Runs an engine for the network on about two thousand frames. `create` makes it, compiled or not, where the network is not too
 * costly; what that or the engine throws is thrown.
 */
export function measureAlignment(create: () => Engine, network: Network): Alignment {
  const divisor = divisorFor(network);
  if (divisor === null) return UNKNOWN;
  const engine = create();
  const [played, faded] = LEVELS.map((level, n) => respond(engine, HALF_PERIODS[n] / divisor, level));
  const peak = played && mainPeak(played);
  if (!peak) return UNKNOWN;
  const isGated = !faded || largest(faded) < GATED * Math.abs(peak.value);
  const other = isGated ? null : mainPeak(faded);
  if (!isGated && !(other && agree(peak, other))) return UNKNOWN;
  const confidence = (other ? 1 : BEHIND_GATE) * (1 - Math.max(peak.rivals, other?.rivals ?? 0));
  if (!(confidence >= LEAST_CONFIDENCE)) return UNKNOWN;
  return {
    delayFrames: Math.max(0, hundredths(peak.frame)),
    inverted: peak.value < 0,
    alignmentConfidence: hundredths(confidence),
  };
}

/** Whether and how much shorter the probes have to be. */
function divisorFor(network: Network): number | null {
  const { macsPerFrame, stateBytes } = networkFacts(network);
  // The interpreter moves its histories with every block.
  const perFrame = macsPerFrame + operationsPerFrame(network) + stateBytes / 512;
  const frames = PLAYED * HALF_PERIODS.reduce((sum, half) => sum + half);
  const left = MOST_WORK - memoryBytes(network);
  return DIVISORS.find((divisor) => (frames / divisor) * perFrame <= left) ?? null;
}

/** The network's linear impulse response at a level; null where nothing linear comes out. */
function respond(engine: Engine, half: number, level: number): Float64Array | null {
  const { sound, inverse } = createProbe(half);
  const planes = (count: number) => Array.from({ length: count }, () => new Float32Array(PLAYED * half));
  const input = planes(engine.inputChannels);
  const output = planes(engine.outputChannels);
  for (let t = 0; t < PLAYED * half; t++)
    input[0][t] = (t / half) & 1 ? -level * sound[t % half] : level * sound[t % half];
  engine.reset();
  engine.process(output, input, PLAYED * half);

  const [y] = output;
  const odd = new Float64Array(half);
  const even = new Float64Array(half);
  for (let t = 0; t < half; t++) {
    odd[t] = (y[2 * half + t] - y[half + t]) / (2 * level);
    even[t] = (y[2 * half + t] + y[half + t]) / (2 * level);
  }
  const oddEnergy = energyOf(odd, 0);
  const mean = even.reduce((sum, x) => sum + x, 0) / half;
  return oddEnergy > LEAST_ODD ** 2 * energyOf(even, mean) ? correlate(odd, inverse) : null;
}

function agree(a: MainPeak, b: MainPeak): boolean {
  return a.value > 0 === b.value > 0 && Math.abs(a.frame - b.frame) <= TOLERANCE;
}

function largest(values: Float64Array): number {
  return values.reduce((most, x) => Math.max(most, Math.abs(x)), 0);
}

function energyOf(values: Float64Array, mean: number): number {
  return values.reduce((sum, x) => sum + (x - mean) ** 2, 0);
}

function hundredths(x: number): number {
  return Math.round(100 * x) / 100 || 0;
}
