import { describe, expect, test } from 'vitest';
import * as format from '../../demo/format.js';
import * as messages from '../../demo/messages.js';
import { kindOf, sortFiles } from '../../demo/session/dropped-files.js';
import type { Notice } from '../../demo/state.js';
import { DilatoneError, type ErrorCode } from '../../src/index.js';
import { encodeWav } from '../../src/wav/encode-wav.js';

/** Spaces that do not break are spaces to the reader. */
const plain = (text: string) => text.replace(/[\u00a0\u202f]/g, ' ');

describe('numbers in words', () => {
  test.each([
    [format.formatInteger(13802), '13 802'],
    [format.formatInteger(1234567), '1 234 567'],
    [format.formatInteger(7), '7'],
    [format.formatCount(9592), '9 592'],
    [format.formatCount(13324), '13.3 k'],
    [format.formatCount(1_240_000), '1.24 M'],
    [format.formatMs(85.27), '85 ms'],
    [format.formatMs(1.31), '1.3 ms'],
    [format.formatMs(0), '0 ms'],
    [format.formatMs(0.0417), '0.042 ms'],
    [format.formatMs(1370), '1.37 s'],
    [format.formatDb(6), '+6 dB'],
    [format.formatDb(-3.5), '−3.5 dB'],
    [format.formatDb(-0.01), '0 dB'],
    [format.formatPercent(1), '100 %'],
    [format.formatPercent(0.046), '4.6 %'],
    [format.formatPercent(0.07), '7 %'],
    [format.formatHz(44_100), '44.1 kHz'],
    [format.formatHz(440), '440 Hz'],
    [format.formatBytes(196_416), '196 kB'],
    [format.formatBytes(500_000_000), '500 MB'],
    [format.formatClock(74.9), '1:14'],
  ])('%s reads “%s”', (text, expected) => {
    expect(plain(text)).toBe(expected);
  });
});

describe('dropped files', () => {
  test.each([
    ['amp.nam', '', 'model'],
    ['AMP.NAM', 'application/octet-stream', 'model'],
    ['amp', '', 'model'],
    ['take.WAV', '', 'sound'],
    ['take', 'audio/mpeg', 'sound'],
    ...['amp.json', 'amp.aidax', 'amp.namb', 'amp.h5', 'amp.keras', 'amp.pt', 'amp.pth', 'amp.ckpt'].map(
      (name): [string, string, string] => [name, 'application/octet-stream', 'model'],
    ),
    ['amps.zip', 'application/zip', 'model'],
    ['photo.png', 'image/png', 'strange'],
    ['letter.pdf', 'application/pdf', 'strange'],
  ])('%s of type “%s” is a %s', (name, type, kind) => {
    expect(kindOf({ name, type })).toBe(kind);
  });

  const wav = (name: string, seconds: number) => {
    const { bytes } = encodeWav({ sampleRate: 8000, channels: [new Float32Array(8000 * seconds).fill(0.1)] }, '32f');
    return new File([bytes], name, { type: 'audio/wav' });
  };
  const other = (name: string) => new File(['x'], name);
  const namesOf = async (...files: File[]) => {
    const { model, response, sound, ignored } = await sortFiles(files);
    return [model?.name, response?.name, sound?.name, ignored];
  };

  test('one model and one sound are used, the others counted', async () => {
    const files = [wav('a.wav', 2), other('b.nam'), other('c.nam'), wav('d.wav', 2), other('e.png')];
    expect(await namesOf(...files)).toEqual(['b.nam', undefined, 'a.wav', 3]);
  });

  test('a short sound is a cabinet if its name says so, or beside a model', async () => {
    for (const name of ['V30 IR.wav', 'my_cab_01.wav', '4x12 SM57.wav', 'Impulse.wav', 'IR-room.wav']) {
      expect(await namesOf(wav(name, 0.2)), name).toEqual([undefined, name, undefined, 0]);
    }
    for (const name of ['fire.wav', 'cabaret.wav', 'first.wav', 'riff.wav']) {
      expect(await namesOf(wav(name, 0.2)), name).toEqual([undefined, undefined, name, 0]);
    }
    expect(await namesOf(other('a.nam'), wav('sm57.wav', 0.2))).toEqual(['a.nam', 'sm57.wav', undefined, 0]);
    expect(await namesOf(other('a.nam'), wav('riff.wav', 1.5))).toEqual(['a.nam', undefined, 'riff.wav', 0]);
    expect(await namesOf(other('a.nam'), other('hit.mp3'))).toEqual(['a.nam', undefined, 'hit.mp3', 0]);
    const all = [wav('riff.wav', 3), wav('x.wav', 0.1), other('a.nam'), wav('y.wav', 0.1)];
    expect(await namesOf(...all)).toEqual(['a.nam', 'x.wav', 'riff.wav', 1]);
  });

  test('a song is none, whatever its name', async () => {
    const song = new File([new Uint8Array(3_000_000)], 'live at the cab.wav', { type: 'audio/wav' });
    expect(await namesOf(song)).toEqual([undefined, undefined, song.name, 0]);
  });
});

describe('messages', () => {
  const codes: ErrorCode[] = [
    'malformed',
    'unsupported',
    'limit',
    'load',
    'fault',
    'worklet',
    'microphone',
    'disposed',
    'aborted',
  ];
  const failure = (name: string) => Object.assign(new Error('raw words of the browser'), { name });
  const notices: [string, Notice][] = [
    ...codes.map((code): [string, Notice] => [
      `model ${code}`,
      messages.describeModelFailure(new DilatoneError(code, 'weights', 'expected 2 numbers, got 1'), 'amp.nam'),
    ]),
    ['model, unknown', messages.describeModelFailure(new TypeError('x is not a function'), 'amp.nam')],
    ...['NotAllowedError', 'NotFoundError', 'NotReadableError', 'NotSupportedError', 'StrangeError'].map(
      (name): [string, Notice] => [
        `microphone ${name}`,
        messages.describeMicrophoneFailure(
          new DilatoneError('microphone', 'microphone', 'x', { cause: failure(name) }),
        ),
      ],
    ),
    ['microphone, raw', messages.describeMicrophoneFailure(failure('NotAllowedError'))],
    ['sound', messages.describeSoundFailure('take.wav', new Error('raw words of the browser'))],
    ['broken response', messages.describeBrokenResponse('room.wav', 3)],
    ['song as a response', messages.describeSong('song.wav')],
    ['silent response', messages.describeSilentResponse('room.wav')],
    ['large sound', messages.describeLargeSound('take.wav', 500_000_000)],
    ['strange', messages.describeStrangeFile('photo.png')],
    ['start', messages.describeStartFailure()],
    ['forgotten model', messages.describeForgottenModel()],
    ['gate', messages.describeWorkletFailure('noise gate')],
    ['recording', messages.describeWorkletFailure('recording')],
    ['broken in a rendering', messages.describeFaultInFile('Triode', 'take.wav', 'output: expected finite numbers')],
    ['rendering', messages.describeRenderingFailure('take.wav', 'render: ended')],
    ['large response', messages.describeLargeResponse('hall.wav')],
    ['clipboard', messages.describeRefusedClipboard('https://example.com/')],
    ['lost microphone', messages.describeLostMicrophone()],
    ['restart', messages.describeRestart('Triode', 'output: expected finite samples, got NaN')],
    ['fault', messages.describeFault('Triode', 'output: expected finite samples, got NaN')],
  ];

  test.each(notices)('%s: one sentence says what was wrong, the next what to do', (_, { tone, what, advice }) => {
    expect(tone).toBe('wrong');
    for (const sentence of [what, advice]) expect(sentence).toMatch(/^[A-Z“][^!]*\.$/);
    expect(`${what} ${advice}`).not.toMatch(/raw words|is not a function|Error|undefined|\[object/);
  });

  test('the reasons why there is no microphone are told apart', () => {
    const told = notices.filter(([name]) => name.startsWith('microphone ')).map(([, { what }]) => what);
    expect(new Set(told).size).toBe(5);
  });

  test('a sound that cannot be used tells where it is broken', () => {
    const error = new DilatoneError('malformed', 'channel 1, frame 10', 'expected a finite number, got another');
    expect(messages.describeSoundFailure('take.wav', error).detail).toContain('channel 1, frame 10');
    expect(messages.describeSoundFailure('take.wav', new Error('EncodingError')).detail).toBeUndefined();
  });

  test.each([
    new DilatoneError('worklet', 'setModel', 'engine: expected finite samples, got NaN'),
    new DilatoneError('fault', 'output', 'expected finite numbers, got NaN from frame 3 (0.000 s) of channel 1 on'),
  ])('a model that goes wrong is named, not the browser: $message', (error) => {
    const { what, advice, detail } = messages.describeModelFailure(error, 'amp.nam');
    expect(what).toContain('“amp.nam”');
    expect(`${what} ${advice}`).not.toMatch(/browser/i);
    expect(detail).toBe(error.message);
  });

  test('names of files neither turn the sentence nor hide in it', () => {
    const { what } = messages.describeStrangeFile('gpj.\u202eman\u200b<b>\n.exe');
    expect(what).toBe('“gpj.\\u202eman\\u200b<b>\\u000a.exe” is neither a model nor a sound.');
  });

  test('a refused model keeps the place and the values, for those who repair it', () => {
    const error = new DilatoneError('malformed', 'weights', 'expected 2 numbers, got 1');
    expect(messages.describeModelFailure(error, 'amp.nam').detail).toBe('weights: expected 2 numbers, got 1');
  });
});
