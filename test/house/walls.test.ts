import { expect, test } from 'vitest';
import { type ImportGraph, importGraph } from './support/imports.js';
import { readSources } from './support/sources.js';

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
  'src/timing': ['src/network', 'src/model', 'src/formats', 'src/compiler', 'src/engine'],
  'src/wav': ['src/errors.ts'],
  'src/cli': [
    ...['src/errors.ts', 'src/network', 'src/model', 'src/formats', 'src/compiler', 'src/engine', 'src/offline'],
    ...['src/timing', 'src/wav', 'package.json'],
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
