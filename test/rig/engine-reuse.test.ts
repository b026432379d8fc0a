import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createRig } from '../../src/rig/create-rig.js';
import { type InProcessHost, inProcessHost } from '../support/in-process-host.js';
import { embed, linearFile } from '../support/rig-files.js';
import { sameBits } from '../support/same-bits.js';
import { noise } from '../support/signals.js';
import { runRigQuanta } from '../support/worklet-scope.js';

const input = noise(2560, 1, 0.2);
const [late, double, echo] = [linearFile([0, 0, 0, 1]), linearFile([2]), linearFile([1, 0, 0.5])];
const files = embed(late, double, echo);
const model = (id: string, file: typeof late) => ({ type: 'model', id, model: file.reference, level: 'raw' }) as const;
const rigOf = (...blocks: object[]) => ({ format: 'dilatone-rig', version: 1, blocks, files });

const { Instance } = WebAssembly;
let instances = 0;
let host: InProcessHost;

beforeEach(async () => {
  instances = 0;
  WebAssembly.Instance = class extends Instance {
    constructor(module: WebAssembly.Module) {
      super(module);
      instances++;
    }
  };
  host = await inProcessHost(() => ({ connect: vi.fn(), disconnect: vi.fn() }));
});
afterEach(() => {
  WebAssembly.Instance = Instance;
  vi.unstubAllGlobals();
});

const create = (rig: unknown) =>
  createRig({ sampleRate: 48_000, currentTime: 0, state: 'running' }, rig, { host, multiplyAdd: 'plain' });

it('a rig that is changed again and again asks for no more instances, and sounds as a new one', async () => {
  const one = rigOf(model('a', late), model('b', double));
  const two = rigOf(model('b', double), model('a', echo), model('c', late));
  const rig = await create(one);
  const change = async (document: object) => {
    const request = host.nextRequest('setEngine');
    const outcome = rig.setState(document);
    await request;
    runRigQuanta(host.processors[0], noise(24_000, 2, 0.2));
    expect(await outcome).toBe('done');
  };
  for (const document of [two, one, two, one]) await change(document);
  const after = instances;
  for (const document of [two, one, two, one, two]) await change(document);
  expect(instances).toBe(after);

  runRigQuanta(host.processors[0], new Float32Array(48_000));
  await create(two);
  const played = host.processors.map((processor) => {
    runRigQuanta(processor, input);
    return runRigQuanta(processor, input);
  });
  expect(sameBits(played[0], played[1])).toBe(true);
});

it('a change that is overtaken leaves its engines to the next', async () => {
  const rig = await create(rigOf(model('a', late)));
  runRigQuanta(host.processors[0], input);
  const next = rigOf(model('a', double), model('b', echo));
  const counts: number[] = [];
  for (let turn = 0; turn < 6; turn++) {
    const first = host.nextRequest('setEngine');
    const overtaken = rig.setState(turn % 2 === 0 ? next : rigOf(model('b', echo)));
    await first;
    const second = host.nextRequest('setEngine');
    const done = rig.setState(rigOf(model('a', turn % 2 === 0 ? late : double)));
    await second;
    runRigQuanta(host.processors[0], noise(24_000, 2, 0.2));
    expect(await Promise.all([overtaken, done])).toEqual(['overtaken', 'done']);
    counts.push(instances);
  }
  expect(counts.at(-1)).toBe(counts[2]);
});

it('no more engines are kept than a page can spare memories for', async () => {
  const rig = await create(rigOf(model('a', late)));
  runRigQuanta(host.processors[0], input);
  const change = async (document: object) => {
    const request = host.nextRequest('setEngine');
    const outcome = rig.setState(document);
    await request;
    runRigQuanta(host.processors[0], noise(24_000, 2, 0.2));
    expect(await outcome).toBe('done');
  };
  const big = (file: typeof late) => rigOf({ ...model('a', file), oversampling: 4 });
  for (const document of [big(late), big(double), big(echo)]) await change(document);
  const before = instances;
  await change(big(late));
  expect(instances).toBe(before + 8);
});
