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
    ['plain text (UTF-16)', 'malformed', '\xfe\xff\0a\0b'],
    ['plain text (UTF-16)', 'malformed', '\xff\xfea\0b\0'],
    ['plain text', 'malformed', 'Dear reader,\nthank you for this amp.\n'],
    ['binary data of an unknown kind', 'malformed', '\xc0\xc1\0\x01\x02'],
    ['binary data of an unknown kind', 'malformed', '\x01\x02\x03\x04'],
    ['a WebP picture', 'malformed', 'RIFF\x24\0\0\0WEBPVP8 '],
    ['an MP3 file', 'malformed', '\xff\xfb\x90\x64\0\0'],
    ['a PDF document', 'malformed', '%PDF-1.7\n'],
  ];
  it.each(cases)('%s is %s', (got, code, content) => {
    expectRefusal(bytes(content), code, 'file', `expected ${SUPPORTED}, got ${got}`);
  });

  const tensors = { 'blocks.0.conv1.weight': [[[1]]], 'blocks.0.conv1.bias': [0] };
  const zip = (name: string, before = 0) => `PK\x03\x04\0\0\0\0${'-'.repeat(before)}${name}`;
  const advised: readonly (readonly [file: string, content: string, got: string, advice: string])[] = [
    [
      'state_dict of a TCN',
      json({ state_dict: tensors }),
      'a PyTorch state_dict of a TCN',
      'as ONNX, or with tools/pytorch',
    ],
    ['plain state_dict', json(tensors), 'a PyTorch state_dict', 'as ONNX, or with tools/pytorch'],
    ['state_dict by another name', json({ epoch: 3, model: tensors }), 'a PyTorch state_dict', 'as ONNX, or with'],
    [
      'TCN of GuitarML’s trainer',
      json({ model_data: { model: 'TCN' }, state_dict: tensors }),
      'a GuitarML (Proteus) model that is no LSTM or GRU ("TCN")',
      'as ONNX, or with tools/pytorch',
    ],
    [
      'network with a name that is none',
      json({ model_data: { model: '\u0007'.repeat(1000) }, state_dict: tensors }),
      'a GuitarML (Proteus) model that is no LSTM or GRU, which',
      'as ONNX, or with tools/pytorch',
    ],
    ['.namb', 'BMAN\x01\0\0\0', 'a .namb model', 'load the .nam file that it was made from'],
    ['.namb of other byte order', 'NAMB\0\0\0\x01', 'a .namb model', 'load the .nam file that it was made from'],
    ['.h5', '\x89HDF\r\n\x1a\n', 'an HDF5 (Keras) model', 'as ONNX (tf2onnx), or as RTNeural JSON'],
    [
      '.keras',
      zip('metadata.json…config.json…model.weights.h5'),
      'a Keras model',
      'as ONNX (tf2onnx), or as RTNeural JSON',
    ],
    ['.pt', zip('archive/data.pkl'), 'a PyTorch checkpoint', 'as ONNX, or with tools/pytorch'],
    ['.pt with its list of files at the end', zip('m/data.pkl', 9000), 'a PyTorch checkpoint', 'as ONNX, or with'],
    ['.pth of old PyTorch', '\x80\x02\x8a\nl\xfc\x9cF\xf9', 'a PyTorch checkpoint', 'as ONNX, or with tools/pytorch'],
    ['.ckpt as a pickle', '\x80\x04\x95\x10\0\0', 'a PyTorch checkpoint', 'as ONNX, or with tools/pytorch'],
    ['.tflite', '\x1c\0\0\0TFL3', 'a TensorFlow Lite model', 'export the original model as ONNX'],
    [
      'zip with a .nam',
      zip('Amps/clean.nam'),
      'a zip archive of .nam files',
      'unpack it and load the model that is in it',
    ],
    ['library of ToneX', 'SQLite format 3\0\x10\0ToneModels TONEX', 'a file of ToneX', 'load a .nam capture'],
    ['preset of ToneX', '<?xml version="1.0"?><Tonex/>', 'a file of ToneX', 'load a .nam capture'],
    ['capture of ToneX', '\x07\xff\xfeT\0O\0N\0E\0X\0', 'a file of ToneX', 'load a .nam capture'],
    ['impulse response', 'RIFF\x24\0\0\0WAVEfmt ', 'a WAV file', 'play it as a sound, or as a cabinet'],
  ];
  it.each(advised)('%s is refused by name, in one short line that says what to do', (_, content, got, advice) => {
    const refused = () => parseModel(bytes(content));
    expect(refused).toThrow(`expected ${SUPPORTED}, got ${got}`);
    expect(refused).toThrow(/^[^\n]{1,300}$/);
    expect(refused).toThrow(advice);
  });

  it.each([
    [`Amps/clean.nam…Amps/Crunch.NAM…Cabs/V30.wav`, 'a zip archive of .nam and .wav files; unpack it'],
    ['a.WAV', 'a zip archive of .wav files; unpack it'],
    ['letter.docx', 'a zip archive; unpack it'],
  ])('a zip with %s says what is in it, wherever the names are', (names, got) => {
    for (const before of [0, 9000]) expect(() => parseModel(bytes(zip(names, before)))).toThrow(`got ${got}`);
  });

  it('a model is no file of ToneX because its text mentions it', () => {
    const file = { ...tinyWaveNet(), metadata: { name: 'Better than ToneX' } };
    expect(parseModel(encodeFile(file)).info.metadata.name).toBe('Better than ToneX');
  });

  it('a byte order mark and blank lines do not hide a model', () => {
    const text = `\ufeff\n${new TextDecoder().decode(encodeFile(tinyWaveNet()))}\n\n`;
    expect(parseModel(new TextEncoder().encode(text)).info.format).toBe('nam');
  });

  it('what is no Uint8Array is a mistake of the caller', () => {
    expect(() => parseModel('{}' as unknown as Uint8Array)).toThrow(TypeError);
  });
});
