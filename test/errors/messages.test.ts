import { describe, expect, it } from 'vitest';
import { DilatoneError, escapeHidden, printable } from '../../src/errors.js';
import { parseModel } from '../../src/formats/parse-model.js';
import { encodeFile } from '../support/make-wavenet.js';
import { tinyWaveNet } from '../support/tiny-wavenet.js';

/** What turns, hides or moves text on a terminal or a page. */
const HIDDEN = [
  '\n',
  '\r',
  '\t',
  '\0',
  '\x1b[31m',
  '\x7f',
  '\x9b31m',
  '\u200b',
  '\u202e',
  '\u2066',
  '\ufeff',
  '\u2028',
];

const NO_HIDDEN = /^[^\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]*$/u;

describe('a message', () => {
  it.each(HIDDEN)('shows %j as an escape, in the place and in the rest', (text) => {
    const { message, where } = new DilatoneError('malformed', `a${text}b`, `expected no ${text}, got x${text}y`);
    expect(message).toMatch(NO_HIDDEN);
    expect(where).toMatch(NO_HIDDEN);
    expect(message).toMatch(/^a\\.+b: expected no \\.+, got x\\.+y$/);
  });

  it('has at most 300 characters, whatever it is about', () => {
    for (const length of [1, 100, 289, 290, 291, 1000, 1e6]) {
      const long = 'n'.repeat(length);
      for (const [where, detail] of [
        [long, 'expected a, got b'],
        ['file', `expected ${long}, got b`],
        [long, `expected ${long}, got ${long}`],
        ['\u202e'.repeat(length), `expected a, got ${'\ud800'.repeat(length)}`],
        ['😀'.repeat(length), `expected a, got ${'😀'.repeat(length)}`],
      ]) {
        const { message } = new DilatoneError('malformed', where, detail);
        expect(message.length).toBeLessThanOrEqual(300);
        expect(message).toMatch(NO_HIDDEN);
        expect(message).toContain('expected ');
      }
    }
  });

  it('keeps the start of the place and the end of what was found', () => {
    const { message } = new DilatoneError(
      'malformed',
      `node ${'x'.repeat(500)} (Add)`,
      'expected two inputs, got three',
    );
    expect(message).toMatch(/^node x+…x+ \(Add\): expected two inputs, got three$/);
  });

  it('that is short and plain stays as it is', () => {
    const { message } = new DilatoneError('limit', 'config.layers[2]', 'expected “1” × 2, got é 日本 😀');
    expect(message).toBe('config.layers[2]: expected “1” × 2, got é 日本 😀');
  });
});

it('JSON without hidden characters is the same JSON', () => {
  const value = HIDDEN.map((text) => ({ [text]: `${text}${text}` }));
  const json = escapeHidden(JSON.stringify(value));
  expect(json).toMatch(NO_HIDDEN);
  expect(JSON.parse(json)).toEqual(value);
});

it('names of megabytes cost no more than their start', () => {
  expect(printable('x'.repeat(2 ** 22))).toHaveLength(290);
});

it('names in a file come back short and plain', () => {
  const file = { ...tinyWaveNet(), architecture: `Wave\u202eNet\x1b[2J${'x'.repeat(1e5)}` };
  expect(() => parseModel(encodeFile(file))).toThrow(/^[^\p{Cc}\p{Cf}]{1,300}$/u);
});
