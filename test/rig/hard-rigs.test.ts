import { readFileSync } from 'node:fs';
import { afterEach, expect, it, vi } from 'vitest';
import { createRig } from '../../src/rig/create-rig.js';
import { renderRig } from '../../src/rig/render-rig.js';
import type { Rig } from '../../src/rig/rig.js';
import { deepProxy, replacingProxy } from '../support/deep-proxy.js';
import { inProcessHost } from '../support/in-process-host.js';
import { embed, fileOf, linearFile, responseFile } from '../support/rig-files.js';
import { sameBits } from '../support/same-bits.js';
import { maxDifference, noise } from '../support/signals.js';
import { defaultParameters, runRigQuanta } from '../support/worklet-scope.js';

const drive = fileOf(new Uint8Array(readFileSync(new URL('../../models/diode-drive.nam', import.meta.url))), 'drive');
const unit = linearFile([1]);
/** No float32 can hold what it gives. */
const broken = linearFile([1e38]);
const room = responseFile([noise(2000, 5, 0.05), noise(2000, 6, 0.05)]);
const files = embed(drive, unit, broken, room);

const model = (file: typeof drive, id: string, changes: object = {}) => ({
  type: 'model',
  id,
  model: file.reference,
  level: 'raw',
  ...changes,
});
const rigOf = (...blocks: object[]) => ({ blocks, files, output: { limitDb: null } });

/** Makes rigs in a stand-in context, and plays sound through them. */
async function studio(sampleRate = 48_000) {
  const context = { sampleRate, currentTime: 0, state: 'running' };
  const host = await inProcessHost(() => ({ connect: vi.fn(), disconnect: vi.fn() }), sampleRate);
  const create = (rig: unknown, options: object = {}) =>
    createRig(context, rig, { host, multiplyAdd: 'plain', ...options });
  const play = (index: number, sound: Float32Array) => runRigQuanta(host.processors[index], sound);
  return { context, host, create, play };
}

afterEach(() => vi.unstubAllGlobals());

it.each([8000, 22_050, 44_100, 48_000, 96_000, 192_000])(
  'an impulse is late by the latency told at %i Hz',
  async (rate) => {
    const rigs = [
      rigOf(model(unit, 'a')),
      rigOf(model(unit, 'a', { oversampling: 2 }), model(unit, 'b', { oversampling: 4 })),
      rigOf({ type: 'split', paths: [[model(unit, 'a', { oversampling: 4 })], [model(unit, 'b')]] }),
    ];
    const { create, play } = await studio(rate);
    for (const [index, state] of rigs.entries()) {
      const { info } = await create(state);
      const impulse = new Float32Array(1500);
      impulse[100] = 0.5;
      const heard = play(index, impulse).map(Math.abs);
      expect(heard.indexOf(Math.max(...heard)) - 100).toBe(info.latencyFrames);
    }
  },
);

it.each([44_100, 48_000])(
  'oversampled models end, after a change at %i Hz, as if they had run all along',
  async (rate) => {
    const { host, create, play } = await studio(rate);
    const blocks = [model(drive, 'pedal', { oversampling: 2 }), { type: 'cabinet', response: room.reference }];
    const rig = await create(rigOf({ type: 'gain' }));
    await create(rigOf(...blocks));
    const sound = noise(rate / 2, 7, 0.3);
    const both = (from: number, to: number) => [0, 1].map((index) => play(index, sound.subarray(from, to)));
    both(0, 6400);
    const request = host.nextRequest('setEngine');
    const changing = rig.setState(rigOf(...blocks));
    await request;
    both(6400, 19_200);
    await expect(changing).resolves.toBe('done');
    const [changed, expected] = both(19_200, sound.length);
    expect(sameBits(changed, expected)).toBe(true);
  },
);

it('64 blocks, and splits four deep, play; more are refused', async () => {
  const { create, play } = await studio();
  const types = ['gate', 'tone', 'equalizer', 'compressor', 'highpass', 'gain'];
  const many = await create(rigOf(...Array.from({ length: 64 }, (_, n) => ({ type: types[n % types.length] }))));
  await expect(many.add({ type: 'gain' })).rejects.toMatchObject({ code: 'limit' });
  expect(play(0, noise(4800, 1)).every(Number.isFinite)).toBe(true);
  const nested = (depth: number): object[] =>
    depth === 0
      ? [model(unit, 'deep', { oversampling: 2 })]
      : [{ type: 'split', paths: [nested(depth - 1), [{ type: 'gain' }]] }];
  const { info } = await create(rigOf(...nested(4)));
  const { info: flat } = await create(rigOf(model(unit, 'deep', { oversampling: 2 })));
  expect(info.latencyFrames).toBe(flat.latencyFrames);
  expect(play(1, noise(4800, 1)).every(Number.isFinite)).toBe(true);
  await expect(create(rigOf(...nested(5)))).rejects.toMatchObject({ code: 'limit' });
});

it('a model that fails in one path leaves the other, and is named', async () => {
  const { create, play } = await studio();
  const split = { type: 'split', paths: [[model(broken, 'bad', { inputDb: 40 })], [model(unit, 'good')]] };
  const rig = await create(rigOf(split));
  const faults: string[] = [];
  rig.on('blockFault', ({ id }) => faults.push(id));
  const sound = noise(9600, 2, 0.3);
  const heard = play(0, sound);
  await new Promise((resolve) => setImmediate(resolve));
  expect(faults).toEqual(['bad']);
  expect(maxDifference(heard.subarray(4800), sound.subarray(4800))).toBeLessThan(1e-6);
});

it('stereo sound goes through mono models on each channel, and mono sound before and after it stays mono', async () => {
  const { host, create } = await studio();
  await create(rigOf(model(drive, 'pedal'), { type: 'cabinet', response: room.reference }));
  const [left, right] = [noise(9600, 1, 0.3), noise(9600, 2, 0.3)];
  // The browser gives mono sound on both channels.
  const second = left.map((sample, t) => (t >= 3200 && t < 6400 ? right[t] : sample));
  const output = [new Float32Array(9600), new Float32Array(9600)];
  for (let t = 0; t < 9600; t += 128) {
    const part = (plane: Float32Array) => plane.subarray(t, t + 128);
    host.processors[0].processor.process([[part(left), part(second)]], [output.map(part)], defaultParameters());
  }
  const { channels } = await renderRig(rigOf(model(drive, 'pedal'), { type: 'cabinet', response: room.reference }), [
    left,
    second,
  ]);
  for (const c of [0, 1]) expect(sameBits(output[c], channels[c])).toBe(true);
});

it('files that fail in one preset do no harm to the next one', async () => {
  const { create, play } = await studio();
  const rig = await create(rigOf(model(unit, 'amp')));
  const bad = { type: 'model', id: 'amp', model: { url: 'data:application/octet-stream;base64,AAAA' }, level: 'raw' };
  const outcomes = Promise.allSettled([
    rig.setState(rigOf(bad)),
    rig.setState(rigOf({ ...bad, model: { url: 'http://127.0.0.1:1/gone.nam' } })),
    rig.setState(rigOf(model(drive, 'amp'))),
  ]);
  await playUntil(outcomes, () => play(0, new Float32Array(1280)));
  expect((await outcomes).map((one) => (one as { value?: string }).value)).toEqual(['overtaken', 'overtaken', 'done']);
  expect(rig.info.warnings).toEqual([]);
});

it('dispose ends what is under way', async () => {
  const { host, create, play } = await studio();
  const rig = await create(rigOf(model(unit, 'amp')));
  play(0, noise(4800, 1));
  const request = host.nextRequest('setEngine');
  const changes = [rig.setState(rigOf(model(drive, 'amp')))];
  await request;
  changes.push(rig.add({ type: 'gain' }), rig.setState(rigOf(model(drive, 'amp', { outputDb: 1 }))));
  rig.dispose();
  for (const change of changes) await expect(change).rejects.toMatchObject({ code: 'disposed' });
  const ended = AbortSignal.abort();
  await expect(create(rigOf(model(unit, 'amp')), { signal: ended })).rejects.toMatchObject({ code: 'aborted' });
});

it.each([
  ['deep', deepProxy],
  ['replacing', replacingProxy],
])('works through %s proxies, and its documents can be cloned', async (_name, proxyOf) => {
  const { create } = await studio();
  const state = proxyOf(rigOf(model(drive, 'pedal'), { type: 'split', paths: [[{ type: 'gain' }], []] }));
  const rig = proxyOf(await create(state)) as Rig;
  rig.set('pedal', { mix: 0.5 });
  rig.setBypass('gain', true);
  rig.limitDb = -6;
  expect(rig.block('pedal')).toMatchObject({ mix: 0.5 });
  const copy = JSON.parse(JSON.stringify(rig.getState()));
  await create(structuredClone(copy));
  rig.dispose();
});

/** Plays until a promise has settled. */
async function playUntil(end: Promise<unknown>, play: () => void): Promise<void> {
  let isDone = false;
  end.finally(() => {
    isDone = true;
  });
  for (let turn = 0; !isDone && turn < 2000; turn++) {
    play();
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
}
