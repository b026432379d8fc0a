import { powerSpectrum } from './power-spectrum.js';

/** What a guitar amp sends into a cabinet: pink, that is of equal power in each octave, from 80 Hz to 6 kHz. */
const LOWEST_HZ = 80;
const HIGHEST_HZ = 6000;

/**
 * Gain that a response gives to pink noise from 80 Hz to 6 kHz, as a ratio of power: 1 for one that leaves it as loud as it
 * was. The mean over its channels. Neither the rate of a response nor silence around it matters. Measured on a plain mean of
 * |H|², weighted by 1/f; peaks count as much as they are heard, notches hardly.
 */
export function pinkPower(channels: readonly Float32Array[], sampleRate: number): number {
  const powers = channels.map((channel) => pinkMean(channel, sampleRate));
  return powers.reduce((sum, power) => sum + power, 0) / powers.length;
}

function pinkMean(response: Float32Array, sampleRate: number): number {
  const { points, power } = powerSpectrum(response);
  const first = Math.ceil((LOWEST_HZ * points) / sampleRate);
  const last = Math.min(power.length - 1, Math.floor((HIGHEST_HZ * points) / sampleRate));
  let sum = 0;
  let weights = 0;
  for (let n = first; n <= last; n++) {
    sum += power[n] / n;
    weights += 1 / n;
  }
  return sum / weights;
}
