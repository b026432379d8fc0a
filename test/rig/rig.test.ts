import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Request } from '../../src/live/protocol.js';
import { createRig, type RigOptions } from '../../src/rig/create-rig.js';
import { memoryFiles } from '../../src/rig/files/file-store.js';
import { storeFile } from '../../src/rig/files/store-file.js';
import { renderRig } from '../../src/rig/render-rig.js';
import { type InProcessHost, inProcessHost } from '../support/in-process-host.js';
import { embed, linearFile, responseFile } from '../support/rig-files.js';
import { sameBits } from '../support/same-bits.js';
import { maxDifference, noise } from '../support/signals.js';
import { runRigQuanta } from '../support/worklet-scope.js';

const input = noise(512, 1, 0.2);
const times = (gain: number) => input.map((x) => gain * x);

const double = linearFile([2]);
const half = linearFile([0.5]);
const late = linearFile([0, 0, 0, 1]);
const files = embed(double, half, late);

const amp = (file = double) => ({ type: 'model', id: 'amp', model: file.reference, level: 'raw' }) as const;
const rigOf = (...blocks: object[]) => ({ format: 'dilatone-rig', version: 1, blocks, files });

let context: { sampleRate: number; currentTime: number; state: string };
let host: InProcessHost;

beforeEach(async () => {
  context = { sampleRate: 48_000, currentTime: 0, state: 'running' };
  host = await inProcessHost(() => ({ connect: vi.fn(), disconnect: vi.fn() }));
});
afterEach(() => vi.unstubAllGlobals());

const create = (rig: unknown, options: RigOptions = {}) =>
  createRig(context, rig, { host, multiplyAdd: 'plain', ...options });

/** Plays a sound through the rig made first. */
const play = (sound = input) => runRigQuanta(host.processors[0], sound);

/** Waits for a change that the processor has taken up, while sound plays. */
async function change(start: () => Promise<unknown>): Promise<unknown> {
  const request = host.nextRequest('setEngine');
  const outcome = start();
  await request;
  play(new Float32Array(24_000));
  return outcome;
}

describe('createRig', () => {
  it('runs its blocks from the first frame on', async () => {
    const rig = await create(rigOf(amp(), { type: 'gain', gainDb: 0 }));
    expect(sameBits(play(), times(2))).toBe(true);
    expect(rig.info).toMatchObject({ sampleRate: 48_000, rigSampleRate: 48_000, latencyFrames: 0, warnings: [] });
    expect(rig.document.blocks.map(({ id }) => id)).toEqual(['amp', 'gain']);
  });

  it('takes a list of blocks, or JSON', async () => {
    await create([{ type: 'gain', gainDb: 6 }]);
    await create(JSON.stringify(rigOf(amp(half))));
    expect(runRigQuanta(host.processors[1], input)).toEqual(times(0.5));
  });

  it('opens with a file missing, passes that block by, and says so', async () => {
    const rig = await create(
      rigOf({ ...amp(), model: { sha256: '0'.repeat(64), name: 'Gone' } }, { type: 'gain', gainDb: -6 }),
    );
    expect(rig.info.blocks[0]).toMatchObject({
      id: 'amp',
      status: 'missing',
      problem: expect.stringMatching(/Gone: expected its bytes/),
    });
    expect(rig.info.warnings).toEqual([expect.stringMatching(/^amp: bypassed.*Gone/)]);
    expect(maxDifference(play(), times(10 ** (-6 / 20)))).toBeLessThan(1e-6);
  });

  it('opens with a file that is broken or does not fit', async () => {
    const cabinet = { type: 'cabinet', response: double.reference };
    const rig = await create(rigOf({ ...amp(), controls: { gain: 1 } }, cabinet));
    expect(rig.info.blocks.map(({ status }) => status)).toEqual(['missing', 'missing']);
    expect(sameBits(play(), input)).toBe(true);
  });

  it('rejects a document that is none', async () => {
    await expect(create({ blocks: [{ type: 'flanger' }] })).rejects.toMatchObject({ code: 'unsupported' });
    await expect(create('{')).rejects.toMatchObject({ code: 'malformed' });
  });

  it('runs models of another rate than the context’s between one pair of resamplers', async () => {
    context.sampleRate = 44_100;
    const one = await create(rigOf(amp()));
    const two = await create(rigOf(amp(), { ...amp(half), id: 'second' }));
    expect(two.info).toMatchObject({ rigSampleRate: 48_000, latencyFrames: one.info.latencyFrames });
    expect(one.info.latencyFrames).toBeGreaterThan(0);
  });

  it('limits what leaves to −0.3 dBFS, unless the rig says otherwise', async () => {
    const loud = new Float32Array(4096).map((_, t) => (t % 100 < 50 ? 0.9 : -0.9));
    const peak = (sound: Float32Array) => sound.reduce((most, x) => Math.max(most, Math.abs(x)), 0);
    await create(rigOf(amp()));
    expect(peak(play(loud))).toBeLessThanOrEqual(10 ** (-0.3 / 20));
    await create({ ...rigOf(amp()), output: { limitDb: null } });
    expect(peak(runRigQuanta(host.processors[1], loud))).toBeCloseTo(1.8, 5);
  });
});

describe('levels', () => {
  const level = (changes: object) => create(rigOf({ ...amp(loud), ...changes }));
  const loud = linearFile([1], { loudness: -12, input_level_dbu: 18, output_level_dbu: 9 });
  Object.assign(files, embed(loud));

  it.each([
    ['raw', 1],
    ['normalized', 10 ** (-6 / 20)],
    ['calibrated', 10 ** (-6 / 20) * 10 ** (-3 / 20)],
  ])('%s', async (mode, gain) => {
    await level({ level: mode });
    expect(maxDifference(play(), times(gain))).toBeLessThan(1e-6);
  });

  it('are normalized, with a warning, where the file lacks what calibration needs', async () => {
    const rig = await create(rigOf({ ...amp(), level: 'calibrated' }));
    expect(rig.info.warnings).toEqual([expect.stringMatching(/^amp: The file names no/)]);
  });
});

describe('a rig that plays', () => {
  it('sets numbers at once', async () => {
    const rig = await create(rigOf(amp()));
    play();
    rig.set('amp', { outputDb: -20 });
    await host.nextRequest();
    play(new Float32Array(960));
    expect(maxDifference(play(), times(0.2))).toBeLessThan(1e-6);
    expect(rig.block('amp')).toMatchObject({ outputDb: -20 });
  });

  it('bypasses a block and brings it back', async () => {
    const rig = await create(rigOf(amp()));
    play();
    rig.setBypass('amp', true);
    await host.nextRequest();
    play(new Float32Array(960));
    expect(sameBits(play(), input)).toBe(true);
    rig.setBypass('amp', false);
    await host.nextRequest();
    play(new Float32Array(960));
    expect(sameBits(play(), times(2))).toBe(true);
  });

  it('adds, moves and removes blocks', async () => {
    const rig = await create(rigOf(amp()));
    play();
    await change(() => rig.add({ type: 'gain', gainDb: -20 }, { index: 0 }));
    expect(maxDifference(play(), times(0.2))).toBeLessThan(1e-6);
    await change(() => rig.move('gain', { index: 1 }));
    expect(rig.document.blocks.map(({ id }) => id)).toEqual(['amp', 'gain']);
    await change(() => rig.remove('amp'));
    expect(maxDifference(play(), times(0.1))).toBeLessThan(1e-6);
  });

  it('changes a file, and keeps the rig in use where a change is refused', async () => {
    const rig = await create(rigOf(amp()));
    play();
    await expect(rig.update('amp', { oversampling: 3 })).rejects.toMatchObject({ code: 'malformed' });
    await change(() => rig.update('amp', { model: half.reference }));
    expect(sameBits(play(), times(0.5))).toBe(true);
    expect(rig.document.blocks[0]).toMatchObject({ model: { sha256: half.reference.sha256 } });
  });

  it('changes presets: numbers at once, other blocks with catch-up', async () => {
    const rig = await create(rigOf(amp()));
    play();
    // What it says of itself is no change: nothing is made anew, and nobody has to play on.
    await expect(rig.setState(rig.getState())).resolves.toBe('done');
    await expect(rig.setState(rigOf({ ...amp(), outputDb: -6 }))).resolves.toBe('done');
    await change(() => rig.setState(rigOf(amp(late), { type: 'dc' })));
    expect(rig.info.blocks.map(({ type }) => type)).toEqual(['model', 'dc']);
  });

  it('saves its state with the bytes of files, and opens it again', async () => {
    const rig = await create(rigOf({ ...amp(), outputDb: -6 }, { type: 'gate' }));
    const state = JSON.parse(JSON.stringify(rig.getState()));
    expect(Object.keys(state.files)).toEqual([double.reference.sha256]);
    await create(state);
    expect(sameBits(play(), runRigQuanta(host.processors[1], input))).toBe(true);
    expect(rig.getState({ embed: 'none' }).files).toBeUndefined();
  });

  it('has the audio thread make models one by one, in messages of their own', async () => {
    const rig = await create(rigOf(amp()));
    play();
    const requests: Request[] = [];
    host.refuse = (message) => requests.push(message as Request);
    await change(() => rig.setState(rigOf(amp(), { ...amp(half), id: 'second' }, { type: 'gain' })));
    expect(requests.map(({ type }) => type)).toEqual(['makeBlocks', 'makeBlocks', 'setEngine']);
    const kinds = requests.map(
      (request) => 'source' in request && 'blocks' in request.source && request.source.blocks.map(({ kind }) => kind),
    );
    expect(kinds).toEqual([['engine'], ['engine'], ['effect', 'missing', 'missing', 'effect', 'effect']]);
    expect(sameBits(play(), times(1))).toBe(true);
  });

  it('takes a file as bytes, and keeps a copy', async () => {
    const rig = await create(rigOf(amp()));
    play();
    const bytes = half.bytes.slice();
    const model = await rig.addFile(bytes, 'half.nam');
    expect(model).toEqual({ sha256: half.reference.sha256, name: 'half.nam' });
    bytes.fill(0);
    await change(() => rig.setState({ ...rigOf({ ...amp(), model }), files: {} }));
    expect(sameBits(play(), times(0.5))).toBe(true);
    expect(Object.keys(rig.getState().files ?? {})).toEqual([half.reference.sha256]);
  });

  it('refuses unknown blocks, names and values', async () => {
    const rig = await create(rigOf(amp()));
    expect(() => rig.set('gone', { mix: 1 })).toThrow(RangeError);
    expect(() => rig.set('amp', { presence: 1 })).toThrow(/amp: expected inputDb, outputDb, mix, got presence/);
    expect(() => rig.set('amp', { mix: 2 })).toThrow(/amp.mix: expected 0 to 1, got 2/);
    expect(() => rig.set('output', { gainDb: 100 })).toThrow(RangeError);
    expect(() => rig.setBypass('gone', true)).toThrow(RangeError);
  });

  it('tells what blocks take, while somebody listens', async () => {
    const rig = await create(rigOf(amp(), { type: 'gate' }));
    const loads: unknown[] = [];
    const end = rig.on('loads', (event) => loads.push(event));
    await host.nextRequest();
    play(new Float32Array(48_000));
    await new Promise((resolve) => setImmediate(resolve));
    expect(loads.length).toBeGreaterThan(0);
    expect(loads[0]).toEqual([
      { id: 'amp', share: expect.any(Number) },
      { id: 'gate', share: expect.any(Number) },
    ]);
    end();
  });

  it('refuses every command after dispose', async () => {
    const rig = await create(rigOf(amp()));
    rig.dispose();
    rig.dispose();
    expect(() => rig.set('amp', { mix: 1 })).toThrow(/disposed/);
    await expect(rig.setState(rigOf())).rejects.toMatchObject({ code: 'disposed' });
  });
});

describe('a change under way', () => {
  const quiet = linearFile([1], { loudness: -58 });
  const loud = linearFile([1], { loudness: 2 });
  Object.assign(files, embed(quiet, loud));
  const normalized = (file = quiet) => ({ ...amp(file), level: 'normalized' });

  /** A rig that has played. */
  async function start(state: object) {
    const rig = await create(state);
    play(new Float32Array(12_800));
    return rig;
  }

  /** Plays until what was asked for has come about. */
  async function settle(outcome: Promise<unknown>): Promise<unknown> {
    let isDone = false;
    const done = outcome.finally(() => {
      isDone = true;
    });
    done.catch(() => {});
    for (let turn = 0; !isDone && turn < 400; turn++) {
      play(new Float32Array(1280));
      await new Promise((resolve) => setImmediate(resolve));
    }
    return done;
  }

  /** What a rig plays is what its document says. */
  async function expectDocument(rig: { readonly document: object }): Promise<void> {
    play(new Float32Array(48_000));
    const { channels } = await renderRig(rig.document, [input]);
    expect(sameBits(play(), channels[0])).toBe(true);
  }

  it('takes the numbers that are set while its files load', async () => {
    const rig = await start(rigOf(amp()));
    const changing = rig.setState(rigOf(amp(half), { type: 'dc', bypass: true }));
    rig.set('amp', { outputDb: -20 });
    rig.set('input', { gainDb: -1 });
    await expect(settle(changing)).resolves.toBe('done');
    expect(rig.document).toMatchObject({ blocks: [{ outputDb: -20 }, {}], input: { gainDb: -1 } });
    await expectDocument(rig);
  });

  it('takes the numbers that are set while it catches up, each model with its own level', async () => {
    const rig = await start(rigOf(normalized()));
    const request = host.nextRequest('setEngine');
    const changing = rig.setState(rigOf(normalized(loud), { type: 'dc', bypass: true }));
    await request;
    rig.set('amp', { outputDb: -6 });
    rig.setBypass('dc', false);
    rig.setBypass('dc', true);
    await expect(settle(changing)).resolves.toBe('done');
    await expectDocument(rig);
  });

  it('keeps numbers that were set meanwhile, if it does not come about', async () => {
    const rig = await start(rigOf(amp()));
    const controller = new AbortController();
    const changing = rig.setState(rigOf(amp(half), { type: 'dc' }), { signal: controller.signal });
    rig.set('amp', { outputDb: -20 });
    rig.limitDb = -12;
    controller.abort();
    const address = 'data:audio/wav;base64,AAAA';
    const other = rig.setState(rigOf({ ...amp(), model: { url: address } }), { signal: controller.signal });
    await Promise.allSettled([settle(changing), settle(other)]);
    expect(rig.limitDb).toBe(-12);
    expect(rig.block('amp')).toMatchObject({ outputDb: -20 });
  });

  it('sets a block where another type had its id', async () => {
    const rig = await start(rigOf({ ...amp(), id: 'one' }));
    const request = host.nextRequest('setEngine');
    const changing = rig.setState(rigOf({ type: 'equalizer', id: 'one' }));
    await request;
    rig.set('one', { gain2Db: 12 });
    await settle(changing);
    await expectDocument(rig);
  });

  it('brings its limit, though others were overtaken', async () => {
    const rig = await start(rigOf(amp()));
    const limit = (limitDb: number | null, ...blocks: object[]) => ({ ...rigOf(...blocks), output: { limitDb } });
    const first = rig.setState(limit(-20, amp(half)));
    const second = rig.setState(limit(-20, amp(half), { type: 'dc', bypass: true }));
    await expect(settle(Promise.all([first, second]))).resolves.toEqual(['overtaken', 'done']);
    await expectDocument(rig);
    const third = rig.setState(limit(-3, amp()));
    rig.limitDb = -26;
    await settle(third);
    expect(rig.limitDb).toBe(-26);
    await expectDocument(rig);
  });

  it('is joined by a preset that differs from it in numbers only', async () => {
    const rig = await start(rigOf(amp()));
    const request = host.nextRequest('setEngine');
    const first = rig.setState(rigOf(amp(half), { type: 'dc', bypass: true }));
    await request;
    let isDone = false;
    const second = rig.setState(rigOf({ ...amp(half), outputDb: -6 }, { type: 'dc', bypass: true })).finally(() => {
      isDone = true;
    });
    await new Promise((resolve) => setImmediate(resolve));
    expect(isDone).toBe(false);
    await expect(settle(Promise.all([first, second]))).resolves.toEqual(['done', 'done']);
    expect(rig.block('amp')).toMatchObject({ outputDb: -6 });
    await expectDocument(rig);
  });

  it('goes on where a later one fails', async () => {
    const rig = await start(rigOf(amp()));
    const request = host.nextRequest('setEngine');
    const first = rig.setState(rigOf(amp(half)));
    await request;
    const signal = AbortSignal.abort();
    const late = { ...amp(), model: { url: 'https://example.invalid/a.nam' } };
    await expect(rig.setState(rigOf(late), { signal })).rejects.toMatchObject({ code: 'aborted' });
    expect(rig.document.blocks[0]).toMatchObject({ model: half.reference });
    await settle(first);
    await expectDocument(rig);
  });

  it.each([
    { type: 'compressor', thresholdDb: -40 },
    { type: 'gate', thresholdDb: -30, holdSeconds: 0.3, releaseSeconds: 0.5 },
    { type: 'equalizer', frequency1: 30, gain1Db: 12 },
  ])('to a $type ends as if that had run all along', async (block) => {
    // A pluck that fades away: what is heard last depends on what came long before.
    const pluck = noise(48_000, 3, 0.5).map((x, t) => x * Math.exp(-t / 6000));
    const [rig, always] = [await create(rigOf({ type: 'gain' })), await create(rigOf(block))];
    const both = (sound: Float32Array) => [0, 1].map((n) => runRigQuanta(host.processors[n], sound));
    both(pluck.subarray(0, 28_800));
    const request = host.nextRequest('setEngine');
    const changing = rig.setState(rigOf(block));
    await request;
    both(pluck.subarray(28_800, 41_600));
    await expect(changing).resolves.toBe('done');
    const [changed, expected] = both(pluck.subarray(41_600));
    expect(maxDifference(changed, expected)).toBeLessThan(1e-6);
    expect(maxDifference(expected, new Float32Array(expected.length))).toBeGreaterThan(0);
    always.dispose();
  });

  it('leaves the rig that was asked for last, after any storm of them', async () => {
    const rig = await start(rigOf(amp()));
    const outcomes: Promise<unknown>[] = [];
    for (let n = 0; n < 60; n++) {
      const ids = rig.document.blocks.map(({ id }) => id as string);
      const id = ids[n % ids.length];
      switch ((n * 7) % 6) {
        case 0:
          outcomes.push(rig.add({ type: 'gain', gainDb: -(n % 5) }, { index: n % ids.length }));
          break;
        case 1:
          outcomes.push(rig.move(id, { index: 0 }));
          break;
        case 2:
          if (ids.length > 3) outcomes.push(rig.remove(ids.find((one) => one !== 'amp') as string));
          break;
        case 3:
          rig.set('amp', { outputDb: -(n % 9) });
          break;
        case 4:
          rig.setBypass(id, n % 3 === 0);
          break;
        case 5:
          outcomes.push(rig.update('amp', { model: n % 2 ? half.reference : double.reference }));
      }
      if (n % 4 === 0) play(new Float32Array(128));
      if (n % 5 === 0) await new Promise((resolve) => setImmediate(resolve));
    }
    await settle(Promise.all(outcomes));
    await expectDocument(rig);
  });
});

it('files are kept for the next rig', async () => {
  const rig = await create(rigOf(amp()));
  play();
  await change(() => rig.setState({ blocks: [{ type: 'dc' }, amp()] }));
  expect(rig.info.blocks.map(({ status }) => status)).toEqual(['ready', 'ready']);
});

it('the gain before the first block outlasts changes and is saved', async () => {
  const rig = await create({ ...rigOf(amp()), input: { gainDb: -20 } });
  await change(() => rig.add({ type: 'gain', gainDb: 0 }));
  expect(maxDifference(play(), times(0.2))).toBeLessThan(1e-6);
  expect(rig.getState().input).toEqual({ gainDb: -20 });
});

describe('renderRig', () => {
  it('plays a file from a store', async () => {
    const store = memoryFiles();
    const model = await storeFile(double.bytes, store, 'double.nam');
    const { channels, info } = await renderRig([{ type: 'model', model, level: 'raw' }], [input], { store });
    expect(info.warnings).toEqual([]);
    expect(sameBits(channels[0], times(2))).toBe(true);
  });

  it('gives what the node gives, and takes the latency off', async () => {
    const rig = rigOf({ ...amp(), oversampling: 2 });
    const { channels, info } = await renderRig(rig, [input]);
    await create(rig);
    const live = play(new Float32Array([...input, ...new Float32Array(info.latencyFrames)]));
    expect(sameBits(channels[0], live.slice(info.latencyFrames))).toBe(true);
    expect(info.latencyFrames).toBeGreaterThan(0);
  });

  it('plays a cabinet in stereo', async () => {
    const left = Float32Array.of(1, 0.5);
    const right = Float32Array.of(0.25, -0.5);
    const file = responseFile([left, right]);
    const rig = { blocks: [{ type: 'cabinet', response: file.reference, normalize: false }], files: embed(file) };
    const { channels } = await renderRig(rig, [input]);
    const expected = (taps: Float32Array) => input.map((x, t) => taps[0] * x + taps[1] * (t > 0 ? input[t - 1] : 0));
    expect(maxDifference(channels[0], expected(left))).toBeLessThan(1e-6);
    expect(maxDifference(channels[1], expected(right))).toBeLessThan(1e-6);
  });
});
