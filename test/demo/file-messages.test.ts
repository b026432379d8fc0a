import { describe, expect, test, vi } from 'vitest';
import { overviewOf } from '../../demo/analysis/envelope.js';
import { monoOf } from '../../demo/audio/mono.js';
import { kindOfFile } from '../../demo/file-kind.js';
import * as messages from '../../demo/messages.js';
import { DilatoneError, loadModel, parseModel } from '../../src/index.js';
import { encodeFile } from '../support/make-wavenet.js';
import { tinyWaveNet } from '../support/tiny-wavenet.js';

const bytesOf = (text: string) => Uint8Array.from(text, (letter) => letter.charCodeAt(0));
const fileOf = (name: string, content: string | Uint8Array<ArrayBuffer>) =>
  new File([typeof content === 'string' ? bytesOf(content) : content], name);

/** What the page says of a file that is opened as a model. */
async function asModel(name: string, content: string): Promise<string> {
  const error = await loadModel(fileOf(name, content)).catch((reason: unknown) => reason);
  const { what, advice } = messages.describeModelFailure(error, name);
  return `${what} ${advice}`;
}

/** What the page says of a file that no browser can decode. */
async function asSound(name: string, content: string | Uint8Array<ArrayBuffer>): Promise<string> {
  const kind = await kindOfFile(fileOf(name, content), messages.MODEL_KIND);
  const { what, advice } = messages.describeSoundFailure(name, new Error('EncodingError'), kind);
  return `${what} ${advice}`;
}

const ZIP = 'PK\x03\x04\0\0\0\0';
const PDF = '%PDF-1.7\n';
const PAGE = '<!doctype html><title>Download</title>';

describe('a file that is no model', () => {
  test.each([
    ['amps.zip', ZIP, '“amps.zip” is a zip archive, not a model. Unpack it first, then drop what is in it.'],
    [
      'amps.zip',
      `${ZIP}clean.nam v30.wav`,
      '“amps.zip” is a zip archive of .nam and .wav files. Unpack it first, then drop what is in it.',
    ],
    ['amp.nam', 'Dear reader,', '“amp.nam” is plain text, not a model. Try a .nam file.'],
    ['amp.nam', '\xff\xfea\0b\0', '“amp.nam” is plain text (UTF-16), not a model. Try a .nam file.'],
    ['amp.nam', PAGE, '“amp.nam” is a web page, not a model. Download the model itself.'],
    ['amp.nam', PDF, '“amp.nam” is a PDF document, not a model. Try a .nam file.'],
    ['amp.nam', '\x89PNG\r\n', '“amp.nam” is a PNG picture, not a model. Try a .nam file.'],
    ['amp.nam', '', '“amp.nam” is an empty file. Download it again.'],
    ['amp.json', '{"a": 1}', '“amp.json” is JSON of another kind, not a model. Try a .nam file.'],
    [
      'amp.nam',
      'RIFF\x24\0\0\0WAVEfmt ',
      '“amp.nam” is a WAV file, though its name is that of a model. Rename it to end in .wav, then drop it again.',
    ],
    [
      'amp.pth',
      '\x80\x02\x8a',
      '“amp.pth” is a PyTorch checkpoint, which does not run here. Export it from PyTorch as ONNX, or with tools/pytorch.',
    ],
    [
      'amp.json',
      '{"model_data": {"model": "TCN"}, "state_dict": {}}',
      '“amp.json” is a GuitarML (Proteus) model that is no LSTM or GRU ("TCN"), which does not run here. Export it from PyTorch as ONNX, or with tools/pytorch.',
    ],
    [
      'amp.nam',
      '{"version": "0.5.4", ',
      '“amp.nam” is not a complete model file. Download it again, or try another .nam file.',
    ],
  ])('%s with %j is called what it is', async (name, content, expected) => {
    expect(await asModel(name, content)).toBe(expected);
  });

  test('in a rig, whose errors begin with the name of the file, is called the same', () => {
    try {
      parseModel(bytesOf(PDF));
    } catch (error) {
      const { message } = error as DilatoneError;
      const named = new DilatoneError('malformed', 'my amp.nam', message.slice('file: '.length));
      expect(messages.describeModelFailure(named, 'amp').what).toBe('“amp” is a PDF document, not a model.');
      return;
    }
    expect.unreachable();
  });
});

describe('a file that is no sound', () => {
  test.each([
    ['take.wav', ZIP, '“take.wav” is a zip archive, not a sound. Unpack it first'],
    ['take.wav', PDF, '“take.wav” is a PDF document, not a sound. Try a WAV'],
    ['take.wav', PAGE, '“take.wav” is a web page, not a sound.'],
    ['take.wav', '', '“take.wav” is an empty file.'],
    ['take.wav', '\x01\x02\x03\x04', '“take.wav” is not a sound that this browser can read.'],
    ['take.wav', 'RIFF\x24\0\0\0WAVEfmt ', '“take.wav” is not a sound that this browser can read.'],
    [
      'take.wav',
      encodeFile(tinyWaveNet()),
      '“take.wav” is a model, though its name is that of a sound. Rename it to end in .nam',
    ],
  ] as [string, string | Uint8Array<ArrayBuffer>, string][])(
    '%s (%#) is called what it is',
    async (name, content, expected) => {
      expect(await asSound(name, content)).toContain(expected);
    },
  );
});

describe('without network', () => {
  const unreachable = new DilatoneError('load', 'https://example.com/amp.nam', 'x', {
    cause: new TypeError('Failed to fetch'),
  });
  const gone = new DilatoneError('load', 'amp.nam', 'x', { cause: new DOMException('gone', 'NotFoundError') });

  test('a model of an address is not there, and a file that is gone is gone', () => {
    vi.stubGlobal('navigator', { onLine: false });
    expect(messages.describeModelFailure(unreachable, 'amp').what).toBe(
      '“amp” is not on this computer, and you are offline.',
    );
    expect(messages.describeModelFailure(gone, 'amp').what).toBe('“amp” could not be read.');
    expect(messages.describeWorkletFailure('recording').what).toContain('you are offline');
    vi.stubGlobal('navigator', { onLine: true });
    expect(messages.describeModelFailure(unreachable, 'amp').what).toBe('“amp” could not be read.');
    vi.unstubAllGlobals();
  });
});

describe('what is played of a sound', () => {
  const left = Float32Array.of(0.5, -0.5, 0.25);
  const right = Float32Array.of(0.1, 0.1, 0.1);
  const silent = new Float32Array(3);

  test('is the mean of the channels that sound', () => {
    expect(monoOf([left])).toBe(left);
    expect(monoOf([left, silent])).toEqual(left);
    expect(monoOf([silent, left])).toEqual(left);
    expect(monoOf([left.map((x) => x * 1e-5), left])).toEqual(left);
    const both = monoOf([left, right]);
    for (const [t, x] of both.entries()) expect(x).toBeCloseTo((left[t] + right[t]) / 2, 6);
    expect(monoOf([left, right, silent, silent, silent, silent])).toEqual(both);
    expect(monoOf([silent, silent])).toEqual(silent);
  });

  test('is drawn whole, however short it is', () => {
    expect([...overviewOf(Float32Array.of(-0.5), 4)]).toEqual([0.5, 0.5, 0.5, 0.5]);
    expect([...overviewOf(Float32Array.of(0.25, 0.5, 1), 6)]).toEqual([0.25, 0.25, 0.5, 0.5, 1, 1]);
    expect([...overviewOf(new Float32Array(0), 2)]).toEqual([0, 0]);
  });
});
