import { readFileSync, truncateSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseModel } from '../../src/formats/parse-model.js';
import { networkFacts } from '../../src/network/facts.js';
import { ownGolden } from '../support/golden.js';
import { encodeFile } from '../support/make-wavenet.js';
import { tinyWaveNet } from '../support/tiny-wavenet.js';
import { dilatone, sandbox } from './harness.js';

const METADATA = {
  name: 'Crunch',
  modeled_by: 'Ada',
  gear_type: 'amp',
  gear_make: 'Acme',
  gear_model: 'Loud 30',
  tone_type: 'crunch',
  loudness: -18.25,
  input_level_dbu: 12,
  training: { validation_esr: 0.0123456 },
};

describe('inspect --json', () => {
  it('prints everything that the library knows, as JSON alone', async () => {
    const files = sandbox();
    const bytes = encodeFile({ ...tinyWaveNet(), metadata: METADATA });
    const path = files.write('m.nam', bytes);
    for (const argv of [
      ['inspect', path, '--json'],
      ['inspect', '--json', path],
    ]) {
      const { code, stdout, stderr } = await dilatone(argv);
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
      expect(JSON.parse(stdout)).toEqual(JSON.parse(JSON.stringify(parseModel(bytes).info)));
    }
  });

  it('has the facts at the top level', async () => {
    const path = sandbox().write('m.nam', encodeFile({ ...tinyWaveNet(), metadata: METADATA }));
    expect(JSON.parse((await dilatone(['inspect', path, '--json'])).stdout)).toMatchObject({
      format: 'nam',
      architecture: 'WaveNet',
      sampleRate: 48_000,
      inputs: 1,
      outputs: 1,
      receptiveField: 1 + 2 * (1 + 2 + 4 + 8),
      parameters: 185,
      macsPerFrame: expect.any(Number),
      stateBytes: expect.any(Number),
      layers: 4,
      sizes: [],
      metadata: { name: 'Crunch', loudnessDb: -18.25 },
      warnings: [],
    });
  });
});

describe('inspect', () => {
  it('tells a player and an engineer what they want to know, in two columns', async () => {
    const path = sandbox().write('m.nam', encodeFile({ ...tinyWaveNet(), metadata: METADATA }));
    const { code, stdout, stderr } = await dilatone(['inspect', path]);
    const { macsPerFrame, stateBytes, ...info } = parseModel(new Uint8Array(readFileSync(path))).info;
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout.split('\n')).toEqual([
      'Crunch',
      '',
      '  gear             Acme Loud 30, amp',
      '  tone             crunch',
      '  captured by      Ada',
      '  loudness         -18.3 dB, +0.3 dB to normalize',
      '  input level      12.0 dBu at full scale',
      '  error            0.0123 (ESR)',
      '',
      '  format           nam 0.5.4',
      '  architecture     WaveNet, 4 layers',
      '  sample rate      48 000 Hz',
      '  channels         1 in, 1 out',
      `  delay            ${info.delayFrames} frames, ${(Number(info.delayFrames) / 48).toFixed(2)} ms, not inverted (confidence ${info.alignmentConfidence})`,
      '  receptive field  31 frames, 0.6 ms',
      '  parameters       185',
      `  multiply-adds    ${macsPerFrame} per frame, ${Number(((macsPerFrame * 48_000) / 1e6).toPrecision(3))} million per second`,
      `  state            ${stateBytes.toString().replace(/(\d)(\d{3})$/, '$1 $2')} bytes`,
      '',
    ]);
  });

  it('says so where it cannot tell delay and polarity', async () => {
    const silent = tinyWaveNet();
    const path = sandbox().write('m.nam', encodeFile({ ...silent, weights: silent.weights.map(() => 0) }));
    const { stdout } = await dilatone(['inspect', path]);
    expect(stdout).toContain('\n  delay            cannot tell, nor the polarity\n');
  });

  it('tells what each size costs, and how to ask for it', async () => {
    const container = parseModel(ownGolden.model('container-1-07'));
    const path = sandbox().write('m.nam', ownGolden.model('container-1-07'));
    const { stdout } = await dilatone(['inspect', path]);
    const rows = stdout.split('\n').filter((line) => line.includes('--size'));
    expect(rows).toEqual(
      ['0', '0.5'].map((size) => {
        const { macsPerFrame, stateBytes } = networkFacts(container.network({ size: Number(size) }));
        const rate = Number(((macsPerFrame * 48_000) / 1e6).toPrecision(3));
        const bytes = stateBytes.toString().replace(/\B(?=(\d{3})+$)/g, ' ');
        return `  ${`--size ${size}`.padEnd(17)}${rate} million multiply-adds per second, ${bytes} bytes of state`;
      }),
    );
  });

  it('rounds no size to one that picks another', async () => {
    const name = 'slim-1-09';
    const file = JSON.parse(new TextDecoder().decode(ownGolden.model(name)));
    file.config.layers[0].slimmable.kwargs.allowed_channels = [1, 2, 4];
    const path = sandbox().write('m.nam', encodeFile(file));
    const { stdout } = await dilatone(['inspect', path]);
    const model = parseModel(encodeFile(file));
    const asked = [...stdout.matchAll(/--size (\S+)/g)].map(([, size]) => model.network({ size: Number(size) }));
    expect(asked).toEqual(model.info.sizes.map((size) => model.network({ size })));
    expect(asked).toHaveLength(3);
  });

  it('does without metadata, and says what it had to assume', async () => {
    const { sample_rate: _, ...file } = tinyWaveNet();
    const path = sandbox().write('m.nam', encodeFile(file));
    const { stdout } = await dilatone(['inspect', path]);
    expect(stdout.startsWith(`${path}\n\n  format `)).toBe(true);
    expect(stdout).toContain('48 000 Hz (assumed)');
    expect(stdout).toMatch(/\n\nwarning: .*rate.*\n$/);
  });

  it('lets no file paint the terminal', async () => {
    const name = '\u001b[2J\u001b[31mred\nerror: not one';
    const path = sandbox().write('m.nam', encodeFile({ ...tinyWaveNet(), metadata: { name, gear_make: '\u009b1m' } }));
    const { stdout } = await dilatone(['inspect', path]);
    expect(stdout.split('\n')[0]).toBe('[2J [31mred error: not one');
    expect(stdout.replaceAll('\n', '')).not.toMatch(/\p{Cc}/u);
  });

  it('refuses what is no model in one line', async () => {
    const files = sandbox();
    const path = files.write('m.nam', '{"version": "0.5.4", "architecture": "WaveNet"}');
    const broken = await dilatone(['inspect', path]);
    expect(broken.code).toBe(1);
    expect(broken.stderr).toMatch(/^error: .*m\.nam: [^\n]+: expected [^\n]+, got [^\n]+\n$/);
    truncateSync(path, 2 ** 42);
    const huge = await dilatone(['inspect', '--json', path]);
    expect(huge).toMatchObject({ code: 1, stdout: '' });
    expect(huge.stderr).toMatch(/m\.nam: expected at most \d+ bytes, got 4398046511104\n$/);
  });
});
