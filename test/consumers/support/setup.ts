import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { WaveFile } from 'wavefile';
import { noise } from '../../support/signals.js';
import { installInto, packInto } from './packed-package.js';

/** Rate in Hz and length of the sound that all consumers play. */
const SAMPLE_RATE = 48_000;
const FRAMES = 12_000;

/**
 * Packs the package once for all tests and renders the reference sound with its command line. Everything lies outside of
 * the repository, so that nothing is found that an app would not have.
 */
export function setup(project: TestProject): () => void {
  const folder = mkdtempSync(join(tmpdir(), 'dilatone-consumers-'));
  const packed = packInto(folder);
  writeFileSync(join(folder, 'dry.wav'), dryWav());
  project.provide('consumers', { folder, packed, reference: renderReference(folder, packed) });
  return () => rmSync(folder, { recursive: true, force: true });
}

function dryWav(): Uint8Array {
  const wav = new WaveFile();
  wav.fromScratch(1, SAMPLE_RATE, '32f', noise(FRAMES, 8));
  return wav.toBuffer();
}

/** What the installed command line makes of the dry sound. */
function renderReference(folder: string, packed: string): number[] {
  const project = join(folder, 'command-line');
  mkdirSync(project);
  writeFileSync(join(project, 'package.json'), JSON.stringify({ dependencies: { dilatone: '*' } }));
  installInto(project, packed);
  const program = join(project, 'node_modules/dilatone/dist/cli.js');
  const model = join(packed, 'models/triode-crunch.nam');
  const files = ['--input', join(folder, 'dry.wav'), '--output', join(folder, 'wet.wav')];
  execFileSync(process.execPath, [program, 'render', '--model', model, ...files], { stdio: 'pipe' });
  const wet = new WaveFile(readFileSync(join(folder, 'wet.wav')));
  return Array.from(wet.getSamples() as unknown as Float64Array);
}
