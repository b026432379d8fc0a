import { afterEach, describe, expect, expectTypeOf, it, vi } from 'vitest';
import { bindMidi, type MidiOptions } from '../../../src/rig/midi/bind-midi.js';
import type { MidiAccessLike } from '../../../src/rig/midi/midi-access.js';
import { StubAccess, StubInput } from '../../support/stub-midi.js';
import { StubRig } from '../../support/stub-rig.js';

/** Binds a rig, and tells which inputs reach it. */
async function setUp(access: StubAccess, options: MidiOptions = {}) {
  const rig = new StubRig([{ type: 'gain', id: 'gain' }]);
  const onError = vi.fn();
  const binding = await bindMidi(rig, { access, onError, presets: [rig.document], ...options });
  const heard = async (...inputs: readonly StubInput[]) => {
    vi.useFakeTimers();
    const ids: string[] = [];
    for (const input of inputs) {
      const before = rig.calls.length;
      input.send(0xc0, 0);
      await vi.advanceTimersByTimeAsync(50);
      if (rig.calls.length > before) ids.push(input.id);
    }
    vi.useRealTimers();
    return ids;
  };
  return { rig, binding, onError, heard };
}

/** Inputs of these ids, and names in capitals. */
const inputsOf = (...ids: readonly string[]) => ids.map((id) => new StubInput(id, id.toUpperCase()));

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe('inputs', () => {
  it('are all listened to, those plugged in later included', async () => {
    const [a, b, c] = inputsOf('a', 'b', 'c');
    const access = new StubAccess(a, b);
    const { heard } = await setUp(access);
    expect(await heard(a, b, c)).toEqual(['a', 'b']);
    access.plug(c);
    expect(await heard(a, b, c)).toEqual(['a', 'b', 'c']);
  });

  it('are chosen by id or name, also later', async () => {
    const [a, b, c] = inputsOf('a', 'b', 'c');
    const access = new StubAccess(a, b);
    const { heard, binding } = await setUp(access, { inputs: ['a', 'C'] });
    access.plug(c);
    expect(await heard(a, b, c)).toEqual(['a', 'c']);
    binding.selectInputs(['b']);
    expect(await heard(a, b, c)).toEqual(['b']);
    binding.selectInputs('all');
    expect(await heard(a, b, c)).toEqual(['a', 'b', 'c']);
    expect(() => binding.selectInputs('b' as never)).toThrow(TypeError);
  });

  it('are listed with what is known of them, and changes are told', async () => {
    const [a] = inputsOf('a');
    const unnamed = new StubInput('b');
    const access = new StubAccess(a, unnamed);
    const onInputs = vi.fn();
    const { binding } = await setUp(access, { inputs: ['a'], onInputs });
    expect(binding.inputs).toEqual([
      { id: 'a', name: 'A', isConnected: true, isSelected: true },
      { id: 'b', name: '', isConnected: true, isSelected: false },
    ]);
    access.unplug(a);
    expect(onInputs.mock.calls).toEqual([[binding.inputs]]);
    expect(binding.inputs[0]).toMatchObject({ id: 'a', isConnected: false });
  });

  it('work again after they were unplugged, as the same object or as another one', async () => {
    const [a] = inputsOf('a');
    const access = new StubAccess(a);
    const { rig, heard } = await setUp(access);
    access.unplug(a);
    expect(await heard(a)).toEqual([]);
    access.plug(a);
    expect(await heard(a)).toEqual(['a']);
    access.unplug(a);
    const again = new StubInput('a');
    access.plug(again);
    expect(await heard(again)).toEqual(['a']);
    // Many changes of state leave one listener.
    for (let i = 0; i < 5; i++) access.plug(again);
    const before = rig.calls.length;
    expect(await heard(again)).toEqual(['a']);
    expect(rig.calls.length - before).toBe(1);
  });

  it('that another program holds are told, and the others work', async () => {
    const [a, b] = inputsOf('a', 'b');
    a.failure = new DOMException('in use', 'InvalidAccessError');
    const access = new StubAccess(a, b);
    const { heard, onError } = await setUp(access);
    expect(await heard(a, b)).toEqual(['b']);
    access.plug(b);
    expect(await heard(a, b)).toEqual(['b']);
    expect(onError.mock.calls).toEqual([[expect.objectContaining({ code: 'midi', where: 'A', cause: a.failure })]]);
  });
});

describe('dispose', () => {
  it('leaves no listener, sends nothing that waits, and may come twice', async () => {
    const [a, late] = inputsOf('a', 'late');
    const access = new StubAccess(a);
    const { rig, binding, heard } = await setUp(access);
    const added = vi.spyOn(late, 'addEventListener');
    a.send(0xc0, 0);
    a.send(0xc0, 0);
    binding.dispose();
    binding.dispose();
    access.plug(late);
    expect(await heard(a, late)).toEqual([]);
    expect(rig.calls.length).toBe(1);
    expect(added).not.toHaveBeenCalled();
    expect(() => binding.setMappings([])).toThrow(expect.objectContaining({ code: 'disposed' }));
    await expect(binding.learn({ id: 'gain', parameter: 'gainDb' })).rejects.toMatchObject({ code: 'disposed' });
  });

  it('closes ports of its own access, not those of the page', async () => {
    const [a] = inputsOf('a');
    const own = await setUp(new StubAccess(a));
    own.binding.dispose();
    expect(a.connection).toBe('open');
    vi.stubGlobal('navigator', { requestMIDIAccess: async () => new StubAccess(a) });
    const binding = await bindMidi(own.rig);
    binding.dispose();
    expect(a.connection).toBe('closed');
  });
});

it('the access of browsers will do', () => {
  expectTypeOf<MIDIAccess>().toExtend<MidiAccessLike>();
});

describe('the browser', () => {
  const rig = new StubRig([]);

  it('is asked for MIDI without system exclusive messages', async () => {
    const requestMIDIAccess = vi.fn(async () => new StubAccess());
    vi.stubGlobal('navigator', { requestMIDIAccess });
    (await bindMidi(rig)).dispose();
    expect(requestMIDIAccess.mock.calls).toEqual([[{ sysex: false }]]);
  });

  it.each([
    [undefined, true, /got one without: use Chrome/],
    [undefined, false, /^midi: expected a secure page/],
    ['NotAllowedError', true, /settings of the site/],
    ['SecurityError', true, /settings of the site/],
    ['InvalidStateError', true, /plug a device in/],
    ['NotSupportedError', true, /another browser/],
    ['OddError', true, /got OddError: no/],
  ])('that gives none (%s, secure: %s) is told with what to do', async (name, isSecureContext, message) => {
    const cause = new DOMException('no', name);
    vi.stubGlobal('isSecureContext', isSecureContext);
    vi.stubGlobal('navigator', name === undefined ? {} : { requestMIDIAccess: () => Promise.reject(cause) });
    const error = await bindMidi(rig).catch((reason) => reason);
    expect(error).toMatchObject({ name: 'DilatoneError', code: 'midi' });
    expect(error.message).toMatch(message);
  });

  it('whose page may not is told to allow it in the iframe', async () => {
    vi.stubGlobal('document', { featurePolicy: { allowsFeature: (feature: string) => feature !== 'midi' } });
    const refuse = () => Promise.reject(new DOMException('no', 'SecurityError'));
    vi.stubGlobal('navigator', { requestMIDIAccess: refuse });
    await expect(bindMidi(rig)).rejects.toThrow(/allow="midi"/);
  });

  it('is not waited for longer than the signal says', async () => {
    vi.stubGlobal('navigator', { requestMIDIAccess: () => new Promise(() => {}) });
    const controller = new AbortController();
    const binding = bindMidi(rig, { signal: controller.signal });
    controller.abort('enough');
    await expect(binding).rejects.toMatchObject({ code: 'aborted', cause: 'enough' });
    await expect(bindMidi(rig, { signal: controller.signal })).rejects.toMatchObject({ code: 'aborted' });
  });
});
