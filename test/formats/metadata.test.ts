import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseModel } from '../../src/formats/parse-model.js';
import { encodeFile } from '../support/make-wavenet.js';
import { tinyWaveNet } from '../support/tiny-wavenet.js';
import { expectRefusal } from './expect-refusal.js';

const ASSUMED = 'The file names no sample rate; 48000 Hz is assumed.';

const utf8 = (text: string) => new TextEncoder().encode(text);
const plain = JSON.stringify({ ...tinyWaveNet(), metadata: { name: 'Ä', loudness: -20 } });
const infoOf = (text: string) => parseModel(utf8(text)).info;
/** The file with metadata as they stand in the text, which may be no JSON. */
const withMetadata = (metadata: string) => infoOf(plain.replace('{"name":"Ä","loudness":-20}', metadata)).metadata;

function utf16(text: string, littleEndian: boolean): Uint8Array {
  const view = new DataView(new ArrayBuffer(2 * text.length));
  [...Array(text.length).keys()].forEach((i) => {
    view.setUint16(2 * i, text.charCodeAt(i), littleEndian);
  });
  return new Uint8Array(view.buffer);
}

describe('a sample rate that is unknown', () => {
  it.each([-1, 0, -44_100, null, '', ' '])('is assumed with a warning: %j', (sample_rate) => {
    const { info } = parseModel(encodeFile({ ...tinyWaveNet(), sample_rate }));
    expect(info).toMatchObject({ sampleRate: 48_000, sampleRateKnown: false, warnings: [ASSUMED] });
  });

  it('is that of a model within the file, where that one states it', () => {
    const model = { ...tinyWaveNet(), sample_rate: 44_100 };
    const submodels = [{ max_value: 1, model }];
    const file = { version: '0.7.0', architecture: 'SlimmableContainer', config: { submodels }, sample_rate: -1 };
    expect(parseModel(encodeFile(file)).info).toMatchObject({ sampleRate: 44_100, sampleRateKnown: true });
  });

  it('hides no other in an AIDA-X file', () => {
    const dense = { type: 'dense', activation: '', shape: [null, null, 1], weights: [[[1]], [0]] };
    const rateOf = (extra: object) => {
      const { info } = parseModel(encodeFile({ in_shape: [null, null, 1], layers: [dense], ...extra }));
      return info.sampleRateKnown ? info.sampleRate : null;
    };
    for (const empty of [null, '', 0, -1, 'unknown', {}, [], 1e9]) {
      expect(rateOf({ metadata: { samplerate: empty }, samplerate: 44_100 })).toBe(44_100);
      expect(rateOf({ metadata: { samplerate: empty } })).toBeNull();
    }
    for (const empty of [null, '', 0, -1]) {
      expect(rateOf({ metadata: { samplerate: 44_100 }, samplerate: empty })).toBe(44_100);
      expect(rateOf({ samplerate: empty, sample_rate: 44_100 })).toBe(44_100);
    }
    expect(rateOf({ metadata: { samplerate: '96000' }, samplerate: 44_100 })).toBe(96_000);
  });
});

describe('metadata never keep a model from playing', () => {
  it.each(['NaN', 'Infinity', '-Infinity'])('%s in them is left out, as Python writes it', (literal) => {
    const text = `{"name":"NaN, \\"Infinity\\"","loudness":${literal},"gain":0.5,"training":{"validation_esr":${literal}}}`;
    expect(withMetadata(text)).toEqual({ name: 'NaN, "Infinity"', gain: 0.5 });
    expect(withMetadata(literal)).toEqual({});
  });

  it('but weights and settings that are no numbers are refused by place', () => {
    for (const literal of ['NaN', 'Infinity', '-Infinity']) {
      const weights = plain.replace(/"weights":\[[^,]+,/, `"weights":[${literal},`);
      expectRefusal(utf8(weights), 'malformed', 'weights[0]', `expected a finite number, got ${literal}`);
      const config = plain.replace(/"channels":\d+/, `"channels":${literal}`);
      expectRefusal(utf8(config), 'malformed', 'config.layers[0].channels', `got ${literal}`);
    }
    expectRefusal(utf8(plain.replace('-20', 'nan')), 'malformed', 'file', 'expected JSON, got text that is not');
  });

  it('deep ones are dropped, also in a model within a model', () => {
    const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
    expect(withMetadata(`{"name":"x","extra":${deep}}`)).toEqual({});
    expect(withMetadata(`{"name":"x","extra":${'['.repeat(20)}${']'.repeat(20)}}`)).toEqual({ name: 'x' });
    expect(infoOf(plain.replace('{', `{"training":{"metadata" : ${deep}},`)).metadata).toEqual({
      name: 'Ä',
      loudnessDb: -20,
    });
    expectRefusal(utf8(plain.replace('{', `{"other":${deep},`)), 'limit', 'file', 'levels of nesting');
    expectRefusal(utf8(`{"metadata":${deep.slice(0, -1)}`), 'malformed', 'file', 'expected JSON');
  });

  it('ones of many entries are dropped, all of them together', () => {
    const many = `[${'[],'.repeat(40_000)}0]`;
    expect(withMetadata(`{"name":"x","extra":${many}}`)).toEqual({ name: 'x' });
    expect(withMetadata(`{"name":"x","extra":${many},"metadata":0,"more":${many}}`)).toEqual({});
    expect(
      infoOf(plain.replace('{', `{"training":{"metadata":${many}},`).replace('-20', `-20,"x":${many}`)),
    ).toMatchObject({ parameters: 185, metadata: {} });
  });

  it('keys that mean something to JavaScript mean nothing', () => {
    const text = '{"__proto__":{"name":"x","loudness":-9},"constructor":1,"toString":2,"gain":0.5}';
    expect(withMetadata(text)).toEqual({ gain: 0.5 });
    expect(({} as { name?: string }).name).toBeUndefined();
  });

  it('halves of characters are replaced, also where a long name is cut', () => {
    expect(withMetadata('{"name":"a\\ud800b"}')).toEqual({ name: 'a\ufffdb' });
    expect(withMetadata(`{"name":"${'x'.repeat(199)}😀"}`).name).toBe(`${'x'.repeat(199)}\ufffd`);
    expect(withMetadata('{"name":"😀"}')).toEqual({ name: '😀' });
  });

  it('bytes that are no UTF-8 are replaced', () => {
    const bytes = Uint8Array.from(plain, (character) => character.charCodeAt(0));
    expect(parseModel(bytes).info.metadata.name).toBe('\ufffd');
  });
});

describe('text in other encodings is read', () => {
  const read = (bytes: Uint8Array) => parseModel(bytes).info.metadata.name;

  it.each([true, false])('UTF-16 with and without a byte order mark, little-endian: %s', (littleEndian) => {
    expect(read(utf16(`\ufeff${plain}`, littleEndian))).toBe('Ä');
    expect(read(utf16(plain, littleEndian))).toBe('Ä');
    expect(read(utf16(`\ufeff${plain}\0\0`, littleEndian))).toBe('Ä');
    expect(read(utf16(`\ufeff${plain.replace('Ä', '\ud800')}`, littleEndian))).toBe('\ufffd');
  });

  it('UTF-8 with a byte order mark, and with NULs behind it, whatever follows them', () => {
    expect(read(utf8(`\ufeff${plain}`))).toBe('Ä');
    expect(read(utf8(`${plain}\0`))).toBe('Ä');
    expect(read(utf8(`${plain}\n\0\0\0 rest of a buffer }{`))).toBe('Ä');
    expect(read(Uint8Array.from([...utf8(plain), 0, 0xff, 0xfe, 0x80]))).toBe('Ä');
  });

  it('but a NUL within is the end', () => {
    expectRefusal(utf8(plain.replace('-20', '-20\0')), 'malformed', 'file', 'expected JSON');
  });
});

const fails = new URL('../../../shared/fails/', import.meta.url);
if (!existsSync(fails)) console.warn('SKIPPED: ../shared/fails is absent, so its files are not read.');

describe.skipIf(!existsSync(fails))('the files of ../shared/fails play', () => {
  const load = (name: string) => parseModel(new Uint8Array(readFileSync(new URL(name, fails)))).info;

  it.each(['rate-minus1.nam', 'rate-zero.nam'])('%s', (name) => {
    expect(load(name)).toMatchObject({ sampleRate: 48_000, sampleRateKnown: false, warnings: [ASSUMED] });
  });

  it.each(['nan-esr-metadata.nam', 'inf-loudness.nam', 'utf16le.nam', 'trailing-nul.nam'])('%s', (name) => {
    expect(load(name)).toMatchObject({ format: 'nam', architecture: 'WaveNet' });
  });

  it('those of AIDA-X', () => {
    expect(load('aida-metadata-samplerate-null.json')).toMatchObject({ sampleRate: 44_100, sampleRateKnown: true });
    const conditioned = load('aida-conditioned-without-in_skip.json');
    expect(conditioned).toMatchObject({ inputs: 1, outputs: 1, controls: [{ name: 'param1', default: 0.5 }] });
  });
});
