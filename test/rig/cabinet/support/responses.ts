import { DilatoneError } from '../../../../src/errors.js';
import { type Cabinet, type CabinetOptions, cabinetNetwork } from '../../../../src/rig/cabinet/cabinet-network.js';
import { noise } from '../../../support/signals.js';

export const RATE_HZ = 48_000;
export const PLAIN = { sampleRate: RATE_HZ, normalize: false };

/** A response like a cabinet's: it rings between 80 Hz and some kHz, and decays. */
export function speaker(frames: number, sampleRate: number, seed = 1): Float32Array<ArrayBuffer> {
  const response = noise(frames, seed, 1);
  let [low, lower] = [0, 0];
  const share = 1 - Math.exp((-2 * Math.PI * 5000) / sampleRate);
  const floor = 1 - Math.exp((-2 * Math.PI * 80) / sampleRate);
  return response.map((x, t) => {
    low += (x * Math.exp(-t / (0.004 * sampleRate)) - low) * share;
    lower += (low - lower) * floor;
    return low - lower;
  });
}

/** Taps of a cabinet's network, by channel, newest frame first. */
export const tapsOf = ({ network }: Cabinet): Float32Array[] =>
  network.ops.flatMap((op) => (op.kind === 'conv1d' ? [op.weight.slice().reverse()] : []));

export const prepare = (
  channels: readonly Float32Array[],
  options: Partial<CabinetOptions> = {},
  sampleRate = RATE_HZ,
) => cabinetNetwork({ channels, sampleRate }, { ...PLAIN, ...options });

export function gainDb(response: Float32Array, hz: number, sampleRate: number): number {
  let [re, im] = [0, 0];
  response.forEach((h, t) => {
    re += h * Math.cos((2 * Math.PI * hz * t) / sampleRate);
    im += h * Math.sin((2 * Math.PI * hz * t) / sampleRate);
  });
  return 20 * Math.log10(Math.hypot(re, im));
}

export function errorOf(run: () => unknown): { code: string; where: string; message: string } {
  try {
    run();
  } catch (error) {
    if (error instanceof DilatoneError) return { code: error.code, where: error.where, message: error.message };
    throw error;
  }
  throw new Error('expected an error');
}

export const padded = (before: number, sound: Float32Array, after: number) => {
  const all = new Float32Array(before + sound.length + after);
  all.set(sound, before);
  return all;
};
