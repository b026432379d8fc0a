import { beforeAll, expect, test, vi } from 'vitest';
import { createDilatone, parseModel } from '../../src/index.js';
import { networkFacts } from '../../src/network/facts.js';
import { inProcessHost } from '../support/in-process-host.js';
import { A1, encodeFile, makeWaveNetFile } from '../support/make-wavenet.js';
import { runQuanta } from '../support/worklet-scope.js';
import { filesThatRun } from './support/coverage.js';

/** Files to read in order to follow a model from bytes to running sound, and a frame through the audio thread. */
const MOST_FILES_OF_LOADING = 45;
const MOST_FILES_OF_A_FRAME = 12;

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
  expect(loading.length, loading.join('\n')).toBeLessThanOrEqual(MOST_FILES_OF_LOADING);
});

test('a reader follows a frame in at most 12 files', () => {
  expect(frame.length, frame.join('\n')).toBeLessThanOrEqual(MOST_FILES_OF_A_FRAME);
});
