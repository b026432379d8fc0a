import { DilatoneError } from '../../errors.js';

/** Sound as a file holds it; the channels are of equal length, integers have become −1 … 1. */
export interface Sound {
  readonly sampleRate: number;
  readonly channels: readonly Float32Array[];
}

/** Rates in Hz that some audio device has; a file of another rate has a broken header. */
const LEAST_RATE_HZ = 1_000;
const MOST_RATE_HZ = 768_000;

/** Throws a DilatoneError `malformed` for a rate that no device has. `where` names the file. */
export function checkSampleRate(sampleRate: number, where: string): void {
  if (sampleRate >= LEAST_RATE_HZ && sampleRate <= MOST_RATE_HZ) return;
  malformed(`${where}: sample rate`, `${LEAST_RATE_HZ} to ${MOST_RATE_HZ} Hz`, sampleRate);
}

/** Throws a DilatoneError `malformed` at the first sample that is no number. `where` names the file. */
export function checkSamples(channels: readonly Float32Array[], where: string): void {
  channels.forEach((channel, c) => {
    const frame = channel.findIndex((sample) => !Number.isFinite(sample));
    if (frame >= 0) malformed(`${where}: channel ${c + 1}, frame ${frame}`, 'a finite number', channel[frame]);
  });
}

/** Throws a DilatoneError `malformed`. */
export function malformed(where: string, expected: string, got: string | number): never {
  throw new DilatoneError('malformed', where, `expected ${expected}, got ${got}`);
}
