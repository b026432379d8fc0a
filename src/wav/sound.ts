import { DilatoneError } from '../errors.js';

/** Sound as a file holds it. The channels have equal length; integer samples are scaled to −1 … 1. */
export interface Sound {
  readonly sampleRate: number;
  readonly channels: readonly Float32Array[];
  /** What is uncertain about a file that was read, as a sentence for people. */
  readonly warning?: string;
}

/** Range of rates in Hz that audio devices have; a rate outside it means a broken header. */
const LOWEST_RATE_HZ = 1_000;
const HIGHEST_RATE_HZ = 768_000;

/** Throws a DilatoneError `malformed` for a rate that no device has. `where` names the file. */
export function checkSampleRate(sampleRate: number, where: string): void {
  if (sampleRate >= LOWEST_RATE_HZ && sampleRate <= HIGHEST_RATE_HZ) return;
  malformed(`${where}: sample rate`, `${LOWEST_RATE_HZ} to ${HIGHEST_RATE_HZ} Hz`, sampleRate);
}

/** Throws a DilatoneError `malformed`. */
export function malformed(where: string, expected: string, got: string | number): never {
  throw new DilatoneError('malformed', where, `expected ${expected}, got ${got}`);
}
