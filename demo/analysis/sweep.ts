import { type ControlValues, type Model, renderModel } from '../../src/index.js';

/** A model as it is set, to be run on a sweep. */
export interface SweepSetup {
  readonly model: Model;
  readonly controls: ControlValues;
  /** 0 (smallest) … 1 (largest), for models of several sizes. */
  readonly size: number;
  readonly inputGainDb: number;
  readonly outputGainDb: number;
  /** Wet share 0 … 1. */
  readonly mix: number;
  readonly bypassed: boolean;
}

/** Wet over dry: two arrays of equal length, in the order of time. */
export interface TransferCurve {
  readonly dry: Float32Array;
  readonly wet: Float32Array;
  /** Index at which the last period at full scale begins. */
  readonly lastPeriod: number;
}

/** An A of a guitar: slow enough for a curve, and high enough to pass what an amp has against rumble. */
const SWEEP_HZ = 220;
/** Periods in which the sweep grows to full scale, and then at full scale: the first of those lets the model settle. */
const GROWING = 12;
const FULL = 3;

/** A sine that grows from silence to full scale, and stays there for a few periods. */
export function sweepOf(sampleRate: number): Float32Array {
  const period = sampleRate / SWEEP_HZ;
  return Float32Array.from({ length: Math.round((GROWING + FULL) * period) }, (_, t) => {
    return Math.min(1, t / (GROWING * period)) * Math.sin((2 * Math.PI * t) / period);
  });
}

/** Runs a model on the sweep, at its input gain. What comes out is as late as the model; output gain and mix are left out. */
export async function measureSweep({ model, controls, size, inputGainDb }: SweepSetup): Promise<Float32Array> {
  const gain = 10 ** (inputGainDb / 20);
  const driven = sweepOf(model.info.sampleRate).map((sample) => sample * gain);
  const [output] = await renderModel(model, [driven], { controls, size });
  return output;
}

/**
 * Frames by which wet lags behind dry, at the sweep's frequency: those with which both are most alike, or most opposite. More
 * than a quarter of a period around the model's own delay would be another period's.
 */
function lagOf(dry: Float32Array, measured: Float32Array, sampleRate: number, delayFrames: number): number {
  const quarter = Math.floor(sampleRate / SWEEP_HZ / 4);
  let best = 0;
  let lag = Math.max(0, delayFrames);
  for (let candidate = delayFrames - quarter; candidate <= delayFrames + quarter; candidate++) {
    let sum = 0;
    for (let t = Math.max(0, -candidate); t < dry.length - Math.max(0, candidate); t++) {
      sum += dry[t] * measured[t + candidate];
    }
    if (Math.abs(sum) <= best) continue;
    best = Math.abs(sum);
    lag = candidate;
  }
  return lag;
}

/** The curve of a model as it is set, from what `measureSweep` gave, with both lined up in time. */
export function transferOf(
  measured: Float32Array,
  { model, outputGainDb, mix, bypassed }: Omit<SweepSetup, 'inputGainDb'>,
): TransferCurve {
  const { sampleRate, delayFrames } = model.info;
  const sweep = sweepOf(sampleRate);
  const lag = lagOf(sweep, measured, sampleRate, Math.max(0, Math.round(delayFrames ?? 0)));
  const frames = sweep.length - Math.abs(lag);
  const wetShare = bypassed ? 0 : mix;
  const gain = wetShare * 10 ** (outputGainDb / 20);
  const first = Math.max(0, -lag);
  const dry = sweep.slice(first, first + frames);
  const wet = dry.map((sample, t) => (1 - wetShare) * sample + gain * measured[first + t + lag]);
  return { dry, wet, lastPeriod: Math.max(0, frames - Math.round(sampleRate / SWEEP_HZ) - 1) };
}
