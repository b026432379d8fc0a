import { expect, test } from 'vitest';
import { importCircles } from './support/circles.js';
import { importGraph } from './support/imports.js';
import { readSources } from './support/sources.js';

const sources = readSources(['src', 'worklets', 'demo', 'bench', 'tools', 'test']);

test('no file imports itself through others, not even for types', () => {
  expect(sources.size).toBeGreaterThan(100);
  expect(importCircles(importGraph(sources))).toEqual([]);
});

test('circles are found whatever kind of import closes them', () => {
  const closings = [
    "import { a } from './a.js';",
    "import type { A } from './a.js';",
    "export * from './a.js';",
    "export type { A } from './a.js';",
    "const a = import('./a.js');",
    "let a: import('./a.js').A;",
    "/** @import { A } from './a.js' */",
    "/** @param {import('./a.js').A} a */ function f(a) {}",
  ];
  for (const closing of closings) {
    const circle = new Map([
      ['a.ts', "import { b } from './folder/b.js';"],
      ['folder/b.ts', "export { c } from '../c.mjs';"],
      ['c.mjs', closing],
    ]);
    expect(importCircles(importGraph(circle)), closing).toEqual(['a.ts → folder/b.ts → c.mjs → a.ts']);
  }
});

test('circles are listed shortest first, each once', () => {
  const graph = new Map([
    ['a.ts', ['b.ts', 'd.ts']],
    ['b.ts', ['c.ts']],
    ['c.ts', ['a.ts']],
    ['d.ts', ['e.ts']],
    ['e.ts', ['d.ts']],
    ['f.ts', ['a.ts']],
  ]);
  expect(importCircles(graph)).toEqual(['d.ts → e.ts → d.ts', 'a.ts → b.ts → c.ts → a.ts']);
});
