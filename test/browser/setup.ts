import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import type { TestProject } from 'vitest/node';
import { WaveFile } from 'wavefile';
import { workletBuild, workletSource } from '../../tools/vite-worklet-source.js';
import { MICROPHONE_FILE, MICROPHONE_RATE_HZ, microphoneSignal } from '../support/microphone-file.js';

const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));

/** Makes what the browser needs beside the tests: its microphone, the worklets as files, a model that is not ours. */
export async function setup(project: TestProject): Promise<void> {
  writeMicrophone(path(`../../${MICROPHONE_FILE}`));
  for (const worklet of ['dilatone.worklet', 'rig.worklet']) {
    await build({ ...workletBuild(path('../../build/test'), worklet), logLevel: 'warn' });
  }
  await buildPolicyPage();
  const model = path('../../../shared/golden/models/core-wavenet_a1_standard.nam');
  project.provide('a1Standard', existsSync(model) ? readFileSync(model, 'utf8') : '');
}

/** One script for pages under a policy: it must come from a file. */
async function buildPolicyPage(): Promise<void> {
  await build({
    configFile: false,
    publicDir: false,
    logLevel: 'warn',
    plugins: [workletSource()],
    build: {
      outDir: path('../../build/test'),
      emptyOutDir: false,
      target: 'es2022',
      lib: { entry: path('support/policy-page.ts'), formats: ['es'], fileName: () => 'policy-page.js' },
    },
  });
}

function writeMicrophone(file: string): void {
  const wav = new WaveFile();
  const samples = Int16Array.from(microphoneSignal(), (sample) => sample * 32_768);
  wav.fromScratch(1, MICROPHONE_RATE_HZ, '16', samples);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, wav.toBuffer());
}
