import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseModel } from '../../src/formats/parse-model.js';
import { FolderCases } from '../support/folder-cases.js';
import { ownGolden } from '../support/golden.js';
import { goldenError } from '../support/golden-error.js';
import { encodeFile } from '../support/make-wavenet.js';
import { tinyContainer } from '../support/small-files.js';
import { dilatone, sandbox } from './harness.js';

describe('convert', () => {
  it('writes the same network, with what is known of the model', async () => {
    const files = sandbox();
    const input = files.write('in.nam', ownGolden.model('wavenet-1-00'));
    const output = files.file('out.safetensors');
    expect(await dilatone(['convert', input, output])).toMatchObject({ code: 0, stdout: '' });
    const before = parseModel(ownGolden.model('wavenet-1-00'));
    const after = parseModel(new Uint8Array(readFileSync(output)));
    expect(after.network()).toEqual(before.network());
    const { architecture, metadata, receptiveField } = before.info;
    expect(after.info).toMatchObject({ format: 'dilatone', architecture, metadata, receptiveField });
  });

  it('writes the size that is asked for, and says so where none is', async () => {
    const files = sandbox();
    const input = files.write('in.nam', encodeFile(tinyContainer()));
    const sizes = parseModel(encodeFile(tinyContainer()));
    for (const size of [0, 1]) {
      const output = files.file(`${size}.safetensors`);
      const { stderr } = await dilatone(['convert', input, output, '--size', String(size)]);
      expect(stderr).toBe('');
      expect(parseModel(new Uint8Array(readFileSync(output))).network()).toEqual(sizes.network({ size }));
    }
    const { stderr } = await dilatone(['convert', input, files.file('largest.safetensors')]);
    expect(stderr).toContain('of its sizes the largest is written');
  });

  it.each(['keras-1-03', 'pedalnet-1-08'])('render plays %s, and what it is converted to, as PyTorch', async (name) => {
    const golden = new FolderCases('../fixtures/golden-pytorch', '.json');
    const files = sandbox();
    const original = files.write('in.json', golden.model(name));
    const converted = files.file('out.safetensors');
    await dilatone(['convert', original, converted]);
    const dry = files.writeWav('dry.wav', { sampleRate: 48_000, channels: [golden.floats('input')] });
    for (const model of [original, converted]) {
      const wet = files.file('wet.wav');
      expect(await dilatone(['render', '--model', model, '--input', dry, '--output', wet])).toMatchObject({ code: 0 });
      const { sampleRate, channels } = files.readWav('wet.wav');
      expect(sampleRate).toBe(48_000);
      expect(goldenError(channels[0], golden.floats(name))).toBeLessThanOrEqual(1e-5);
    }
  });

  it('writes nothing where the model is broken, and never over it', async () => {
    const files = sandbox();
    const input = files.write('in.nam', new TextEncoder().encode('{}'));
    const output = files.file('out.safetensors');
    expect(await dilatone(['convert', input, output])).toMatchObject({ code: 1, stdout: '' });
    expect(existsSync(output)).toBe(false);
    expect((await dilatone(['convert', input, input])).code).toBe(2);
    expect((await dilatone(['convert', input])).code).toBe(2);
  });
});
