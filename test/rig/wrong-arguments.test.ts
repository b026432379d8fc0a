import { beforeEach, describe, expect, it, vi } from 'vitest';
import { openMicrophone } from '../../src/controller/microphone/microphone.js';
import { createRig } from '../../src/rig/create-rig.js';
import { readRig } from '../../src/rig/document/read-rig.js';
import { loadRig } from '../../src/rig/load-rig.js';
import { bindMidi } from '../../src/rig/midi/bind-midi.js';
import { renderRig } from '../../src/rig/render-rig.js';
import type { Rig } from '../../src/rig/rig.js';
import { readSharedRig } from '../../src/rig/share-rig.js';
import { type InProcessHost, inProcessHost } from '../support/in-process-host.js';
import { embed, linearFile } from '../support/rig-files.js';
import { runRigQuanta } from '../support/worklet-scope.js';

const context = { sampleRate: 48_000, currentTime: 0, state: 'running' };
const double = linearFile([2]);
let host: InProcessHost;
let rig: Rig<typeof context>;

beforeEach(async () => {
  host = await inProcessHost(() => ({ connect: vi.fn(), disconnect: vi.fn() }));
  rig = await createRig(context, [{ type: 'gate' }, { type: 'gain' }], { host, multiplyAdd: 'plain' });
});

const wrong = (value: unknown) => value as never;

describe('a rig refuses what would spoil its document', () => {
  it.each([['-40'], [null], [[]], [true], [Number.NaN]])('a value of %j', (value) => {
    expect(() => rig.set('gate', { thresholdDb: wrong(value) })).toThrow(
      /^gate\.thresholdDb: expected -100 to 0, got /,
    );
    expect(() => rig.set('output', { gainDb: wrong(value) })).toThrow(/^output\.gainDb: expected -60 to 40, got /);
    expect(readRig(rig.document)).toEqual(rig.document);
  });

  it.each([[null], [undefined], ['gain'], [[3]]])('values that are %j', (values) => {
    expect(() => rig.set('gate', wrong(values))).toThrow(/^values: expected an object of numbers, got /);
    expect(() => rig.set('input', wrong(values))).toThrow(/^values: expected an object of numbers, got /);
  });

  it.each([['yes'], [1], [null], [undefined]])('a bypass of %j', (bypass) => {
    expect(() => rig.setBypass('gate', wrong(bypass))).toThrow(/^bypass: expected true or false, got /);
    expect(() => {
      rig.bypass = wrong(bypass);
    }).toThrow(/^bypass: expected true or false, got /);
    expect(readRig(rig.document)).toEqual(rig.document);
  });

  it.each([[null], [3], [{ path: null }], [{ path: 1 }]])('the place %j', async (place) => {
    await expect(rig.add({ type: 'gain' }, wrong(place))).rejects.toThrow(/^place: expected an object like /);
    await expect(rig.move('gate', wrong(place))).rejects.toThrow(/^place: expected an object like /);
  });

  it('a limit that no document may have', () => {
    expect(() => {
      rig.limitDb = -101;
    }).toThrow('limitDb: expected at least -100 dBFS, got -101');
  });
});

describe('fields that are unknown', () => {
  const misspelt = [{ type: 'gate', tresholdDb: -40, thresholdDb: -50 }, { type: 'gain' }];
  const warning = 'rig.blocks[0].tresholdDb: unknown, so it was left out';

  it('are left out with a warning, wherever the rig comes from', async () => {
    const made = await createRig(context, misspelt, { host, multiplyAdd: 'plain' });
    expect(made.info.warnings).toEqual([warning]);
    expect(made.getState().blocks[0]).not.toHaveProperty('tresholdDb');
    const { info } = await renderRig(JSON.stringify({ blocks: misspelt }), [new Float32Array(8)]);
    expect(info.warnings).toEqual([warning]);
    const loaded = await loadRig(new TextEncoder().encode(JSON.stringify({ blocks: misspelt })));
    expect((await renderRig(loaded, [new Float32Array(8)])).info.warnings).toEqual([warning]);
  });

  it('warn as long as the rig with them is used', async () => {
    expect(rig.info.warnings).toEqual([]);
    await rig.setState(misspelt);
    expect(rig.info.warnings).toEqual([warning]);
    await rig.setState([{ type: 'gate', thresholdDb: -50 }, { type: 'gain' }]);
    expect(rig.info.warnings).toEqual([]);
    const parts = { blocks: [{ type: 'gain', colour: 'red' }], output: { limit: -1 }, author: 'me' };
    await rig.setState(parts);
    expect(rig.info.warnings.map((text) => text.split(':')[0])).toEqual([
      'rig.blocks[0].colour',
      'rig.output.limit',
      'rig.author',
    ]);
  });

  it('are told only in part where there are many, and fit for one line', async () => {
    const many = Object.fromEntries(Array.from({ length: 1000 }, (_, i) => [`\u202e${'x'.repeat(400)}${i}`, i]));
    await rig.setState([{ type: 'gain', ...many }]);
    expect(rig.info.warnings.length).toBeLessThan(10);
    for (const text of rig.info.warnings) expect(text).toMatch(/^[^\n\u202e]{1,290}$/);
  });
});

describe('errors name the rig', () => {
  it('after dispose, and where a change fails', async () => {
    rig.dispose();
    expect(() => rig.set('gate', { thresholdDb: -30 })).toThrow(
      'rig: expected a node in use, got one that was disposed',
    );
    await expect(rig.setState([])).rejects.toThrow(/^rig: expected a node in use/);
  });

  it('where its context was closed', async () => {
    const closed = { ...context };
    const made = await createRig(closed, [{ type: 'gain' }], { host, multiplyAdd: 'plain' });
    closed.state = 'closed';
    await expect(made.setState([{ type: 'gate' }])).rejects.toThrow(/^setState: expected a context in use/);
  });
});

describe('a state is a copy', () => {
  it('so that a change to it is heard when it is set', async () => {
    const state = rig.getState();
    (state.blocks[1] as { gainDb?: number }).gainDb = -6;
    expect(rig.document.blocks[1]).not.toHaveProperty('gainDb');
    await rig.setState(state);
    const [last] = runRigQuanta(host.processors[0], new Float32Array(4800).fill(0.5)).slice(-1);
    expect(last).toBeCloseTo(0.5 * 10 ** (-6 / 20), 4);
  });

  it('in one of three modes', () => {
    expect(() => rig.getState({ embed: wrong('some') })).toThrow('embed: expected local, all, none, got some');
  });
});

describe('a change that fails', () => {
  it('keeps numbers that were set meanwhile: what is heard is what the document says', async () => {
    const { blocks } = rig.document;
    const ended = new AbortController();
    const files = [{ type: 'model', model: double.reference }];
    const failing = rig.setState([...blocks, ...files], { signal: ended.signal });
    rig.set('gain', { gainDb: -20 });
    rig.limitDb = -40;
    ended.abort();
    await expect(failing).rejects.toMatchObject({ code: 'aborted' });
    expect(rig.document.blocks).toHaveLength(blocks.length);
    expect(rig.block('gain')).toMatchObject({ gainDb: -20 });
    expect(rig.limitDb).toBe(-40);
    const [last] = runRigQuanta(host.processors[0], new Float32Array(4800).fill(0.5)).slice(-1);
    expect(last).toBeCloseTo(0.01, 4);
  });
});

describe('listeners', () => {
  it.each([['nope'], ['__proto__'], [undefined]])('are refused for the event %s', (name) => {
    expect(() => rig.on(wrong(name), () => {})).toThrow(/^event: expected .*meters/);
  });

  it('are functions', () => {
    for (const name of ['change', 'meters', 'loads'] as const)
      expect(() => rig.on(name, wrong(null))).toThrow('listener: expected a function, got object');
    expect(() => rig.watchActivity('gate', wrong(3))).toThrow('listener: expected a function, got number');
  });

  it('that throw reach neither the caller nor each other', async () => {
    const thrown: unknown[] = [];
    vi.stubGlobal('queueMicrotask', (task: () => void) => {
      try {
        task();
      } catch (error) {
        thrown.push(error);
      }
    });
    const mine = new Error('mine');
    const other = vi.fn();
    rig.on('change', () => {
      throw mine;
    });
    rig.on('change', other);
    rig.set('gate', { thresholdDb: -30 });
    vi.unstubAllGlobals();
    expect(other).toHaveBeenCalledOnce();
    expect(thrown).toEqual([mine]);
  });
});

describe('wrong options', () => {
  const blocks = { blocks: [{ type: 'model', model: double.reference, level: 'raw' }] };
  const input = [Float32Array.of(0.25)];

  it.each([[null], [{}], [3]])('are a store that is %j', async (store) => {
    const message = /^store: expected an object with the functions get and put/;
    await expect(renderRig(blocks, input, { store: wrong(store) })).rejects.toThrow(message);
    await expect(createRig(context, blocks, { host, store: wrong(store) })).rejects.toThrow(message);
  });

  it('are an unknown engine, also without models', async () => {
    const message = 'engine: expected auto, wasm or interpreter, got fast';
    await expect(renderRig([], input, { engine: wrong('fast') })).rejects.toThrow(message);
    await expect(createRig(context, blocks, { host, engine: wrong('fast') })).rejects.toThrow(message);
  });

  it('a store may answer at once, or fail', async () => {
    const bytes = new Map<string, Uint8Array>();
    const store = {
      get: (hash: string) => bytes.get(hash) ?? null,
      put: (hash: string, b: Uint8Array) => bytes.set(hash, b),
    };
    const document = { ...blocks, files: embed(double) };
    await renderRig(document, input, { store: wrong(store) });
    const { channels } = await renderRig(blocks, input, { store: wrong(store) });
    expect(channels[0][0]).toBe(0.5);
    const fail = () => {
      throw new Error('full');
    };
    const failing = await renderRig(document, input, { store: wrong({ get: fail, put: fail }) });
    expect(failing.channels[0][0]).toBe(0.5);
  });

  it('errors of a model begin with the name of its file', async () => {
    const page = `data:text/plain,${encodeURIComponent('<!doctype html>')}`;
    const { info } = await renderRig([{ type: 'model', model: { url: page, name: 'mine.nam' } }], input);
    expect(info.blocks[0].problem).toMatch(/^mine\.nam: expected .*got a web page/);
  });

  it.each([[null], [3], ['fast']])('that are %j are named', async (options) => {
    const message = new RegExp(`^options: expected an object, got ${options}$`);
    const access = { inputs: new Map(), addEventListener() {}, removeEventListener() {} };
    await expect(createRig(context, blocks, wrong(options))).rejects.toThrow(message);
    await expect(renderRig(blocks, input, wrong(options))).rejects.toThrow(message);
    await expect(loadRig(new Uint8Array(0), wrong(options))).rejects.toThrow(message);
    await expect(bindMidi(rig, wrong(options))).rejects.toThrow(message);
    await expect(rig.setState([], wrong(options))).rejects.toThrow(message);
    expect(() => rig.getState(wrong(options))).toThrow(message);
    await expect(openMicrophone(wrong(context), wrong(options))).rejects.toThrow(message);
    const midi = await bindMidi(rig, { access });
    await expect(midi.learn(wrong({}), wrong(options))).rejects.toThrow(message);
  });

  it.each([[undefined], [null], [3], [{}]])('a shared rig that is %j', async (text) => {
    await expect(readSharedRig(wrong(text))).rejects.toThrow(/^text: expected a string, got /);
  });

  it('MIDI without a rig or with access that is none', async () => {
    const access = { inputs: new Map(), addEventListener() {}, removeEventListener() {} };
    await expect(bindMidi(wrong(undefined), { access })).rejects.toThrow('rig: expected a Rig, got undefined');
    await expect(bindMidi(wrong(Promise.resolve(rig)), { access })).rejects.toThrow(/is an await missing/);
    await expect(bindMidi(rig, { access: wrong({}) })).rejects.toThrow('access: expected a MIDIAccess, got object');
  });

  it.each([[{ format: Symbol('x') }], [{ blocks: [{ type: Symbol('x') }] }]])('symbols in a document', (document) => {
    expect(() => readRig(document)).toThrow(/expected .*got Symbol\(x\)/);
  });

  it('a number that came as text is called so', () => {
    expect(() => readRig([{ type: 'gate', thresholdDb: '-40' }])).toThrow('expected -100 to 0, got the text "-40"');
  });
});
