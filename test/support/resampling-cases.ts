import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { seededRandom } from './seeded-random.js';

const TONES = 24;

/** The highest frequency in Hz of the tones: what every resampler of these rates should leave as it is. */
const SHARE_OF_BAND = 0.9;

/** Where what sox made of a case lies. */
export function soxFile(inputHz: number, outputHz: number): string {
  return fileURLToPath(new URL(`../fixtures/resampling/sox-${inputHz}-${outputHz}.f32`, import.meta.url));
}

/** Tones up to near the edge of the pass band, which fade in and out, so that the ends do not matter. */
export function resamplingInput(inputHz: number, outputHz: number): Float32Array {
  const random = seededRandom(2);
  const bandHz = Math.min(20_000, (Math.min(inputHz, outputHz) / 2) * (20_000 / 22_050));
  const tones = Array.from({ length: TONES }, () => ({ hz: SHARE_OF_BAND * bandHz * random(), turn: random() }));
  // So long that filters, which grow longer with the ratio, find room in it.
  const frames = Math.round(1500 * Math.max(1, inputHz / outputHz));
  return Float32Array.from({ length: frames }, (_, t) => {
    const fade = Math.sin((Math.PI * t) / frames) ** 4;
    const wave = ({ hz, turn }: { hz: number; turn: number }) => Math.sin(2 * Math.PI * ((hz * t) / inputHz + turn));
    return (fade / TONES) * tones.reduce((sum, tone) => sum + wave(tone), 0);
  });
}

/** What sox made of `resamplingInput`, from its first frame on; null where there is no such case. */
export function soxOutput(inputHz: number, outputHz: number): Float32Array | null {
  const file = soxFile(inputHz, outputHz);
  return existsSync(file) ? new Float32Array(new Uint8Array(readFileSync(file)).buffer) : null;
}
