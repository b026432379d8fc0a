import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseModel } from '../../src/formats/parse-model.js';
import { renderModel } from '../../src/offline/render.js';
import { noise } from '../support/signals.js';
import { dilatone, type Sandbox, sandbox } from './harness.js';

const bytes = readFileSync(new URL('../../models/opto-compressor.safetensors', import.meta.url));
const sound = noise(4000, 1);

function compressorCase(): Sandbox {
  const files = sandbox();
  files.write('m.safetensors', bytes);
  files.writeWav('in.wav', { sampleRate: 48_000, channels: [sound] });
  return files;
}

const render = (files: Sandbox, ...more: string[]) =>
  dilatone([
    ...['render', '--model', files.file('m.safetensors'), '--input', files.file('in.wav')],
    ...['--output', files.file('out.wav'), ...more],
  ]);

describe('controls on the command line', () => {
  it('are set by name, and the others are at their defaults', async () => {
    const files = compressorCase();
    const outcome = await render(files, '--control', 'peak=0.9', '--control=recovery=0.25');
    expect(outcome).toMatchObject({ code: 0, stderr: '' });
    const controls = { peak: 0.9, recovery: 0.25 };
    const [expected] = await renderModel(parseModel(bytes), [sound], { controls });
    expect(files.readWav('out.wav').channels[0]).toEqual(expected);
  });

  it.each([
    ['peak', '--control: expected name=number, got peak'],
    ['peak=', '--control: expected name=number, got peak='],
    ['peak=loud', '--control: expected name=number, got peak=loud'],
    ['peak=1.5', '--control peak: expected 0 to 1, got 1.5'],
    ['wah=1', '--control: expected peak, recovery'],
  ])('are refused as %s, and nothing is written', async (control, message) => {
    const files = compressorCase();
    const { code, stderr } = await render(files, '--control', control);
    expect(code).toBe(2);
    expect(stderr).toContain(`error: ${message}`);
    expect(files.names()).not.toContain('out.wav');
  });

  it('are listed by inspect', async () => {
    const files = compressorCase();
    const { stdout } = await dilatone(['inspect', files.file('m.safetensors')]);
    expect(stdout).toMatch(/--control peak +0 to 1, by default 0\.5/);
  });
});
