import { expect, it, vi } from 'vitest';
import { bindMidi, type MidiOptions } from '../../../src/rig/midi/bind-midi.js';
import { StubAccess, StubInput } from '../../support/stub-midi.js';
import { StubRig } from '../../support/stub-rig.js';

const KNOB = { id: 'gain', parameter: 'gainDb' } as const;
const SWITCH = { id: 'gain', bypass: true, mode: 'toggle' } as const;

async function setUp(options: MidiOptions = {}) {
  const rig = new StubRig([{ type: 'gain', id: 'gain' }]);
  const input = new StubInput('1');
  const binding = await bindMidi(rig, { access: new StubAccess(input), ...options });
  return { rig, input, binding };
}

it('a parameter learns the next controller that is moved, and moves with it from then on', async () => {
  const { rig, input, binding } = await setUp();
  const learned = binding.learn(KNOB);
  // None of these is a knob: a note, a program, a bank, a registered parameter's number, a channel's mode.
  for (const bytes of [
    [0x90, 20, 1],
    [0xc0, 20],
    [0xb0, 0, 1],
    [0xb0, 101, 1],
    [0xb0, 123, 1],
  ])
    input.send(...bytes);
  input.send(0xb3, 20, 1);
  const mapping = { ...KNOB, channel: 4, controller: 20 };
  expect(await learned).toEqual(mapping);
  expect(binding.mappings).toEqual([mapping]);
  expect(rig.calls, 'not by what it was learned from').toEqual([]);
  input.send(0xb3, 20, 127);
  await vi.waitUntil(() => rig.calls.length > 0, { interval: 1 });
  expect(rig.calls).toEqual([['set', 'gain', { gainDb: 40 }]]);
});

it('a bypass learns a press of a controller or of a note, not their release', async () => {
  const { rig, input, binding } = await setUp();
  const learned = binding.learn(SWITCH);
  input.send(0xb0, 64, 0);
  input.send(0x80, 36, 1);
  input.send(0x90, 36, 0);
  input.send(0xb0, 64, 100);
  expect(await learned).toEqual({ ...SWITCH, channel: 1, controller: 64 });
  // Still the same press.
  input.send(0xb0, 64, 127);
  input.send(0xb0, 64, 0);
  expect(rig.calls).toEqual([]);
  input.send(0xb0, 64, 127);
  expect(rig.calls).toEqual([['setBypass', 'gain', true]]);

  const again = binding.learn(SWITCH);
  input.send(0x9f, 36, 1);
  const mapping = { ...SWITCH, channel: 16, note: 36 };
  expect(await again).toEqual(mapping);
  expect(binding.mappings, 'in place of the older one').toEqual([mapping]);
});

it('what is learned survives as JSON, and another target keeps its own', async () => {
  const { input, binding } = await setUp({
    mappings: [
      { ...SWITCH, note: 1 },
      { ...KNOB, controller: 1 },
    ],
  });
  const learned = binding.learn(KNOB);
  input.send(0xb0, 2, 0);
  await learned;
  const saved = JSON.parse(JSON.stringify(binding.mappings));
  expect(saved).toEqual([
    { ...SWITCH, note: 1 },
    { ...KNOB, channel: 1, controller: 2 },
  ]);
  const other = await setUp({ mappings: saved });
  expect(other.binding.mappings).toEqual(saved);
  other.binding.unlearn({ id: 'gain', bypass: true });
  expect(other.binding.mappings).toEqual([saved[1]]);
  other.binding.unlearn(KNOB);
  expect(other.binding.mappings).toEqual([]);
});

it('learning ends by its signal, by a later wish, and by dispose; mappings stay as they were', async () => {
  const { input, binding } = await setUp({ mappings: [{ ...KNOB, controller: 1 }] });
  const controller = new AbortController();
  const first = binding.learn(KNOB, { signal: controller.signal });
  controller.abort('enough');
  await expect(first).rejects.toMatchObject({ code: 'aborted', cause: 'enough' });
  await expect(binding.learn(KNOB, { signal: controller.signal })).rejects.toMatchObject({ code: 'aborted' });

  const second = binding.learn(KNOB);
  const third = binding.learn(SWITCH);
  await expect(second).rejects.toMatchObject({ code: 'aborted' });
  input.send(0xb0, 5, 127);
  expect(await third).toMatchObject({ controller: 5 });

  const fourth = binding.learn(KNOB);
  binding.dispose();
  await expect(fourth).rejects.toMatchObject({ code: 'disposed' });
  expect(binding.mappings.length).toBe(2);
});

it('listens only to its channel while it learns', async () => {
  const { input, binding } = await setUp({ channel: 2 });
  const learned = binding.learn(KNOB);
  input.send(0xb0, 5, 127);
  input.send(0xb1, 6, 127);
  expect(await learned).toEqual({ ...KNOB, channel: 2, controller: 6 });
});

it.each([
  [{ id: 'nowhere', parameter: 'gainDb' }, 'target: expected a parameter of a block in the rig, got gainDb of nowhere'],
  [{ id: 'gain', parameter: 'mix' }, 'target: expected a parameter of a block in the rig, got mix of gain'],
  [{ id: 'output', parameter: 'limitDb' }, 'target: expected a parameter of a block in the rig, got limitDb of output'],
  [{ id: 'input', bypass: true }, 'target.id: expected that of a block in the rig, got input'],
  [{ id: 'gain' }, 'target.parameter: expected a string, got undefined'],
  [{ id: 'gain', bypass: true, mode: 'latch' }, 'target.mode: expected toggle or momentary, got latch'],
])('says at once that %j is no target', async (target, message) => {
  const { binding } = await setUp();
  await expect(binding.learn(target as never)).rejects.toThrow(message);
});
