import { describe, expect, it } from 'vitest';
import type { ErrorCode } from '../../src/errors.js';
import { parseModel, SUPPORTED } from '../../src/formats/parse-model.js';
import { encodeFile } from '../support/make-wavenet.js';
import { tinyWaveNet } from '../support/tiny-wavenet.js';
import { expectRefusal } from './expect-refusal.js';

describe('files of other kinds are told apart by content', () => {
  const bytes = (text: string) => Uint8Array.from(text, (character) => character.charCodeAt(0));
  const json = (value: unknown) => JSON.stringify(value);
  const cases: readonly (readonly [got: string, code: ErrorCode, content: string])[] = [
    ['a PyTorch checkpoint', 'unsupported', 'PK\x03\x04\0\0\0\0archive/data.pkl'],
    ['an HDF5 (Keras) model', 'unsupported', '\x89HDF\r\n\x1a\n'],
    ['a TensorFlow Lite model', 'unsupported', '\x1c\0\0\0TFL3'],
    ['a GuitarML (Proteus) model', 'unsupported', json({ model_data: {}, state_dict: {} })],
    ['a TensorFlow.js model', 'unsupported', json({ modelTopology: {} })],
    ['a zip archive', 'malformed', 'PK\x03\x04\0\0\0\0amp.nam'],
    ['a WAV file', 'malformed', 'RIFF\x24\0\0\0WAVEfmt '],
    ['a PNG picture', 'malformed', '\x89PNG\r\n\x1a\n'],
    ['a web page', 'malformed', '\n<!DOCTYPE html><html><body>404</body></html>'],
    ['an XML document', 'malformed', '<?xml version="1.0"?>'],
    ['a Git LFS pointer in place of the file', 'malformed', 'version https://git-lfs.github.com/spec/v1\n'],
    ['a blank file', 'malformed', ' \r\n'],
    ['a JSON list', 'malformed', '[1, 2]'],
    ['JSON without an object', 'malformed', '"model"'],
    ['JSON of another kind', 'malformed', '{"name": "dilatone", "version": "0.1.0"}'],
    ['binary data of an unknown kind', 'malformed', '\xfe\xff\0a\0b'],
  ];
  it.each(cases)('%s is %s', (got, code, content) => {
    expectRefusal(bytes(content), code, 'file', `expected ${SUPPORTED}, got ${got}`);
  });

  it('a byte order mark and blank lines do not hide a model', () => {
    const text = `\ufeff\n${new TextDecoder().decode(encodeFile(tinyWaveNet()))}\n\n`;
    expect(parseModel(new TextEncoder().encode(text)).info.format).toBe('nam');
  });

  it('what is no Uint8Array is a mistake of the caller', () => {
    expect(() => parseModel('{}' as unknown as Uint8Array)).toThrow(TypeError);
  });
});
