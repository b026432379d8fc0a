import type { WebAudioModule } from '@webaudiomodules/api';
import { initializeWamHost } from '@webaudiomodules/sdk';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { renderRig } from '../../src/rig/index.js';
import DefaultExport, { DilatoneRigWam, type DilatoneRigWamNode } from '../../src/wam/rig/index.js';
import { maxDifference, noise } from '../support/signals.js';
import { modelFile } from './support/models.js';
import { offlineContext, playInto } from './support/offline.js';

const FRAMES = 6000;
const sound = noise(FRAMES, 1);

/** A WAM of two blocks, into which a player has dropped a model. */
async function rigWithModel() {
  const blocks = [{ type: 'gain', id: 'volume', gainDb: -6 }];
  const state = { format: 'dilatone-rig', version: 1, blocks, output: { limitDb: null } };
  const wam = await DilatoneRigWam.createInstance('none', offlineContext('native', 1, 1), state);
  const element = await wam.createGui();
  await element.loadFile(modelFile('nano'), { index: 0 });
  wam.destroyGui(element);
  return wam;
}

/** What a host hears of the sound through a WAM in a state. */
async function renderInHost(state?: unknown): Promise<Float32Array> {
  const context = offlineContext('native', 1, FRAMES);
  const [groupId] = await initializeWamHost(context);
  const { audioNode } = await DilatoneRigWam.createInstance(groupId, context, state);
  playInto(context, audioNode, [sound]);
  audioNode.connect(context.destination);
  return (await context.startRendering()).getChannelData(0);
}

describe('the WAM of a rig in an offline host', () => {
  it('is a module as hosts know it, beside that of a single model', async () => {
    const wam = (await DefaultExport.createInstance('none', offlineContext('native', 1, 1))) satisfies Pick<
      WebAudioModule,
      'createGui' | 'descriptor' | 'groupId' | 'initialized' | 'instanceId' | 'isWebAudioModule' | 'moduleId' | 'name'
    >;
    expect(DefaultExport.isWebAudioModuleConstructor).toBe(true);
    expect(wam).toMatchObject({ isWebAudioModule: true, initialized: true, moduleId: 'org.dilatone.rig' });
    expect(wam.audioNode).toMatchObject({ module: wam, moduleId: 'org.dilatone.rig', instanceId: wam.instanceId });
  });

  it('passes the sound as it is without blocks, also beyond full scale', async () => {
    const loud = await renderInHost({ version: 1, parameters: { outputGainDb: 12 } });
    expect(
      maxDifference(
        loud,
        sound.map((x) => x * 10 ** (12 / 20)),
      ),
    ).toBeLessThanOrEqual(1e-5);
  });

  it('plays what its state says, model and numbers, after a round trip through JSON', async () => {
    const { audioNode } = await rigWithModel();
    await audioNode.setParameterValues({ outputGainDb: { id: 'outputGainDb', value: -3, normalized: false } });
    const state = JSON.parse(JSON.stringify(await audioNode.getState()));
    expect(Object.values(state.rig.files)).toEqual([{ name: 'nano.nam', base64: expect.stringMatching(/^\S{1000}/) }]);
    const { channels, info } = await renderRig(state.rig, [sound]);
    expect(info.blocks.map(({ status }) => status)).toEqual(['ready', 'ready']);
    const expected = channels[0].map((x) => x * 10 ** (-3 / 20));
    expect(maxDifference(await renderInHost(state), expected)).toBeLessThanOrEqual(2e-6);
    expect(await renderInHost({ ...state, parameters: { bypass: 1 } })).toEqual(Float32Array.from(sound));
  });

  it.each([
    [{ version: 2 }, 'state.version: expected 1, got 2'],
    [{ version: 1, parameters: { mix: 'all' } }, 'state.parameters.mix: expected a number, got all'],
    [{ version: 1, rig: { blocks: 7 } }, 'rig.blocks: expected a list of blocks, got 7'],
  ])('refuses %j as a state, and keeps its own', async (state, message) => {
    const wam = await DilatoneRigWam.createInstance('none', offlineContext('native', 1, 1));
    const before = await wam.audioNode.getState();
    await expect(wam.audioNode.setState(state)).rejects.toThrow(message);
    expect(await wam.audioNode.getState()).toEqual(before);
  });

  it('tells the numbers of its blocks as parameters, in their unit or normalized, and follows the rig', async () => {
    const wam = await DilatoneRigWam.createInstance('none', offlineContext('native', 1, 1));
    const { audioNode } = wam;
    const own = ['inputGainDb', 'outputGainDb', 'mix', 'bypass'];
    expect(Object.keys(await audioNode.getParameterInfo())).toEqual(own);
    const paths = [[{ type: 'highpass', id: 'low', name: 'Low cut' }], []];
    await audioNode.setState({ version: 1, rig: [{ type: 'split', id: 'both', paths }] });
    const ids = ['both.bypass', 'both.blend', 'low.bypass', 'low.frequency'];
    const info = await audioNode.getParameterInfo();
    expect(Object.keys(info)).toEqual([...own, ...ids]);
    expect(info['low.frequency']).toMatchObject({
      label: 'Low cut: Frequency',
      units: 'Hz',
      minValue: 10,
      maxValue: 1000,
    });
    await audioNode.setParameterValues({ any: { id: 'low.frequency', value: 0.5, normalized: true } });
    expect((await audioNode.getParameterValues(false, 'low.frequency'))['low.frequency'].value).toBeCloseTo(100);
    expect((await audioNode.getParameterValues(true, 'low.frequency'))['low.frequency'].value).toBeCloseTo(0.5);
    await audioNode.setParameterValues({
      gone: { id: 'gone.mix', value: 1, normalized: false },
      bypass: { id: 'low.bypass', value: 1, normalized: false },
    });
    expect(audioNode.rig.document.blocks[0]).toMatchObject({ paths: [[{ bypass: true }], []] });
  });
});

describe('the WAM of a rig in a live host', () => {
  let context: AudioContext;
  let wam: DilatoneRigWam;
  let node: DilatoneRigWamNode;
  beforeEach(async () => {
    context = new AudioContext();
    const [groupId] = await initializeWamHost(context);
    wam = await DilatoneRigWam.createInstance(groupId, context, {
      version: 1,
      rig: [{ type: 'gain', id: 'volume' }],
    });
    node = wam.audioNode;
    new ConstantSourceNode(context).connect(node);
    node.connect(context.destination);
  });
  afterEach(async () => {
    node.destroy();
    await context.close();
  });

  /** The next changes that the host is told. */
  const changes = (count: number) =>
    new Promise<unknown[]>((resolve) => {
      const told: unknown[] = [];
      node.addEventListener('wam-automation', (event) => {
        if (told.push((event as CustomEvent).detail.data) === count) resolve(told);
      });
    });

  it('changes parameters by events, its own and those of blocks, but for those that were cleared', async () => {
    const event = (id: string, value: number, time?: number) =>
      ({ type: 'wam-automation', data: { id, value, normalized: false }, time }) as const;
    node.scheduleEvents(event('volume.gainDb', -40, context.currentTime + 0.02));
    node.clearEvents();
    const told = changes(2);
    node.scheduleEvents(event('volume.gainDb', -12), event('mix', 0.5), event('volume.flavour', 3));
    expect(await told).toEqual(
      expect.arrayContaining([
        { id: 'volume.gainDb', value: -12, normalized: false },
        { id: 'mix', value: 0.5, normalized: false },
      ]),
    );
    expect(node.rig.document.blocks[0]).toMatchObject({ gainDb: -12 });
  });

  it('shows an element that edits it, and nothing of it is left when the host lets it go', async () => {
    let listeners = 0;
    const listen = node.rig.on;
    vi.spyOn(node.rig, 'on').mockImplementation((...event) => {
      const stop = listen(...event);
      listeners++;
      return () => {
        stop();
        listeners--;
      };
    });
    const element = await wam.createGui();
    document.body.append(element);
    const root = element.shadowRoot!;
    root.querySelector<HTMLElement>('button[aria-label="Bypass the rig"]')!.click();
    expect((await node.getParameterValues()).bypass.value).toBe(1);
    expect(listeners).toBeGreaterThan(0);
    element.remove();
    wam.destroyGui(element);
    expect(listeners).toBe(0);
    expect(element.rig).toBeNull();
    expect(root.querySelector('[data-block]')).toBeNull();
    node.rig.set('volume', { gainDb: -3 });
    expect(root.querySelector('[data-block]')).toBeNull();
  });
});
