import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { manageOutput, type OutputChange } from '../../src/controller/devices/manage-output.js';
import { askForOutput, listOutputs, setOutput, watchOutputs } from '../../src/controller/devices/outputs.js';

const DEFAULT = { kind: 'audiooutput', deviceId: 'default', label: 'Default - Speakers', groupId: 'a' };
const SPEAKERS = { kind: 'audiooutput', deviceId: 'speakers', label: 'Speakers', groupId: 'a' };
const INTERFACE = { kind: 'audiooutput', deviceId: 'interface', label: 'Interface', groupId: 'b' };

let plugged: { kind: string; deviceId: string; label: string; groupId: string }[];
let mediaDevices: EventTarget;

/** A native context that plays through devices that are plugged in. */
class SinkContext extends EventTarget {
  sampleRate = 48_000;
  currentTime = 0;
  state = 'running';
  sinkId = '';
  resume = vi.fn(async () => {});
  setSinkId = vi.fn(async (id: string) => {
    if (id !== '' && !plugged.some(({ deviceId }) => deviceId === id)) throw new DOMException('no', 'NotFoundError');
    this.sinkId = id;
  });
}
let context: SinkContext;

beforeEach(() => {
  plugged = [DEFAULT, SPEAKERS, INTERFACE, { kind: 'audioinput', deviceId: 'mic', label: 'Mic', groupId: 'c' }];
  mediaDevices = Object.assign(new EventTarget(), { enumerateDevices: async () => [...plugged] });
  vi.stubGlobal('navigator', { mediaDevices });
  context = new SinkContext();
});
afterEach(() => vi.unstubAllGlobals());

const turn = () => new Promise((resolve) => setImmediate(resolve));
/** Changes what is plugged in, and lets the page notice. */
async function plug(...devices: typeof plugged) {
  plugged = devices;
  mediaDevices.dispatchEvent(new Event('devicechange'));
  await turn();
}

describe('the outputs', () => {
  it('are listed without other devices, and told anew', async () => {
    expect(await listOutputs()).toEqual([DEFAULT, SPEAKERS, INTERFACE]);
    const listener = vi.fn();
    const stop = watchOutputs(listener);
    await plug(DEFAULT, SPEAKERS);
    stop();
    await plug(DEFAULT);
    expect(listener.mock.calls).toEqual([[[DEFAULT, SPEAKERS]]]);
  });

  it('cannot be listed by an insecure page', async () => {
    vi.stubGlobal('navigator', {});
    await expect(listOutputs()).rejects.toMatchObject({ code: 'output', message: /https/ });
  });

  it('are asked for where the browser has a dialog', async () => {
    expect(await askForOutput()).toBeNull();
    const selectAudioOutput = vi.fn(async () => INTERFACE);
    Object.assign(mediaDevices, { selectAudioOutput });
    expect(await askForOutput()).toBe(INTERFACE);
    selectAudioOutput.mockRejectedValueOnce(new DOMException('no', 'NotAllowedError'));
    expect(await askForOutput()).toBeNull();
    selectAudioOutput.mockRejectedValueOnce(new DOMException('no gesture', 'InvalidStateError'));
    await expect(askForOutput()).rejects.toMatchObject({ code: 'output', message: /at a click/ });
  });
});

describe('setOutput', () => {
  it('uses the device, and says so', async () => {
    expect(await setOutput(context, 'interface')).toBe('interface');
    expect(context.sinkId).toBe('interface');
    expect(await setOutput(context, 'default')).toBe('');
    expect(context.sinkId).toBe('');
  });

  it('plays through the default where there is no such device', async () => {
    await setOutput(context, 'interface');
    expect(await setOutput(context, 'none such')).toBe('');
    expect(context.sinkId).toBe('');
  });

  it('reaches the context inside others', async () => {
    const standardized = { sampleRate: 48_000, currentTime: 0, state: 'running', _nativeContext: context };
    expect(await setOutput({ ...standardized } as never, 'interface')).toBe('interface');
    const tone = { sampleRate: 48_000, currentTime: 0, state: 'running', rawContext: standardized };
    expect(await setOutput(tone, 'speakers')).toBe('speakers');
    expect(await setOutput({ ...tone, __v_raw: tone } as never, 'interface')).toBe('interface');
  });

  it('says where a browser has no choice, but for the default', async () => {
    const unable = { sampleRate: 48_000, currentTime: 0, state: 'running' };
    expect(await setOutput(unable, '')).toBe('');
    await expect(setOutput(unable, 'interface')).rejects.toMatchObject({ code: 'output', message: /setSinkId/ });
  });

  it.each([
    ['NotAllowedError', /expected permission, got a refusal/],
    ['AbortError', /expected the output to be used/],
  ])('explains %s', async (name, message) => {
    const cause = new DOMException('no', name);
    context.setSinkId.mockRejectedValueOnce(cause);
    await expect(setOutput(context, 'interface')).rejects.toMatchObject({ code: 'output', message, cause });
  });

  it('takes no context that is closed, and no id that is none', async () => {
    await expect(setOutput(context, undefined as never)).rejects.toThrow(TypeError);
    context.state = 'closed';
    await expect(setOutput(context, 'interface')).rejects.toMatchObject({ code: 'output' });
  });
});

describe('an output that is managed', () => {
  const changes: OutputChange[] = [];
  const manage = (deviceId?: string) => {
    changes.length = 0;
    return manageOutput(context, { deviceId, onchange: (change) => changes.push(change) });
  };

  it('falls back to the default while its device is gone, and comes back with it', async () => {
    const output = await manage('interface');
    expect(context.sinkId).toBe('interface');
    await plug(DEFAULT, SPEAKERS);
    expect([context.sinkId, output.deviceId, output.preferredId]).toEqual(['', '', 'interface']);
    await plug(DEFAULT, SPEAKERS, INTERFACE);
    expect([context.sinkId, output.deviceId]).toEqual(['interface', 'interface']);
    const again = { ...INTERFACE, deviceId: 'new id' };
    await plug(DEFAULT, SPEAKERS);
    await plug(DEFAULT, SPEAKERS, again);
    expect([context.sinkId, output.deviceId]).toEqual(['new id', 'new id']);
    expect(changes).toEqual([
      { reason: 'gone', deviceId: '', label: 'Default - Speakers' },
      { reason: 'back', deviceId: 'interface', label: 'Interface' },
      { reason: 'gone', deviceId: '', label: 'Default - Speakers' },
      { reason: 'back', deviceId: 'new id', label: 'Interface' },
    ]);
  });

  it('does not take another output of the same sound card for its device', async () => {
    const headphones = { ...INTERFACE, deviceId: 'headphones', label: 'Headphones' };
    plugged = [DEFAULT, INTERFACE, headphones];
    const output = await manage('headphones');
    await plug(DEFAULT, INTERFACE);
    expect([output.deviceId, output.preferredId]).toEqual(['', 'headphones']);
  });

  it('begins with the default where its device is gone', async () => {
    plugged = [DEFAULT, SPEAKERS];
    const output = await manage('interface');
    expect(output.deviceId).toBe('');
    await plug(DEFAULT, SPEAKERS, INTERFACE);
    expect(output.deviceId).toBe('interface');
    expect(changes.map(({ reason }) => reason)).toEqual(['back']);
  });

  it('tells of another default, while that plays', async () => {
    const output = await manage();
    const another = { ...DEFAULT, label: 'Default - Interface', groupId: 'b' };
    await plug(another, SPEAKERS, INTERFACE);
    expect(changes).toEqual([{ reason: 'default', deviceId: '', label: 'Default - Interface' }]);
    await output.set('interface');
    await plug(DEFAULT, SPEAKERS, INTERFACE);
    await plug(DEFAULT, SPEAKERS, INTERFACE);
    expect(changes).toHaveLength(1);
    expect(context.setSinkId.mock.calls.flat()).toEqual(['', 'interface']);
  });

  it('recovers where the device fails: the context goes on', async () => {
    await manage('interface');
    plugged = [DEFAULT, SPEAKERS];
    context.state = 'suspended';
    context.dispatchEvent(new Event('error'));
    await turn();
    expect(context.sinkId).toBe('');
    expect(context.resume).toHaveBeenCalledOnce();
  });

  it('keeps what it has where a change fails, and tries at the next one', async () => {
    const output = await manage('interface');
    context.setSinkId.mockRejectedValueOnce(new DOMException('busy', 'AbortError'));
    await expect(output.set('speakers')).rejects.toMatchObject({ code: 'output' });
    expect([output.deviceId, output.preferredId]).toEqual(['interface', 'interface']);
    context.setSinkId.mockRejectedValueOnce(new DOMException('busy', 'AbortError'));
    await plug(DEFAULT);
    expect(changes).toEqual([]);
    await plug(DEFAULT);
    expect(changes.map(({ reason }) => reason)).toEqual(['gone']);
  });

  it('is left alone after dispose, and when the context is closed', async () => {
    const output = await manage('interface');
    output.dispose();
    await plug(DEFAULT);
    expect(context.sinkId).toBe('interface');
    plugged = [DEFAULT, INTERFACE];
    const other = await manage('interface');
    context.state = 'closed';
    await plug(DEFAULT);
    expect(other.deviceId).toBe('interface');
    expect(changes).toEqual([]);
  });
});
