import { describe, expect, it } from 'vitest';
import { type BenchFigures, bench } from '../../src/cli/bench-command.js';
import { parseModel } from '../../src/formats/parse-model.js';
import { encodeFile, makeWaveNetFile } from '../support/make-wavenet.js';
import { tinyWaveNet } from '../support/tiny-wavenet.js';
import { dilatone, sandbox, TextSink } from './harness.js';

/** Fast enough for a test; the figures are of no worth. */
const HASTY = { rounds: 2, sliceMs: 1, warmUpMs: 1 };

async function benched(file: object, json: boolean, signal = new AbortController().signal): Promise<string> {
  const model = sandbox().write('m.nam', encodeFile(file));
  const stdout = new TextSink();
  await bench({ command: 'bench', model, json }, { stdout, stderr: new TextSink(), signal }, HASTY);
  return stdout.text;
}

describe('bench --json', () => {
  it('prints what was measured, as JSON alone', async () => {
    const path = sandbox().write('m.nam', encodeFile(tinyWaveNet()));
    const { code, stdout, stderr } = await dilatone(['bench', path, '--json']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const figures: BenchFigures = JSON.parse(stdout);
    expect(figures).toMatchObject({
      model: path,
      runtime: expect.stringContaining(process.versions.node),
      blockFrames: 128,
      macsPerFrame: parseModel(encodeFile(tinyWaveNet())).info.macsPerFrame,
    });
    expect(figures.variants.map(({ name }) => name).slice(0, 2)).toEqual(['exact tanh', 'fast tanh']);
    for (const { nsPerFrame, timesRealTime, shareOfCeiling } of figures.variants) {
      expect(nsPerFrame.low).toBeGreaterThan(0);
      expect(nsPerFrame.median).toBeGreaterThanOrEqual(nsPerFrame.low);
      expect(nsPerFrame.high).toBeGreaterThanOrEqual(nsPerFrame.median);
      expect(timesRealTime).toBeCloseTo(1e9 / 48_000 / nsPerFrame.median, 6);
      expect(shareOfCeiling).toBeGreaterThan(0);
    }
    expect(figures.memoryBytes % 65_536).toBe(0);
    expect(figures.memoryBytes).toBeGreaterThan(figures.imageBytes);
    expect(figures.moduleBytes).toBeGreaterThan(0);
  }, 60_000);

  it('times no fast tanh where there is no tanh', async () => {
    const file = makeWaveNetFile({ layerArrays: [{ channels: 2, dilations: [1], activation: 'ReLU' }] }, 1);
    const figures: BenchFigures = JSON.parse(await benched(file, true));
    expect(figures.variants[0].name).toBe('compiled');
    expect(figures.variants.map(({ name }) => name)).not.toContain('fast tanh');
  });
});

describe('bench', () => {
  it('says what was measured where, and how to take it', async () => {
    const text = await benched(tinyWaveNet(), false);
    expect(text).toMatch(/^\S+m\.nam: Node \d+\.\d+\.\d+, V8 [^\n]*; blocks of 128 frames\n\n/);
    expect(text).toMatch(
      /\n {2}exact tanh {5}[\d.]+ ns per frame \([^)]+\), [\d.]+ × real time, \d+ % of the ceiling\n/,
    );
    expect(text).toMatch(/\n {2}size {11}module [\d.]+ KiB, memory [\d.]+ KiB for each instance\n/);
    expect(text).toMatch(/a browser may have another compiler/);
  });

  it('ends where the user ends it', async () => {
    const interruption = new AbortController();
    interruption.abort();
    const path = sandbox().write('m.nam', encodeFile(tinyWaveNet()));
    const { code, stdout, stderr } = await dilatone(['bench', path], { signal: interruption.signal });
    expect({ code, stdout, stderr }).toEqual({ code: 130, stdout: '', stderr: 'interrupted\n' });
  });

  it('refuses what is no model in one line', async () => {
    const files = sandbox();
    expect(await dilatone(['bench', files.write('m.nam', '{}')])).toMatchObject({
      code: 1,
      stdout: '',
      stderr: expect.stringMatching(/^error: \S+m\.nam: [^\n]*expected [^\n]+, got [^\n]+\n$/),
    });
    expect(await dilatone(['bench', files.file('none.nam')])).toMatchObject({ code: 1 });
  });
});
