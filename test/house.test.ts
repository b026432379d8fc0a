import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));

/** What each room may import; the rooms not named here may import none of ours, and nobody may import them. */
const MAY_IMPORT: Record<string, readonly string[]> = {
  'src/errors.ts': [],
  'src/network': ['src/errors.ts'],
  'src/model': ['src/errors.ts', 'src/network'],
  'src/formats': ['src/errors.ts', 'src/network', 'src/model'],
  'src/interpreter': ['src/errors.ts', 'src/network'],
  'src/compiler': ['src/errors.ts', 'src/network'],
  'src/engine': ['src/errors.ts', 'src/network', 'src/interpreter', 'src/compiler'],
  'src/live': ['src/errors.ts', 'src/network', 'src/engine'],
  'src/offline': ['src/errors.ts', 'src/network', 'src/model', 'src/engine'],
  'src/controller': [
    ...['src/errors.ts', 'src/network', 'src/model', 'src/formats'],
    ...['src/compiler', 'src/engine', 'src/live'],
  ],
  'src/pedal': ['src/errors.ts', 'src/network', 'src/model', 'src/formats', 'src/live', 'src/controller'],
  'src/wam': ['src/errors.ts', 'src/model', 'src/formats', 'src/live', 'src/controller', 'src/pedal'],
  'src/wav': ['src/errors.ts'],
  'src/timing': ['src/network', 'src/model', 'src/formats', 'src/compiler', 'src/engine'],
  'src/cli': [
    ...['src/errors.ts', 'src/network', 'src/model', 'src/formats', 'src/compiler', 'src/engine', 'src/offline'],
    ...['src/wav', 'src/timing', 'package.json'],
  ],
  'src/engine.ts': ['src/errors.ts', 'src/network', 'src/model', 'src/compiler', 'src/engine', 'src/offline'],
  'src/formats.ts': ['src/errors.ts', 'src/network', 'src/model', 'src/formats'],
  'src/index.ts': [
    ...['src/errors.ts', 'src/network', 'src/model', 'src/formats', 'src/compiler'],
    ...['src/engine', 'src/live', 'src/offline', 'src/controller'],
  ],
  worklets: ['src/errors.ts', 'src/network', 'src/engine', 'src/live', 'src/wam'],
  demo: ['src/index.ts', 'src/wav', 'models'],
};

/** What the audio thread must never do, as far as a line shows it. */
const NOT_IN_REAL_TIME =
  /\bnew \w|\bthrow\b|=>|\.subarray\(|\.slice\(|\.map\(|\.forEach\(|\bfor \(const .* of |console\.|\.\.\.|`|postMessage/;

function sourceFiles(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.d.ts'))
    .map((file) => join(folder, file));
}

function roomOf(file: string): string {
  const [top, second] = file.split('/');
  return top === 'src' ? `${top}/${second}` : top;
}

const files = ['src', 'worklets', 'demo'].flatMap(sourceFiles);
const textOf = (file: string): string => readFileSync(join(root, file), 'utf8');

describe('the house', () => {
  test('no import goes through a wall', () => {
    const breaches: string[] = [];
    for (const file of files) {
      for (const [, target] of textOf(file).matchAll(/(?:from|import\()\s*'(\.[^']+)'/g)) {
        const path = relative(root, join(root, dirname(file), target)).replace(/\.js$/, '.ts');
        const [from, to] = [roomOf(file), roomOf(path)];
        if (from !== to && !MAY_IMPORT[from]?.includes(to)) breaches.push(`${file} imports ${path}`);
      }
    }
    expect(breaches).toEqual([]);
  });

  test('every room is known to the walls', () => {
    const rooms = new Set(files.map(roomOf));
    expect([...rooms].filter((room) => !(room in MAY_IMPORT))).toEqual([]);
  });

  test('functions for the audio thread only do arithmetic', () => {
    const breaches: string[] = [];
    let functions = 0;
    for (const file of files) {
      const lines = textOf(file).split('\n');
      lines.forEach((line, n) => {
        if (!/@realtime(?!-)/.test(line)) return;
        functions++;
        for (const [at, body] of bodyAfter(lines, n + 1)) {
          if (NOT_IN_REAL_TIME.test(body)) breaches.push(`${file}:${at + 1} ${body.trim()}`);
        }
      });
    }
    expect(breaches).toEqual([]);
    expect(functions).toBeGreaterThan(10);
  });
});

/** The lines, with their numbers, of the first braced body from a line on; comments removed. */
function bodyAfter(lines: readonly string[], start: number): [number, string][] {
  const body: [number, string][] = [];
  let depth = 0;
  for (let n = start; n < lines.length; n++) {
    const line = lines[n].replace(/\/\/.*$/, '').replace(/^\s*(\/\*\*|\*).*$/, '');
    if (depth > 0) body.push([n, line]);
    for (const character of line) {
      if (character === '{') depth++;
      if (character === '}') depth--;
    }
    if (depth === 0 && line.includes('}')) return body;
  }
  return body;
}
