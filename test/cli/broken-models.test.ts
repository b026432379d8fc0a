import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { writeNative } from '../../src/formats/native/write-native.js';
import { modelOfNetwork } from '../../src/model/sized-model.js';
import { NetworkBuilder } from '../../src/network/builder.js';
import type { Network } from '../../src/network/network.js';
import { encodeFile } from '../support/make-wavenet.js';
import { tinyContainer } from '../support/small-files.js';
import { tinyWaveNet } from '../support/tiny-wavenet.js';
import { dilatone, type Sandbox, sandbox } from './harness.js';

/** y = 1e60 · x: silence stays silence, and any sound becomes infinite. */
function loud(): Network {
  const builder = new NetworkBuilder(48_000, 1);
  const gain = { outChannels: 1, kernelSize: 1, weight: Float32Array.of(1e30), bias: null };
  return builder.build(builder.conv1d(builder.conv1d(builder.input, gain), gain));
}

/** A sandbox with that model and sounds that begin at a frame; those without one are silent. */
function takes(sounds: Record<string, number | null>): Sandbox {
  const files = sandbox();
  files.write('m.safetensors', writeNative(loud(), modelOfNetwork(loud()).info));
  for (const [name, start] of Object.entries(sounds)) {
    const channel = new Float32Array(2_000);
    if (start !== null) channel.fill(0.5, start);
    files.writeWav(name, { sampleRate: 48_000, channels: [channel] });
  }
  return files;
}

describe('a model that computes what is not finite', () => {
  it.each(['wasm', 'interpreter'])('fails with the frame, and writes nothing (%s)', async (engine) => {
    const files = takes({ 'a.wav': 1200 });
    files.write('out.wav', 'precious');
    const paths = ['--input', files.file('a.wav'), '--output', files.file('out.wav'), '--engine', engine];
    const { code, stdout, stderr } = await dilatone(['render', '--model', files.file('m.safetensors'), ...paths]);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    const output = 'output: expected finite numbers, got Infinity from frame 1200 (0.025 s) of channel 1 on';
    expect(stderr).toBe(`error: ${files.file('a.wav')}: ${output}\n`);
    expect(readFileSync(files.file('out.wav'), 'utf8')).toBe('precious');
    expect(files.names()).toEqual(['a.wav', 'm.safetensors', 'out.wav']);
  });

  it('fails for the files that it fails for, and a batch goes on', async () => {
    const files = takes({ 'a.wav': null, 'b.wav': 7, 'c.wav': null });
    const argv = ['render', '--model', files.file('m.safetensors'), '--out-dir', files.file('wet'), '--json'];
    const { code, stdout, stderr } = await dilatone([...argv, files.file('*.wav')]);
    expect(code).toBe(1);
    expect(stderr).toMatch(/^error: \S+b\.wav: output: [^\n]+ from frame 7 \(0\.000 s\)[^\n]+\n$/);
    const events = stdout.trim().split('\n');
    const failed = events.map((line) => JSON.parse(line)).filter(({ event }) => event === 'failed');
    expect(failed).toMatchObject([{ input: files.file('b.wav'), code: 'fault', where: files.file('b.wav') }]);
    expect(files.readWav('wet/a.wav').channels[0]).toEqual(new Float32Array(2_000));
    expect(files.readWav('wet/c.wav').channels[0].length).toBe(2_000);
  });
});

it('a sound with a sample that is not finite is refused with its frame', async () => {
  const files = takes({});
  const channel = new Float32Array(100).fill(Number.NaN, 42, 43);
  const input = files.writeWav('nan.wav', { sampleRate: 48_000, channels: [new Float32Array(100), channel] });
  const paths = ['--input', input, '--output', files.file('out.wav')];
  const { code, stderr } = await dilatone(['render', '--model', files.file('m.safetensors'), ...paths]);
  expect(code).toBe(1);
  expect(stderr).toMatch(/^error: \S+nan\.wav: channel 2, frame 42: expected a finite number, got NaN\n$/);
});

describe('convert refuses what inspect refuses', () => {
  const spoil = (file: object, index: number) => {
    (file as { weights: number[] }).weights[index] = 1e39;
    return file;
  };
  const spoiledContainer = () => {
    const file = tinyContainer() as unknown as { config: { submodels: { model: object }[] } };
    spoil(file.config.submodels[0].model, 3);
    return file;
  };

  it.each<[string, () => object]>([
    ['a weight beyond float32', () => spoil(tinyWaveNet(), 2)],
    ['such a weight in a size that is not converted', spoiledContainer],
    ['no model', () => ({})],
    ['a WaveNet without weights', () => ({ ...tinyWaveNet(), weights: [] })],
  ])('%s', async (_, make) => {
    const files = sandbox();
    const model = files.write('m.nam', encodeFile(make()));
    const inspected = await dilatone(['inspect', model]);
    const converted = await dilatone(['convert', model, files.file('out.safetensors')]);
    expect(inspected).toMatchObject({ code: 1, stdout: '' });
    expect(converted).toEqual(inspected);
    expect(files.names()).toEqual(['m.nam']);
  });
});

describe('what a file says of itself', () => {
  const name = 'a\u202egnp.exe\u200b\ufeff!';

  it('turns and hides nothing on the terminal', async () => {
    const files = sandbox();
    const path = files.write('m.nam', encodeFile({ ...tinyWaveNet(), metadata: { name, gear_make: name } }));
    const { stdout } = await dilatone(['inspect', path]);
    expect(stdout.split('\n')[0]).toBe('a\\u202egnp.exe\\u200b\\ufeff!');
    expect(stdout).not.toMatch(/(?!\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
  });

  it('comes whole from JSON, which shows nothing hidden either', async () => {
    const files = sandbox();
    const path = files.write('m.nam', encodeFile({ ...tinyWaveNet(), metadata: { name } }));
    const { stdout } = await dilatone(['inspect', path, '--json']);
    expect(stdout).not.toMatch(/(?!\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
    expect(JSON.parse(stdout).metadata.name).toBe(name);
  });
});
