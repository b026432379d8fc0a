import type { WebAudioModule } from '@webaudiomodules/api';
import { addFunctionModule, initializeWamHost } from '@webaudiomodules/sdk';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { renderModel } from '../../src/index.js';
import DefaultExport, { DilatoneWam, type DilatoneWamNode, type WamState } from '../../src/wam/index.js';
import { maxDifference, noise } from '../support/signals.js';
import { modelFile, nano } from './support/models.js';
import { offlineContext, playInto } from './support/offline.js';

const FRAMES = 6000;
const sound = noise(FRAMES, 1);

/** The state of a WAM into which a player has loaded the model. */
async function stateWithModel(parameters: Record<string, number> = {}): Promise<WamState> {
  const context = offlineContext('native', 1, 1);
  const wam = await DilatoneWam.createInstance('none', context);
  await wam.audioNode.loadFile(modelFile('nano'));
  const state = await wam.audioNode.getState();
  return { ...state, parameters: { ...state.parameters, ...parameters } };
}

/** What a host hears of the sound through a WAM in a state. */
async function renderInHost(state?: unknown): Promise<Float32Array> {
  const context = offlineContext('native', 1, FRAMES);
  const [groupId] = await initializeWamHost(context);
  const wam = await DilatoneWam.createInstance(groupId, context, state);
  playInto(context, wam.audioNode, [sound]);
  wam.audioNode.connect(context.destination);
  return (await context.startRendering()).getChannelData(0);
}

describe('a WAM in an offline host', () => {
  it('is a module as hosts know it', async () => {
    const context = offlineContext('native', 1, 1);
    const [groupId] = await initializeWamHost(context);
    // The types of the interface say that it fits; hosts take the default export.
    const wam = (await DefaultExport.createInstance(groupId, context)) satisfies Pick<
      WebAudioModule,
      'createGui' | 'descriptor' | 'groupId' | 'initialized' | 'instanceId' | 'isWebAudioModule' | 'moduleId' | 'name'
    >;
    expect(DefaultExport.isWebAudioModuleConstructor).toBe(true);
    expect(wam).toMatchObject({ isWebAudioModule: true, initialized: true, groupId, name: 'Dilatone' });
    expect(wam.descriptor).toMatchObject({ apiVersion: '2.0.0', hasAudioInput: true, hasAutomationInput: true });
    expect(wam.audioNode).toBeInstanceOf(AudioNode);
    expect(wam.audioNode).toMatchObject({ module: wam, groupId, instanceId: wam.instanceId });
  });

  it('passes the sound as it is while it has no model', async () => {
    expect(maxDifference(await renderInHost(), sound)).toBeLessThanOrEqual(1e-6);
  });

  it('renders with the model and the parameters of its state', async () => {
    const [expected] = await renderModel(nano(), [sound]);
    const louder = expected.map((sample) => sample * 10 ** (6 / 20));
    const state = JSON.parse(JSON.stringify(await stateWithModel({ outputGainDb: 6 })));
    expect(maxDifference(await renderInHost(state), louder)).toBeLessThanOrEqual(2e-6);
  });

  it('is bypassed from the first frame on if its state says so', async () => {
    expect(maxDifference(await renderInHost(await stateWithModel({ bypass: 1 })), sound)).toBeLessThanOrEqual(1e-6);
  });

  it('gives back the state that it was given', async () => {
    const state = await stateWithModel({ mix: 0.5, bypass: 1 });
    const wam = await DilatoneWam.createInstance('none', offlineContext('native', 1, 1), state);
    expect(await wam.audioNode.getState()).toEqual(state);
    await wam.audioNode.setState({ version: 1, model: null });
    const defaults = { inputGainDb: 0, outputGainDb: 0, mix: 1, bypass: 0 };
    expect(await wam.audioNode.getState()).toEqual({ version: 1, model: null, parameters: defaults, controls: {} });
  });

  it.each([
    [null, 'state: expected an object, got null'],
    [{ version: 2 }, 'state.version: expected 1, got 2'],
    [{ version: 1, model: { name: 'm', base64: '%' } }, /^state\.model\.base64: expected base64/],
    [{ version: 1, parameters: { mix: 'all' } }, 'state.parameters.mix: expected a number, got all'],
  ])('refuses %j as a state, and keeps its own', async (state, message) => {
    const wam = await DilatoneWam.createInstance('none', offlineContext('native', 1, 1));
    const before = await wam.audioNode.getState();
    await expect(wam.audioNode.setState(state)).rejects.toThrow(message);
    expect(await wam.audioNode.getState()).toEqual(before);
  });

  it('tells its parameters and their values, in their unit or normalized', async () => {
    const { audioNode } = await DilatoneWam.createInstance('none', offlineContext('native', 1, 1));
    const info = await audioNode.getParameterInfo();
    expect(Object.keys(info)).toEqual(['inputGainDb', 'outputGainDb', 'mix', 'bypass']);
    expect(info.inputGainDb).toMatchObject({ label: 'Drive', units: 'dB', type: 'float', minValue: -60, maxValue: 40 });
    expect(info.bypass).toMatchObject({ type: 'boolean', discreteStep: 1 });
    await audioNode.setParameterValues({ mix: { id: 'mix', value: 0.25, normalized: true } });
    await audioNode.setParameterValues({ inputGainDb: { id: 'inputGainDb', value: -10, normalized: false } });
    expect(await audioNode.getParameterValues(false, 'mix')).toEqual({
      mix: { id: 'mix', value: 0.25, normalized: false },
    });
    expect((await audioNode.getParameterValues(true)).inputGainDb).toMatchObject({ value: 0.5, normalized: true });
  });
});

describe('a WAM in a live host', () => {
  let context: AudioContext;
  let groupId: string;
  let wam: DilatoneWam;
  let node: DilatoneWamNode;
  beforeEach(async () => {
    context = new AudioContext();
    [groupId] = await initializeWamHost(context);
    wam = await DilatoneWam.createInstance(groupId, context);
    node = wam.audioNode;
    new ConstantSourceNode(context).connect(node);
    node.connect(context.destination);
  });
  afterEach(async () => {
    node.destroy();
    await context.close();
  });

  /** Resolves with the next change that the audio thread tells. */
  const nextChange = () =>
    new Promise<unknown>((resolve) => {
      node.addEventListener('wam-automation', (event) => resolve((event as CustomEvent).detail.data), { once: true });
    });

  it('stores the model that it plays, however long an earlier one takes', async () => {
    // Compiled by now, so that it is ready before the other.
    await node.loadFile(modelFile('nano'));
    await Promise.all([node.loadFile(modelFile('feather')), node.loadFile(modelFile('nano'))]);
    expect((await node.getState()).model?.name).toBe('nano.nam');
  });

  it('stores its model also where a control is set before it is heard', async () => {
    const loading = node.loadFile(modelFile('nano'));
    await Promise.all([loading, node.device.setControls({})]);
    expect((await node.getState()).model?.name).toBe('nano.nam');
  });

  it('changes a parameter at the time of an event, and tells so', async () => {
    const change = nextChange();
    const time = context.currentTime + 0.1;
    node.scheduleEvents({ type: 'wam-automation', data: { id: 'mix', value: 0.5, normalized: false }, time });
    expect(await change).toEqual({ id: 'mix', value: 0.5, normalized: false });
    expect(context.currentTime).toBeGreaterThanOrEqual(time - 0.01);
    expect((await node.getParameterValues()).mix.value).toBe(0.5);
  });

  it('follows another WAM of its group', async () => {
    await addFunctionModule(context.audioWorklet, conductor, groupId);
    const other = new AudioWorkletNode(context, 'conductor');
    const change = nextChange();
    other.port.postMessage(wam.instanceId);
    expect(await change).toEqual({ id: 'bypass', value: 1, normalized: false });
    expect(node.device.bypass).toBe(true);
  });

  it('forgets events that were cleared', async () => {
    const time = context.currentTime + 0.05;
    node.scheduleEvents({ type: 'wam-automation', data: { id: 'mix', value: 0.1, normalized: false }, time });
    node.clearEvents();
    const change = nextChange();
    const later = { id: 'outputGainDb', value: -6, normalized: false };
    node.scheduleEvents({ type: 'wam-automation', data: later, time: time + 0.05 });
    expect(await change).toEqual(later);
    expect((await node.getParameterValues()).mix.value).toBe(1);
  });

  it('shows a pedal whose knobs are its parameters', async () => {
    const pedal = await wam.createGui();
    document.body.append(pedal);
    const drive = pedal.shadowRoot!.querySelector<HTMLInputElement>('input[aria-label=Drive]')!;
    drive.value = '6';
    drive.dispatchEvent(new Event('input'));
    expect((await node.getParameterValues()).inputGainDb.value).toBe(6);
    await pedal.loadFile(modelFile('nano'));
    expect((await node.getState()).model).toMatchObject({ name: 'nano.nam' });
    pedal.remove();
    wam.destroyGui(pedal);
    expect(pedal.device).toBeNull();
  });
});

/** Runs in the audio thread: a WAM that tells the one whose id it is sent to bypass. */
function conductor(groupId: string): void {
  const scope = globalThis as unknown as {
    AudioWorkletProcessor: new () => { readonly port: MessagePort };
    registerProcessor(name: string, processor: object): void;
    webAudioModules: {
      addWam(wam: object): void;
      connectEvents(groupId: string, fromId: string, toId: string): void;
      emitEvents(from: object, ...events: object[]): void;
    };
  };
  class Conductor extends scope.AudioWorkletProcessor {
    groupId = groupId;
    instanceId = 'conductor';
    constructor() {
      super();
      scope.webAudioModules.addWam(this);
      this.port.onmessage = ({ data }) => {
        scope.webAudioModules.connectEvents(groupId, this.instanceId, data);
        const bypass = { id: 'bypass', value: 1, normalized: false };
        scope.webAudioModules.emitEvents(this, { type: 'wam-automation', data: bypass });
      };
    }
    process() {
      return true;
    }
  }
  scope.registerProcessor('conductor', Conductor);
}
