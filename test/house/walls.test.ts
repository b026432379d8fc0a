import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { drawHouse } from '../../tools/house/draw-house.js';
import { MAY_IMPORT } from '../../tools/house/walls.js';
import { type ImportGraph, importGraph } from './support/imports.js';
import { readSources } from './support/sources.js';

/** Files directly in `src` are rooms of their own. */
function roomOf(file: string): string {
  const [top, second] = file.split('/');
  return top === 'src' ? `${top}/${second}` : top;
}

function breachesOf(graph: ImportGraph): string[] {
  return Array.from(graph, ([file, targets]) => {
    const mayImport = MAY_IMPORT[roomOf(file)] ?? [];
    const strangers = targets.filter((path) => roomOf(path) !== roomOf(file) && !mayImport.includes(roomOf(path)));
    return strangers.map((path) => `${file} imports ${path}`);
  }).flat();
}

const sources = readSources(['src', 'worklets', 'demo']);

test('no import goes through a wall', () => {
  expect(breachesOf(importGraph(sources))).toEqual([]);
});

test('every room is known to the walls, and every wall has its room', () => {
  const rooms = new Set(Array.from(sources.keys(), roomOf));
  expect(Object.keys(MAY_IMPORT).sort()).toEqual([...rooms].sort());
});

test('an import through a wall is caught, whatever its kind', () => {
  const breach = (line: string) => breachesOf(importGraph(new Map([['src/network/facts.ts', line]])));
  const caught = ['src/network/facts.ts imports src/engine/planes.ts'];
  expect(breach("import type { Planes } from '../engine/planes.js';")).toEqual(caught);
  expect(breach("export * from '../engine/planes.js';")).toEqual(caught);
  expect(breach("const planes = await import('../engine/planes.js');")).toEqual(caught);
  expect(breach("export type P = import('../engine/planes.js').Planes;")).toEqual(caught);
  expect(breach("/** @import { Planes } from '../engine/planes.js' */")).toEqual(caught);
  expect(breach("import { DilatoneError } from '../errors.js';")).toEqual([]);
  expect(breach("import { inputsOf } from './network.js';")).toEqual([]);
});

test('of the compiler, the engine knows how to call it and what comes out, nothing of plans and steps', () => {
  const graph = importGraph(sources);
  const imported = Array.from(graph, ([file, targets]) => (file.startsWith('src/engine/') ? targets : [])).flat();
  const ofCompiler = imported.filter((file) => file.startsWith('src/compiler/'));
  expect([...new Set(ofCompiler)].sort()).toEqual(['src/compiler/compile.ts', 'src/compiler/program.ts']);
});

test('the picture of the house shows these walls (node tools/house/draw-house.mjs renews it)', () => {
  const picture = readFileSync(new URL('../../docs/images/house.svg', import.meta.url), 'utf8');
  expect(picture).toBe(drawHouse());
});
