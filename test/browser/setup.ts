import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { WaveFile } from 'wavefile';
import { MICROPHONE_FILE, MICROPHONE_RATE_HZ, microphoneSignal } from '../support/microphone-file.js';

/** Writes the file that the browser takes for a microphone. */
export function setup(): void {
  const wav = new WaveFile();
  wav.fromScratch(
    1,
    MICROPHONE_RATE_HZ,
    '16',
    Int16Array.from(microphoneSignal(), (sample) => sample * 32_768),
  );
  mkdirSync(dirname(MICROPHONE_FILE), { recursive: true });
  writeFileSync(MICROPHONE_FILE, wav.toBuffer());
}
