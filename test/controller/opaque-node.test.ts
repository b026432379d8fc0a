import { reactive, ref, shallowReactive } from '@vue/reactivity';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { openMicrophone } from '../../src/controller/microphone/microphone.js';
import { createDilatone } from '../../src/controller/node/create-dilatone.js';
import type { Dilatone } from '../../src/controller/node/dilatone.js';
import { deepProxy, replacingProxy } from '../support/deep-proxy.js';
import { type InProcessHost, inProcessHost } from '../support/in-process-host.js';
import { modelOf } from '../support/model-of.js';
import { noise } from '../support/signals.js';
import { gainNetwork } from '../support/small-networks.js';
import { runQuanta } from '../support/worklet-scope.js';

const context = { sampleRate: 48_000, currentTime: 0, state: 'suspended' };
const input = noise(256, 1);
const times = (gain: number) => input.map((x) => gain * x);

let host: InProcessHost;
let amp: Dilatone<typeof context>;

beforeEach(async () => {
  host = await inProcessHost(() => ({ connect: vi.fn(), disconnect: vi.fn() }));
  amp = await createDilatone(context, { model: modelOf(gainNetwork(2)), host, multiplyAdd: 'plain' });
});

describe('a node in the state of an app', () => {
  it('is left alone by Vue', () => {
    expect(ref(amp).value).toBe(amp);
    expect(reactive({ rig: [amp] }).rig[0]).toBe(amp);
    expect(shallowReactive({ amp }).amp).toBe(amp);
    expect(Object.getOwnPropertyDescriptor(amp, '__v_skip')).toMatchObject({ value: true, enumerable: false });
  });

  it.each([
    ['one that forwards', (node: typeof amp) => new Proxy(node, {})],
    ['one that wraps all that it gives', deepProxy],
    ['one that replaces fields', replacingProxy],
  ])('works through a Proxy: %s', async (_, wrap) => {
    const { node, inputGainDb } = amp;
    const wrapped = wrap(amp);
    expect(amp).toMatchObject({ node, inputGainDb });
    expect(wrapped.info.model.metadata.name).toBe('test');
    expect(wrapped.controls).toEqual({});
    const listener = vi.fn();
    wrapped.on('meters', listener)();
    wrapped.connect({});
    wrapped.disconnect();
    await expect(wrapped.setModel(modelOf(gainNetwork(3)))).resolves.toBe('done');
    await wrapped.setControls({});
    await wrapped.reset();
    expect(runQuanta(host.processors[0], input)).toEqual(times(3));
    wrapped.bypass = true;
    expect([amp.bypass, wrapped.bypass]).toEqual([true, true]);
    wrapped.dispose();
    expect(() => amp.connect({})).toThrow(expect.objectContaining({ code: 'disposed' }));
  });

  it('has members that can be passed on', async () => {
    const { setModel, dispose } = amp;
    await expect(setModel(modelOf(gainNetwork(3)))).resolves.toBe('done');
    dispose();
    await expect(amp.reset()).rejects.toMatchObject({ code: 'disposed' });
  });
});

describe('a microphone in the state of an app', () => {
  it('is left alone by Vue, and works through a Proxy', async () => {
    const stop = vi.fn();
    const track = Object.assign(new EventTarget(), { getSettings: () => ({}), stop });
    const stream = { getTracks: () => [track], getAudioTracks: () => [track] };
    vi.stubGlobal('navigator', { mediaDevices: { getUserMedia: async () => stream } });
    const node = { disconnect: vi.fn() };
    const microphone = await openMicrophone({ ...context, createMediaStreamSource: () => node });
    vi.unstubAllGlobals();
    expect(ref(microphone).value).toBe(microphone);
    expect(reactive({ microphone }).microphone.node).toBe(node);
    expect(Object.keys(microphone)).toEqual([
      ...['node', 'settings', 'lost', 'channel', 'connected'],
      ...['setChannel', 'watchChannel', 'watchConnection', 'stop'],
    ]);
    deepProxy(microphone).stop();
    expect(stop).toHaveBeenCalledOnce();
    expect(node.disconnect).toHaveBeenCalledOnce();
  });
});
