import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { type ControlValues, parseModel } from '../../src/index.js';
import { engineFor, peakOf, runEngine } from '../support/run-engine.js';

/** An entry of models.json. */
interface Listed {
  readonly file: string;
  readonly name: string;
  readonly kind: string;
  readonly weights: number;
  readonly bytes: number;
  readonly controls: readonly { readonly name: string; readonly minimum: number; readonly maximum: number }[];
}

interface Evaluation {
  readonly test: { readonly esr: number; readonly mean_esr_of_clips?: number };
  readonly receptive_field_frames: number;
}

const FOLDER = fileURLToPath(new URL('../../models/', import.meta.url));
const LISTED: readonly Listed[] = JSON.parse(readFileSync(`${FOLDER}models.json`, 'utf8'));

/** Linear peak below which a silent model counts as silent: −100 dBFS. */
const SILENCE_PEAK = 1e-5;

const bytesOf = (file: string) => new Uint8Array(readFileSync(FOLDER + file));
const evaluationOf = (file: string): Evaluation =>
  JSON.parse(readFileSync(`${FOLDER}${file.replace(/\.\w+$/, '')}.evaluation.json`, 'utf8'));

describe('the models that come with Dilatone', () => {
  it('are all listed, and no others', () => {
    const files = readdirSync(FOLDER).filter((file) => /\.(nam|safetensors)$/.test(file));
    expect(LISTED.map(({ file }) => file).sort()).toEqual(files.sort());
  });

  it.each(LISTED)('$file is what the list and its evaluation say', (listed) => {
    const bytes = bytesOf(listed.file);
    const { info } = parseModel(bytes);
    expect(bytes.length).toBe(listed.bytes);
    expect(info.metadata.name).toBe(listed.name);
    expect(info.parameters).toBe(listed.weights);
    expect(info.controls ?? []).toEqual(listed.controls);
    expect(info.receptiveField).toBe(evaluationOf(listed.file).receptive_field_frames);
  });

  it.each(LISTED)('$file matches its circuit on material it was not trained on', ({ file, kind }) => {
    const { esr, mean_esr_of_clips: ofClips } = evaluationOf(file).test;
    expect(ofClips ?? esr).toBeLessThanOrEqual(kind === 'compressor' ? 0.03 : 0.005);
  });

  it.each(LISTED)('$file is silent in silence, with its knobs at either end', async ({ file, controls }) => {
    const model = parseModel(bytesOf(file));
    const settings = (end: 'minimum' | 'maximum'): ControlValues =>
      Object.fromEntries(controls.map((control) => [control.name, control[end]]));
    for (const end of ['minimum', 'maximum'] as const) {
      const engine = await engineFor(model.network({ controls: settings(end) }));
      expect(peakOf(runEngine(engine, [new Float32Array(4800)]))).toBeLessThan(SILENCE_PEAK);
    }
  });
});
