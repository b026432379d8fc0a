import { readFileSync } from 'node:fs';
import { WaveFile } from 'wavefile';
import type { DroppedFile } from './demo-page.js';

/** A model of ours that the page does not come with. */
export const RANDOM_MODEL: DroppedFile = {
  name: 'random wavenet.nam',
  bytes: fixture('golden/wavenet-1-20.nam'),
};

/** Bytes of a file of `test/fixtures`. */
export function fixture(name: string): Uint8Array {
  return new Uint8Array(readFileSync(new URL(`../../fixtures/${name}`, import.meta.url)));
}

/** A tone at half of full scale, one second long unless told otherwise. */
export function tone(hz: number, seconds = 1): DroppedFile {
  const samples = Float32Array.from({ length: 48_000 * seconds }, (_, t) => {
    return 0.5 * Math.sin((2 * Math.PI * hz * t) / 48_000);
  });
  return soundFile(`tone ${hz}.wav`, samples);
}

/** A WAV file of mono samples at 48 kHz. */
export function soundFile(name: string, samples: Float32Array): DroppedFile {
  const wave = new WaveFile();
  wave.fromScratch(1, 48_000, '32f', samples);
  return { name, type: 'audio/wav', bytes: wave.toBuffer() };
}
