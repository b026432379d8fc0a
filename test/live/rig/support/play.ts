import type { Block } from '../../../../src/live/rig/block.js';
import { BLOCK_PARAMETERS, type BlockParameter } from '../../../../src/live/rig/block-parameters.js';
import { createEffectBlock, type EffectType } from '../../../../src/live/rig/blocks/create-effect-block.js';

export const RATE_HZ = 48_000;

export const EFFECTS: readonly EffectType[] = ['gate', 'tone', 'equalizer', 'highpass', 'dc', 'compressor', 'gain'];

export const parametersOf = (type: EffectType): readonly BlockParameter[] => BLOCK_PARAMETERS[type];

/** Values of a type of block: its defaults, but for those named. */
export function valuesOf(type: EffectType, named: Readonly<Record<string, number>> = {}): number[] {
  const parameters = parametersOf(type);
  for (const name of Object.keys(named))
    if (!parameters.some((parameter) => parameter.name === name)) throw new Error(name);
  return parameters.map(({ name, defaultValue }) => named[name] ?? defaultValue);
}

export const effect = (type: EffectType, named: Readonly<Record<string, number>> = {}, sampleRate = RATE_HZ): Block =>
  createEffectBlock(type, valuesOf(type, named), sampleRate);

/** What a block makes of a stereo sound, given to it in blocks, or of a mono one on both channels; `at` is called before each. */
export function play(
  block: Block,
  input: Float32Array | readonly [Float32Array, Float32Array],
  { blocks, at }: { blocks?: readonly number[]; at?: (frame: number) => void } = {},
): [Float32Array, Float32Array] {
  const [left, right] = input instanceof Float32Array ? [input, input] : input;
  const output: [Float32Array, Float32Array] = [left.slice(), right.slice()];
  const planes = [new Float32Array(128), new Float32Array(128)];
  for (let start = 0, n = 0; start < left.length; n++) {
    const frames = Math.min(left.length - start, blocks?.[n] ?? 128);
    at?.(start);
    planes.forEach((plane, c) => {
      plane.fill(Number.NaN);
      plane.set(output[c].subarray(start, start + frames));
    });
    block.process(planes, frames);
    planes.forEach((plane, c) => {
      output[c].set(plane.subarray(0, frames), start);
    });
    start += frames;
  }
  return output;
}

export const sine = (frames: number, level: number, hz: number, rate = RATE_HZ): Float32Array<ArrayBuffer> =>
  Float32Array.from({ length: frames }, (_, t) => level * Math.sin((2 * Math.PI * hz * t) / rate));

/** A plucked string: harmonics that decay, after `silence` frames. */
export function pluck(
  frames: number,
  hz: number,
  level: number,
  decaySeconds: number,
  silence = 0,
): Float32Array<ArrayBuffer> {
  return Float32Array.from({ length: frames }, (_, n) => {
    const t = (n - silence) / RATE_HZ;
    if (t < 0) return 0;
    let sum = 0;
    for (let k = 1; k <= 6; k++)
      sum += (Math.sin(2 * Math.PI * hz * k * t + k) * Math.exp((-t * k ** 0.5) / decaySeconds)) / k;
    return (level * sum) / 2;
  });
}

/** Largest |x[t − 1] − 2 x[t] + x[t + 1]|. */
export function largestBend(signal: Float32Array): number {
  return signal.reduce((most, x, t) => {
    if (t === 0 || t === signal.length - 1) return most;
    return Math.max(most, Math.abs(signal[t - 1] - 2 * x + signal[t + 1]));
  }, 0);
}

export const peakOf = (signal: Float32Array): number => signal.reduce((most, x) => Math.max(most, Math.abs(x)), 0);

export const rmsOf = (signal: Float32Array): number =>
  Math.sqrt(signal.reduce((sum, x) => sum + x * x, 0) / signal.length);

export const db = (level: number): number => 20 * Math.log10(level);
