// Resamples with sox what the tests compare our resampler with (Debian: apt install sox). usage: node tools/sox-cases.mjs
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runnerImport } from 'vite';

const RATES = [
  [44_100, 48_000],
  [48_000, 44_100],
  [96_000, 48_000],
  [48_000, 96_000],
  [22_050, 48_000],
  [48_000, 22_050],
  [44_099, 48_000],
  [48_000, 44_099],
  [192_000, 44_100],
  [8_000, 48_000],
];

const path = fileURLToPath(new URL('../test/support/resampling-cases.ts', import.meta.url));
const { module } = await runnerImport(path, { configFile: false, logLevel: 'error' });
const raw = (/** @type {number} */ rateHz) => ['-t', 'f32', '-c', '1', '-r', `${rateHz}`, '-'];
for (const [inputHz, outputHz] of RATES) {
  const input = new Uint8Array(module.resamplingInput(inputHz, outputHz).buffer);
  // Very high quality: its passband includes all tones of the case.
  const output = execFileSync('sox', [...raw(inputHz), ...raw(outputHz), 'rate', '-v'], { input });
  const file = module.soxFile(inputHz, outputHz);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, output);
  console.log(`${file}: ${output.length} bytes`);
}
