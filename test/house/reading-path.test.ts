import { readFileSync } from 'node:fs';
import { beforeAll, expect, test, vi } from 'vitest';
import { createDilatone, parseModel } from '../../src/index.js';
import { networkFacts } from '../../src/network/facts.js';
import { inProcessHost } from '../support/in-process-host.js';
import { A1, encodeFile, makeWaveNetFile } from '../support/make-wavenet.js';
import { runQuanta } from '../support/worklet-scope.js';
import { filesThatRun } from './support/coverage.js';
import { ROOT, readSources } from './support/sources.js';

/** Files that docs/design.md leads through, from bytes to running sound, and along a frame. */
const MOST_FILES_OF_LOADING = 45;
const MOST_FILES_OF_A_FRAME = 12;

/** All files in which code runs meanwhile, details and other kinds of steps included: more would be a step back. */
const MOST_FILES_THAT_RUN = 78;

/** Files of types, in which nothing runs. */
const TYPES = ['src/compiler/program.ts', 'src/compiler/steps/step-kind.ts', 'src/model/model.ts'];

/** Files that a section of the design names, in order; a name goes on from the folder that was named last in full. */
function filesOfWay(title: string): string[] {
  const design = readFileSync(`${ROOT}/docs/design.md`, 'utf8');
  const section = design.split(`## ${title}\n`)[1].split('\n## ')[0];
  const known = readSources(['src', 'worklets']);
  const files: string[] = [];
  for (const [, name] of section.matchAll(/`([\w/.-]+\.ts)`/g)) {
    const found = [...known.keys()].filter((file) => file === name || file.endsWith(`/${name}`));
    const inRoom = found.filter((file) => file.startsWith(roomOf(files.at(-1) ?? '')));
    files.push((found.length > 1 ? inRoom : found)[0] ?? `${name} (no such file)`);
  }
  return [...new Set(files)];
}

function roomOf(file: string): string {
  return file.split('/').slice(0, 2).join('/');
}

let loading: string[] = [];
let frame: string[] = [];

beforeAll(async () => {
  const bytes = encodeFile(makeWaveNetFile(A1.standard, 1));
  const host = await inProcessHost(() => ({ connect: vi.fn(), disconnect: vi.fn() }));
  const context = { sampleRate: 48_000, currentTime: 0, state: 'running' };
  loading = await filesThatRun(() =>
    createDilatone(context as never, { model: parseModel(bytes), host, multiplyAdd: 'plain' }),
  );
  const input = new Float32Array(128).fill(0.1);
  frame = await filesThatRun(() => runQuanta(host.processors[0], input));
});

test('the path that is counted goes from bytes to sound', () => {
  expect(loading).toEqual(expect.arrayContaining(['src/formats/parse-model.ts', 'worklets/dilatone-processor.ts']));
  expect(frame).toEqual(expect.arrayContaining(['src/engine/wasm-engine.ts', 'worklets/dilatone-processor.ts']));
});

test('a file counts if one of its functions runs, and only then', async () => {
  const network = parseModel(encodeFile(makeWaveNetFile(A1.nano, 1))).network();
  expect(await filesThatRun(() => networkFacts(network))).toEqual(['src/network/facts.ts', 'src/network/network.ts']);
  expect(await filesThatRun(() => import('../../src/wam/automation/automation.js'))).toEqual([]);
});

test('a reader follows a .nam from bytes to running sound in at most 45 files', () => {
  const way = filesOfWay('The way of a file');
  expect(way.length, way.join('\n')).toBeLessThanOrEqual(MOST_FILES_OF_LOADING);
  expect(way.length).toBeGreaterThan(40);
  expect(way.filter((file) => !loading.includes(file) && !TYPES.includes(file))).toEqual([]);
});

test('no more files than these run while a .nam is loaded', () => {
  expect(loading.length, loading.join('\n')).toBeLessThanOrEqual(MOST_FILES_THAT_RUN);
});

test('a reader follows a frame in at most 12 files', () => {
  expect(frame.length, frame.join('\n')).toBeLessThanOrEqual(MOST_FILES_OF_A_FRAME);
});
