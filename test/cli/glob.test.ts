import { mkdirSync, symlinkSync } from 'node:fs';
import { dirname } from 'node:path';
import { describe, expect, it } from 'vitest';
import { expandBraces } from '../../src/cli/glob/braces.js';
import { NamePattern } from '../../src/cli/glob/name-pattern.js';
import { isPattern, search } from '../../src/cli/glob/search.js';
import { seededRandom } from '../support/seeded-random.js';
import { type Sandbox, sandbox } from './harness.js';

const signal = new AbortController().signal;

/** A sandbox with empty files. */
function withFiles(...names: string[]): Sandbox {
  const files = sandbox();
  for (const name of names) {
    mkdirSync(dirname(files.file(name)), { recursive: true });
    files.write(name, '');
  }
  return files;
}

/** What a pattern finds, seen from the sandbox. */
async function found(files: Sandbox, pattern: string): Promise<string[]> {
  const result = await search(files.file(pattern), { signal });
  return result.files.map((path) => path.slice(files.path.length + 1));
}

describe('a pattern for a name', () => {
  it.each([
    ['*.wav', 'a.wav', true],
    ['*.wav', '.hidden.wav', false],
    ['.*.wav', '.hidden.wav', true],
    ['take?.wav', 'take1.wav', true],
    ['take?.wav', 'take12.wav', false],
    ['take[1-3].wav', 'take2.wav', true],
    ['take[!1-3].wav', 'take2.wav', false],
    ['take[1', 'take[1', true],
    ['[]a].wav', '].wav', true],
    ['+(ab|c).wav', 'abcab.wav', true],
    ['!(a).wav', 'a.wav', false],
    ['!(a).wav', 'b.wav', true],
    ['\\*.wav', '*.wav', true],
    ['\\*.wav', 'a.wav', false],
    ['*ö*.wav', 'Flöte.wav', true],
  ])('%s for %s: %s', (pattern, name, matches) => {
    expect(new NamePattern(pattern).matches(name)).toBe(matches);
  });

  it('of very many stars is no riddle', () => {
    const name = 'a'.repeat(200);
    expect(new NamePattern(`${'*a'.repeat(100)}*b`).matches(name)).toBe(false);
    expect(new NamePattern(`${'+(a|aa)'.repeat(20)}b`).matches(name)).toBe(false);
    expect(new NamePattern(`${'*a'.repeat(100)}*`).matches(name)).toBe(true);
  });

  it.each([
    `${'+('.repeat(8)}a|aa|aaa${')'.repeat(8)}b`,
    `${'+(*a*a*a*|*a*a*)'.repeat(60)}b`,
    `${`${'*('.repeat(8)}*a*${')'.repeat(8)}`.repeat(35)}b`,
    `${'!(*a*)'.repeat(150)}b`,
  ])('of groups in groups is none either: %s', (pattern) => {
    expect(new NamePattern(pattern).matches('a'.repeat(255))).toBe(false);
  });

  it('that still makes too many ways is refused', () => {
    const deep = `${'!(*'.repeat(4)}?${')'.repeat(4)}`.repeat(60);
    expect(() => new NamePattern(deep).matches('ab'.repeat(127))).toThrow('steps for a name, got more');
  });

  it('matches what the regular expression matches that says the same', () => {
    const random = seededRandom(15);
    const pick = (count: number) => Math.floor(count * random());
    const counts = { matched: 0, other: 0 };
    /** A part of a pattern, and of the expression. */
    const part = (depth: number): [string, string] => {
      const plain: [string, string][] = [
        ['a', 'a'],
        ['b', 'b'],
        ['*', '.*'],
        ['?', '.'],
        ['[ab]', '[ab]'],
        ['[!a]', '[^a]'],
      ];
      if (depth === 0 || random() < 0.6) return plain[pick(plain.length)];
      const choices = Array.from({ length: 1 + pick(3) }, () => sequence(depth - 1));
      const [patterns, expressions] = [0, 1].map((n) => choices.map((choice) => choice[n]).join('|'));
      const kind = '@+*?'[pick(4)];
      return [`${kind}(${patterns})`, `(?:${expressions})${kind === '@' ? '' : kind}`];
    };
    const sequence = (depth: number): [string, string] => {
      const parts = Array.from({ length: 1 + pick(3) }, () => part(depth));
      return [parts.map(([pattern]) => pattern).join(''), parts.map(([, expression]) => expression).join('')];
    };
    for (let n = 0; n < 3_000; n++) {
      const [pattern, expression] = sequence(2);
      const name = Array.from({ length: pick(7) }, () => 'abc'[pick(3)]).join('');
      const expected = new RegExp(`^(?:${expression})$`, 's').test(name);
      expect(new NamePattern(pattern).matches(name), `${pattern} for ${name}`).toBe(expected);
      counts[expected ? 'matched' : 'other']++;
    }
    expect(Math.min(counts.matched, counts.other)).toBeGreaterThan(500);
  });
});

describe('braces', () => {
  it.each([
    ['{a,b}.wav', ['a.wav', 'b.wav']],
    ['{a,{b,c}d}', ['a', 'bd', 'cd']],
    ['take{08..11}', ['take08', 'take09', 'take10', 'take11']],
    ['{c..a}', ['c', 'b', 'a']],
    ['{a}', ['{a}']],
    ['{a,b', ['{a,b']],
    ['{,x}', ['', 'x']],
  ])('%s', (pattern, expected) => {
    expect(expandBraces(pattern)).toEqual(expected);
  });

  it('that stand for too much are refused', async () => {
    expect(expandBraces('{a,b}'.repeat(30))).toBeNull();
    expect(expandBraces('{1..999999999}')).toBeNull();
    await expect(search('{a,b}'.repeat(30), { signal })).rejects.toMatchObject({ code: 'limit' });
    await expect(search('*'.repeat(100_000), { signal })).rejects.toMatchObject({ code: 'limit' });
  });
});

describe('a search', () => {
  const NAMES = ['dry/b.wav', 'dry/deep/er/a.wav', 'dry/deep/.git/no.wav', 'dry/c.txt', 'other.wav'];

  it.each([
    ['*.wav', ['other.wav']],
    ['dry/*.wav', ['dry/b.wav']],
    ['dry/**/*.wav', ['dry/b.wav', 'dry/deep/er/a.wav']],
    ['**/*.{wav,txt}', ['dry/b.wav', 'dry/c.txt', 'dry/deep/er/a.wav', 'other.wav']],
    ['**/**/**/a.wav', ['dry/deep/er/a.wav']],
    ['dry/*/*/a.*', ['dry/deep/er/a.wav']],
    ['dry/[bc].*', ['dry/b.wav', 'dry/c.txt']],
    ['none/*.wav', []],
    ['other.wav/*', []],
  ])('of %s', async (pattern, expected) => {
    expect(await found(withFiles(...NAMES), pattern)).toEqual(expected);
  });

  it('follows links, but not in circles', async () => {
    const files = withFiles('a/one.wav', 'b/two.wav');
    symlinkSync(files.file('b'), files.file('a/linked'));
    symlinkSync(files.file('a'), files.file('a/circle'));
    symlinkSync('..', files.file('b/up'));
    const names = await found(files, 'a/**/*.wav');
    expect(names).toContain('a/one.wav');
    expect(names).toContain('a/linked/two.wav');
    expect(names.length).toBeLessThan(10);
  });

  it('of too many folders or files ends with what is allowed', async () => {
    const files = withFiles('a/1.wav', 'b/2.wav', 'c/3.wav');
    const of = (limits: object) => search(files.file('**/*.wav'), { signal, ...limits });
    await expect(of({ mostFolders: 2 })).rejects.toThrow('expected at most 2 folders to search, got more');
    await expect(of({ mostFiles: 2 })).rejects.toThrow('expected at most 2 files');
    expect((await of({ mostFolders: 4, mostFiles: 3 })).files).toHaveLength(3);
  });

  it('can be interrupted', async () => {
    const interruption = new AbortController();
    const files = withFiles('a/1.wav', 'b/2.wav');
    const onProgress = () => interruption.abort();
    const searching = search(files.file('**/*.wav'), { signal: interruption.signal, onProgress });
    await expect(searching).rejects.toMatchObject({ code: 'aborted' });
  });
});

it('a name with brackets or braces that stand for themselves is no pattern', () => {
  expect(isPattern('take {1}.wav')).toBe(false);
  expect(isPattern('take [1.wav')).toBe(false);
  expect(isPattern('take [1].wav')).toBe(true);
});
