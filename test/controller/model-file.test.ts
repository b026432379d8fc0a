import { afterEach, describe, expect, it, vi } from 'vitest';
import { loadModel } from '../../src/controller/load-model.js';
import { parseModel } from '../../src/formats/parse-model.js';
import { modelOfNetwork } from '../../src/model/sized-model.js';
import { encodeFile } from '../support/make-wavenet.js';
import { gainNetwork } from '../support/small-networks.js';
import { tinyWaveNet } from '../support/tiny-wavenet.js';

const file = encodeFile(tinyWaveNet()) as Uint8Array<ArrayBuffer>;

afterEach(() => vi.unstubAllGlobals());

describe('a model keeps its file', () => {
  it.each([
    ['bytes', (bytes: Uint8Array<ArrayBuffer>) => bytes],
    ['a part of a buffer', (bytes: Uint8Array<ArrayBuffer>) => bytes.subarray()],
    ['a buffer', (bytes: Uint8Array<ArrayBuffer>) => bytes.buffer],
  ])('a copy of it where the caller has it as %s, who can reuse them', async (_, sourceOf) => {
    const bytes = file.slice();
    const model = await loadModel(sourceOf(bytes));
    bytes.fill(0);
    expect(model.source).toEqual(file);
    expect(model.sourceName).toBe('');
  });

  it('as parseModel has read it, too', () => {
    const bytes = file.slice();
    const model = parseModel(bytes, { name: 'amp.nam' });
    bytes.fill(0);
    expect(model.source).toEqual(file);
    expect(model.sourceName).toBe('amp.nam');
  });

  it('without a copy where it was read from a Blob', async () => {
    const buffer = file.slice().buffer;
    const model = await loadModel(Object.assign(new Blob([]), { arrayBuffer: async () => buffer }));
    expect(model.source!.buffer).toBe(buffer);
  });

  it('but not where it is shown or sent as JSON', async () => {
    const model = await loadModel(file);
    expect(JSON.stringify(model)).toBe(JSON.stringify({ info: model.info }));
  });

  it('and one that was built has none', () => {
    expect(modelOfNetwork(gainNetwork(2))).toMatchObject({ source: null, sourceName: '', parse: null });
  });

  it('and reads others as it was read, with the same limits', () => {
    const model = parseModel(file, { limits: { fileBytes: file.length } });
    const other = model.parse!(file, 'other.nam');
    expect(other.network()).toEqual(model.network());
    expect(other.sourceName).toBe('other.nam');
    const longer = new Uint8Array(file.length + 1);
    for (const { parse } of [model, other]) {
      expect(() => parse!(longer)).toThrow(expect.objectContaining({ code: 'limit' }));
    }
  });
});

describe('the name of a file', () => {
  it.each([
    ['amp.nam', 'amp.nam'],
    ['models/my%20amp.nam?version=2#top', 'my amp.nam'],
    ['models/100%.nam', '100%.nam'],
    ['https://example.org/', ''],
    ['https://example.org', ''],
    ['https://example.org/a/b/amp.nam', 'amp.nam'],
    ['blob:https://example.org/7c2e', ''],
    [`data:application/json;base64,${btoa(String.fromCharCode(...file))}`, ''],
  ])('of the address %s', async (address, name) => {
    vi.stubGlobal('fetch', async () => new Response(file));
    expect((await loadModel(address)).sourceName).toBe(name);
  });

  it('of a File, and of an answer', async () => {
    expect((await loadModel(new File([file], 'amp.nam'))).sourceName).toBe('amp.nam');
    const answer = Object.defineProperty(new Response(file), 'url', { value: 'https://example.org/amp.nam?x' });
    expect((await loadModel(answer)).sourceName).toBe('amp.nam');
  });

  it('that the caller gives has precedence; hidden characters are shown', async () => {
    expect((await loadModel(new File([file], 'amp.nam'), { name: 'mine' })).sourceName).toBe('mine');
    expect((await loadModel(new File([file], 'a\u202emp.nam'))).sourceName).toBe('a\\u202emp.nam');
  });
});
