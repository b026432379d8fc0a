import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { BLOCK_PARAMETERS } from '../../../src/live/rig/block-parameters.js';
import type { RigBlock } from '../../../src/rig/document/rig-document.js';
import { bindMidi, type MidiOptions } from '../../../src/rig/midi/bind-midi.js';
import { StubAccess, StubInput } from '../../support/stub-midi.js';
import { StubRig } from '../../support/stub-rig.js';

const BLOCKS = [
  { type: 'gate', id: 'gate' },
  { type: 'gain', id: 'boost', gainDb: 0 },
  { type: 'highpass', id: 'low' },
  { type: 'split', id: 'both', paths: [[{ type: 'tone', id: 'tone' }], []] },
];

const [GAIN] = BLOCK_PARAMETERS.gain;
const [CUT] = BLOCK_PARAMETERS.highpass;

/** A rig, an input that is open, and what binds them. */
async function setUp(options: MidiOptions = {}) {
  const rig = new StubRig(BLOCKS);
  const input = new StubInput('1', 'Pedal');
  const access = new StubAccess(input);
  const onError = vi.fn();
  const binding = await bindMidi(rig, { access, onError, ...options });
  return { rig, input, access, binding, onError };
}

const numberOf = (rig: StubRig, id: string, name: string) => (rig.block(id) as unknown as Record<string, number>)[name];
const isBypassed = (rig: StubRig, id: string) => (rig.block(id) as RigBlock).bypass ?? false;
/** Lets everything that waits arrive. */
const settle = () => vi.advanceTimersByTimeAsync(100);

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe('a controller', () => {
  it('moves a parameter over its whole range, on its own scale', async () => {
    const mappings = [
      { controller: 11, id: 'boost', parameter: 'gainDb' },
      { controller: 12, id: 'low', parameter: 'frequency' },
    ];
    const { rig, input } = await setUp({ mappings });
    for (const [value, share] of [
      [0, 0],
      [127, 1],
      [32, 32 / 127],
    ]) {
      input.send(0xb0, 11, value);
      input.send(0xb0, 12, value);
      await settle();
      expect(numberOf(rig, 'boost', 'gainDb')).toBeCloseTo(GAIN.minimum + share * (GAIN.maximum - GAIN.minimum), 9);
      expect(numberOf(rig, 'low', 'frequency')).toBeCloseTo(CUT.minimum * (CUT.maximum / CUT.minimum) ** share, 9);
    }
  });

  it('moves it between the ends that were asked for, also backwards, and never out of its range', async () => {
    const mappings = [
      { controller: 1, id: 'boost', parameter: 'gainDb', minimum: 6, maximum: -6 },
      { controller: 2, id: 'tone', parameter: 'bassDb', minimum: -1000, maximum: 1000 },
      { controller: 3, id: 'low', parameter: 'frequency', minimum: 20, maximum: 120, curve: 'linear' },
    ];
    const { rig, input } = await setUp({ mappings });
    const ends: unknown[] = [];
    for (const value of [0, 127]) {
      for (const controller of [1, 2, 3]) input.send(0xb5, controller, value);
      await settle();
      ends.push([numberOf(rig, 'boost', 'gainDb'), numberOf(rig, 'tone', 'bassDb'), numberOf(rig, 'low', 'frequency')]);
    }
    const [bass] = BLOCK_PARAMETERS.tone;
    expect(ends).toEqual([
      [6, bass.minimum, 20],
      [-6, bass.maximum, 120],
    ]);
  });

  it('moves the gains before and after the rig', async () => {
    const mappings = [
      { controller: 1, id: 'input', parameter: 'gainDb' },
      { controller: 1, id: 'output', parameter: 'gainDb', maximum: 0 },
    ];
    const { rig, input } = await setUp({ mappings });
    input.send(0xb0, 1, 127);
    await settle();
    expect(rig.document).toMatchObject({ input: { gainDb: GAIN.maximum }, output: { gainDb: 0 } });
  });

  it('with 14 bits has steps in between', async () => {
    const { rig, input } = await setUp({
      mappings: [{ controller: 7, bits: 14, id: 'boost', parameter: 'gainDb', minimum: 0, maximum: 16.383 }],
    });
    input.send(0xb0, 7, 64);
    expect(rig.calls, 'the fine part comes first').toEqual([]);
    input.send(0xb0, 39, 5);
    await settle();
    expect(rig.calls.length).toBe(1);
    expect(numberOf(rig, 'boost', 'gainDb')).toBeCloseTo((64 * 128 + 5) / 1000, 6);
    input.send(0xb0, 7, 127);
    await settle();
    expect(numberOf(rig, 'boost', 'gainDb')).toBeCloseTo((127 * 128) / 1000, 6);
  });

  it('of another channel moves nothing, be it the binding that listens to one or the mapping', async () => {
    const mappings = [
      { controller: 1, channel: 2, id: 'boost', parameter: 'gainDb' },
      { controller: 1, channel: 3, id: 'tone', parameter: 'bassDb' },
    ];
    const { rig, input } = await setUp({ mappings, channel: 2 });
    input.send(0xb2, 1, 0);
    input.send(0xb0, 1, 0);
    expect(rig.calls).toEqual([]);
    input.send(0xb1, 1, 0);
    expect(rig.calls).toEqual([['set', 'boost', { gainDb: GAIN.minimum }]]);
  });

  it('of a block that is not there is kept, and works when it is', async () => {
    const mappings = [
      { controller: 1, id: 'later', parameter: 'gainDb' },
      { controller: 1, id: 'gate', parameter: 'gainDb' },
      { controller: 1, id: 'later', bypass: true },
    ];
    const { rig, input, binding, onError } = await setUp({ mappings });
    input.send(0xb0, 1, 127);
    await settle();
    expect(rig.calls).toEqual([]);
    await rig.setState({ ...rig.document, blocks: [{ type: 'gain', id: 'later' }] });
    input.send(0xb0, 1, 0);
    input.send(0xb0, 1, 127);
    await settle();
    expect(numberOf(rig, 'later', 'gainDb')).toBe(GAIN.maximum);
    expect(isBypassed(rig, 'later')).toBe(true);
    expect(binding.mappings).toEqual(mappings);
    expect(onError).not.toHaveBeenCalled();
  });

  it('that floods sets the first value at once, few in between, and the last one', async () => {
    const { rig, input } = await setUp({ mappings: [{ controller: 1, id: 'boost', parameter: 'gainDb' }] });
    for (let i = 0; i < 1000; i++) input.send(0xb0, 1, i % 100);
    expect(rig.calls.length).toBe(1);
    await settle();
    expect(rig.calls.length).toBe(2);
    expect(numberOf(rig, 'boost', 'gainDb')).toBeCloseTo(-60 + (99 / 127) * 100, 9);
    await settle();
    input.send(0xb0, 1, 1);
    expect(rig.calls.length).toBe(3);
  });

  it('arrives on hidden pages without a timer', async () => {
    vi.stubGlobal('document', { visibilityState: 'hidden' });
    const { rig, input } = await setUp({ mappings: [{ controller: 1, id: 'boost', parameter: 'gainDb' }] });
    input.send(0xb0, 1, 0);
    input.send(0xb0, 1, 1);
    input.send(0xb0, 1, 127);
    expect(vi.getTimerCount()).toBe(0);
    await vi.waitUntil(() => rig.calls.length === 2, { interval: 1 });
    expect(numberOf(rig, 'boost', 'gainDb')).toBe(GAIN.maximum);
  });

  it('picks a parameter up only where it stands, and again after something else has moved it', async () => {
    const mappings = [{ controller: 1, id: 'boost', parameter: 'gainDb', minimum: 0, maximum: 12.7 }];
    const { rig, input } = await setUp({ mappings, takeOver: 'pickup' });
    const turn = async (value: number) => {
      input.send(0xb0, 1, value);
      await settle();
      return numberOf(rig, 'boost', 'gainDb');
    };
    rig.set('boost', { gainDb: 5 });
    expect(await turn(100)).toBe(5);
    expect(await turn(70)).toBe(5);
    expect(await turn(20), 'passed by').toBeCloseTo(2);
    expect(await turn(120), 'holds it now').toBeCloseTo(12);
    rig.set('boost', { gainDb: 5 });
    expect(await turn(119)).toBe(5);
    expect(await turn(51), 'near').toBeCloseTo(5.1);
    // A flood that outruns the rig keeps hold, too.
    for (const value of [60, 100, 10]) input.send(0xb0, 1, value);
    await settle();
    expect(numberOf(rig, 'boost', 'gainDb')).toBeCloseTo(1);
  });
});

describe('a switch', () => {
  const TOGGLE = [{ controller: 64, id: 'gate', bypass: true, mode: 'toggle' }];

  it('changes with each press, however fast', async () => {
    const { rig, input } = await setUp({ mappings: TOGGLE });
    for (const value of [127, 0, 127, 0, 127]) input.send(0xb0, 64, value);
    await settle();
    expect(isBypassed(rig, 'gate')).toBe(true);
    input.send(0xb0, 64, 0);
    await settle();
    expect(isBypassed(rig, 'gate')).toBe(true);
    input.send(0xb0, 64, 127);
    await settle();
    expect(isBypassed(rig, 'gate')).toBe(false);
  });

  it('that sends the same with every press changes, too; a knob that passes by changes once', async () => {
    const { rig, input } = await setUp({ mappings: TOGGLE });
    for (const expected of [true, false, true]) {
      input.send(0xb0, 64, 127);
      await settle();
      expect(isBypassed(rig, 'gate')).toBe(expected);
    }
    for (const value of [10, 50, 70, 80, 127]) input.send(0xb0, 64, value);
    await settle();
    expect(isBypassed(rig, 'gate')).toBe(false);
  });

  it('that is momentary lets the block sound as long as it is held', async () => {
    const { rig, input } = await setUp({
      mappings: [{ controller: 64, id: 'gate', bypass: true, mode: 'momentary' }],
    });
    for (const [value, expected] of [
      [63, true],
      [64, false],
      [127, false],
      [0, true],
    ] as const) {
      input.send(0xb0, 64, value);
      await settle();
      expect(isBypassed(rig, 'gate')).toBe(expected);
    }
    expect(rig.calls.length, 'nothing is set that is so already').toBe(3);
  });

  it('can be a note; letting it go is no press, whichever way it is said', async () => {
    const { rig, input } = await setUp({ mappings: [{ note: 36, id: 'gate', bypass: true }] });
    input.send(0x99, 36, 1);
    input.send(0x99, 36, 0);
    await settle();
    expect(isBypassed(rig, 'gate')).toBe(true);
    input.send(0x80, 36, 64);
    input.send(0x90, 37, 64);
    await settle();
    expect(isBypassed(rig, 'gate')).toBe(true);
    input.send(0x90, 36, 64);
    await settle();
    expect(isBypassed(rig, 'gate')).toBe(false);
  });

  it('shared by two controls counts the presses of both', async () => {
    const mappings = [...TOGGLE, { note: 36, id: 'gate', bypass: true }];
    const { rig, input } = await setUp({ mappings });
    input.send(0xb0, 64, 127);
    input.send(0x90, 36, 1);
    input.send(0xb0, 64, 0);
    input.send(0xb0, 64, 127);
    await settle();
    expect(isBypassed(rig, 'gate')).toBe(true);
  });
});

describe('a program change', () => {
  const preset = (name: string) => ({ ...new StubRig([{ type: 'gain', id: name }]).document, name });

  it('changes to the preset of its number; one that is not there changes nothing', async () => {
    const { rig, input, onError } = await setUp({ presets: [preset('clean'), preset('lead')] });
    input.send(0xc0, 1);
    await settle();
    input.send(0xc0, 2);
    await settle();
    expect(rig.calls).toEqual([['setState', 'lead']]);
    expect(onError).not.toHaveBeenCalled();
  });

  it('finds presets beyond the 128th in banks, whichever controller names them', async () => {
    const presets = Array.from({ length: 300 }, (_, i) => preset(`p${i}`));
    const { rig, input } = await setUp({ presets });
    input.send(0xb0, 0, 1);
    input.send(0xc0, 3);
    await settle();
    input.send(0xb0, 0, 0);
    input.send(0xb0, 32, 2);
    input.send(0xc0, 4);
    await settle();
    // Banks belong to a channel.
    input.send(0xc1, 5);
    await settle();
    expect(rig.calls.map(([, name]) => name)).toEqual(['p131', 'p260', 'p5']);
  });

  it('asks a function for the program and the whole bank, which may take its time', async () => {
    const finder = vi.fn(async (_program: number, _bank: number) => preset('found'));
    const { rig, input } = await setUp({ presets: finder });
    input.send(0xb0, 0, 1);
    input.send(0xb0, 32, 2);
    input.send(0xc0, 7);
    await settle();
    expect(finder.mock.calls).toEqual([[7, 130]]);
    expect(rig.calls).toEqual([['setState', 'found']]);
  });

  it('leaves out presets that a later one has overtaken', async () => {
    const answers: ((document: ReturnType<typeof preset>) => void)[] = [];
    const { rig, input } = await setUp({ presets: () => new Promise((resolve) => answers.push(resolve)) });
    input.send(0xc0, 0);
    await settle();
    input.send(0xc0, 1);
    await settle();
    answers[1](preset('second'));
    answers[0](preset('first'));
    await settle();
    expect(rig.calls).toEqual([['setState', 'second']]);
  });

  it.each([
    ['that is refused', async () => Promise.reject(new Error('no file')), () => preset('bad')],
    [
      'whose function throws',
      async () => {},
      () => {
        throw new Error('no file');
      },
    ],
    ['whose promise rejects', async () => {}, () => Promise.reject(new Error('no file'))],
  ])('to a preset %s is told, and the rig goes on', async (_, change, presets) => {
    const { rig, input, onError } = await setUp({
      presets,
      mappings: [{ controller: 1, id: 'boost', parameter: 'gainDb' }],
    });
    rig.change = change;
    input.send(0xc0, 0);
    await settle();
    expect(onError.mock.calls).toEqual([[new Error('no file')]]);
  });

  it('and a knob after it reach the rig in that order', async () => {
    const presets = [{ ...preset('lead'), blocks: [{ type: 'gain', id: 'boost', gainDb: 3 } as const] }];
    const { rig, input } = await setUp({ presets, mappings: [{ controller: 1, id: 'boost', parameter: 'gainDb' }] });
    input.send(0xb0, 1, 5);
    input.send(0xb0, 1, 6);
    input.send(0xc0, 0);
    input.send(0xb0, 1, 127);
    await settle();
    expect(rig.calls.slice(1).map(([what]) => what)).toEqual(['setState', 'set']);
    expect(numberOf(rig, 'boost', 'gainDb')).toBe(GAIN.maximum);
  });
});

describe('what fails', () => {
  it('is told, such as a rig that was disposed', async () => {
    const mappings = [
      { controller: 1, id: 'boost', parameter: 'gainDb' },
      { controller: 1, id: 'gate', bypass: true },
    ];
    const { rig, input, onError } = await setUp({ mappings });
    const fail = () => {
      throw new Error('disposed');
    };
    Object.assign(rig, { set: fail, setBypass: fail });
    input.send(0xb0, 1, 127);
    await settle();
    expect(onError.mock.calls).toEqual([[new Error('disposed')], [new Error('disposed')]]);
  });

  it.each([
    [{ channel: 0 }, 'channel: expected 1 to 16, got 0'],
    [{ channel: 1.5 }, 'channel: expected 1 to 16, got 1.5'],
    [{ takeOver: 'catch' }, 'takeOver: expected jump or pickup, got catch'],
    [{ presets: 7 }, 'presets: expected a list or a function, got number'],
    [{ inputs: 'Pedal' }, "inputs: expected 'all' or a list of ids and names, got string"],
    [{ mappings: {} }, 'mappings: expected a list of mappings, got object'],
  ])('in options says what is expected: %j', async (options, message) => {
    await expect(setUp(options as MidiOptions)).rejects.toThrow(message);
  });
});

it('no bytes throw, or set a value out of range', async () => {
  const mappings = [
    ...Array.from({ length: 128 }, (_, controller) => ({ controller, id: 'boost', parameter: 'gainDb' })),
    { controller: 7, bits: 14, id: 'low', parameter: 'frequency' },
    { note: 60, id: 'gate', bypass: true },
  ];
  const { input, onError } = await setUp({ mappings, presets: [new StubRig(BLOCKS).document], takeOver: 'pickup' });
  const listener = vi.fn();
  vi.stubGlobal('reportError', listener);
  const status = fc.constantFrom(0x80, 0x90, 0xb0, 0xc0, 0xe0, 0xf0, 0xf8, 0xfe);
  const likely = fc.tuple(status, fc.nat(127), fc.nat(127)).map((bytes) => Uint8Array.from(bytes));
  const odd = fc.constantFrom(null, undefined, [], 'text', [Number.NaN, 1, 2], [0xb0, 1.5, 300]);
  const thrown: unknown[] = [];
  const onUncaught = (error: unknown) => thrown.push(error);
  // What a listener of an event throws is uncaught in Node.
  process.on('uncaughtException', onUncaught);
  try {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.oneof(likely, fc.uint8Array({ maxLength: 6 }), odd), { maxLength: 40 }),
        async (all) => {
          for (const data of all) input.deliver(data);
          await settle();
          expect(onError.mock.calls).toEqual([]);
          expect(thrown).toEqual([]);
        },
      ),
      { numRuns: 200 },
    );
  } finally {
    process.off('uncaughtException', onUncaught);
  }
});
