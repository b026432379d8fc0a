import { readFileSync } from 'node:fs';
import { runInNewContext } from 'node:vm';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { parseModel } from '../../src/formats/parse-model.js';
import { renderModel } from '../../src/offline/render.js';
import { encodeFile } from '../support/make-wavenet.js';
import { tinyWaveNet } from '../support/tiny-wavenet.js';
import { expectRefusal } from './expect-refusal.js';

const nam = encodeFile(tinyWaveNet());
const safetensors = new Uint8Array(readFileSync(new URL('../../models/opto-compressor.safetensors', import.meta.url)));

describe('where there is no TextDecoder, as in jsdom', () => {
  afterEach(() => {
    vi.unstubAllGlobals();
  });

  it.each([
    ['a .nam file', nam],
    ['UTF-16', new Uint8Array(Buffer.from(Buffer.from(nam).toString(), 'utf16le'))],
    ['safetensors', safetensors],
    ['what is no text', new Uint8Array([0xff, 0x00, 0xfe])],
  ])('the platform is blamed, not %s', (_, bytes) => {
    vi.stubGlobal('TextDecoder', undefined);
    expectRefusal(bytes, 'unsupported', 'platform', 'expected a TextDecoder, got none');
  });
});

describe('arrays of another realm, such as an iframe', () => {
  it('are bytes of a model', () => {
    const bytes = runInNewContext('Uint8Array').from(nam);
    expect(bytes).not.toBeInstanceOf(Uint8Array);
    expect(parseModel(bytes).info).toEqual(parseModel(nam).info);
    expect(() => parseModel(runInNewContext('new Uint8ClampedArray(9)'))).toThrow('bytes: expected a Uint8Array');
  });

  it('are channels to render', async () => {
    const model = parseModel(nam);
    const channel = runInNewContext('Float32Array.of(0.5, -0.25, 0.125)');
    expect(await renderModel(model, [channel])).toEqual(await renderModel(model, [Float32Array.from(channel)]));
    await expect(renderModel(model, [runInNewContext('new Float64Array(9)')])).rejects.toThrow(
      'expected a list of Float32',
    );
  });
});
