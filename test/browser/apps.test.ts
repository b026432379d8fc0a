import { reactive, ref } from '@vue/reactivity';
import * as standardized from 'standardized-audio-context';
import * as Tone from 'tone';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { createDilatone, measureRoundTrip, openMicrophone, renderModel } from '../../src/index.js';
import { definePedal } from '../../src/pedal/index.js';
import { DilatoneWam } from '../../src/wam/index.js';
import { maxDifference, noise } from '../support/signals.js';
import { nano } from './support/models.js';
import { type ContextKind, offlineContext, playInto } from './support/offline.js';

const FRAMES = 4000;
const input = noise(FRAMES, 1);
const model = nano();
const CLOSED = 'expected a context in use, got one that was closed';
const KINDS: ContextKind[] = ['native', 'standardized-audio-context'];

/** Rejections that nobody handled. */
const unhandled: PromiseRejectionEvent[] = [];
addEventListener('unhandledrejection', (event) => unhandled.push(event));
const frames: HTMLIFrameElement[] = [];
afterEach(async () => {
  await new Promise((resolve) => setTimeout(resolve));
  // standardized-audio-context has some, which are prevented from being reported.
  const reported = unhandled.splice(0).filter(({ defaultPrevented }) => !defaultPrevented);
  expect(reported.map(({ reason }) => String(reason))).toEqual([]);
  vi.restoreAllMocks();
  for (const frame of frames.splice(0)) frame.remove();
});

/** A window of another realm, whose classes are not those of this one. */
function otherWindow(): typeof globalThis {
  const frame = document.createElement('iframe');
  document.body.append(frame);
  frames.push(frame);
  return frame.contentWindow as never;
}

/** A realtime context of either kind. */
function liveContext(kind: ContextKind): AudioContext {
  return kind === 'native' ? new AudioContext() : (new standardized.AudioContext() as unknown as AudioContext);
}

describe('Vue', () => {
  it('leaves a node, a WAM, its node, a pedal and a microphone alone', async () => {
    const context = new AudioContext();
    const amp = await createDilatone(context, { model });
    const wam = await DilatoneWam.createInstance('none', context);
    const microphone = await openMicrophone(context);
    definePedal();
    const pedal = document.createElement('dilatone-pedal');
    for (const object of [amp, model, wam, wam.audioNode, wam.audioNode.device, pedal, microphone]) {
      expect(ref(object).value).toBe(object);
      expect(reactive({ object }).object).toBe(object);
      expect(Object.getOwnPropertyDescriptor(object, '__v_skip')?.enumerable).toBe(false);
    }
    const state = reactive({ amp, microphone, pedal });
    state.microphone.node.connect(state.amp.node);
    state.amp.connect(context.destination);
    await state.amp.setModel(ref(model).value as never);
    state.pedal.device = state.amp as never;
    document.body.append(pedal);
    expect(pedal.shadowRoot?.querySelector('.title')?.textContent).toBeTruthy();
    pedal.remove();
    microphone.stop();
    wam.audioNode.destroy();
    amp.dispose();
    await context.close();
  });

  it('may hold a context of Tone or standardized-audio-context', async () => {
    const raw = offlineContext('standardized-audio-context', 1, FRAMES);
    const tone = new Tone.OfflineContext(raw as never);
    const { context, wrapper, gain } = reactive({
      context: raw,
      wrapper: tone,
      gain: new Tone.Gain({ context: tone }),
    });
    expect(context).not.toBe(raw);
    const amp = await createDilatone(context, { model });
    const second = await createDilatone(wrapper as never, { model });
    amp.connect(second);
    second.connect(gain);
  });

  it('is not needed: members of ours work through any Proxy', async () => {
    const context = new AudioContext();
    const wam = new Proxy(new DilatoneWam('none', context), {});
    await wam.initialize();
    const node = new Proxy(wam.audioNode, {});
    expect(await node.getCompensationDelay()).toBe(0);
    const device = new Proxy(node.device, {});
    device.mix.value = 0.5;
    expect(node.parameterValue('mix')).toBe(0.5);
    definePedal();
    const pedal = new Proxy(document.createElement('dilatone-pedal'), {});
    pedal.device = device;
    expect(pedal.device).toBe(device);
    pedal.device = null;
    node.destroy();
    await context.close();
  });
});

describe('a model', () => {
  it('cannot be posted, and says what to do', () => {
    const advice = /cannot be cloned or posted: post its file's bytes, or model\.network\(\)/;
    expect(() => structuredClone(model)).toThrow(advice);
    expect(() => new MessageChannel().port1.postMessage({ model })).toThrow(advice);
    expect(() => window.postMessage(model)).toThrow(expect.objectContaining({ name: 'DataCloneError' }));
  });
});

describe.each(KINDS)('a %s context that is closed', (kind) => {
  it('before says so', async () => {
    const context = liveContext(kind);
    await context.close();
    const failure = { code: 'worklet', message: `createDilatone: ${CLOSED}` };
    await expect(createDilatone(context, { model })).rejects.toMatchObject(failure);
    const microphone = { code: 'microphone', message: `microphone: ${CLOSED}` };
    await expect(openMicrophone(context)).rejects.toMatchObject(microphone);
  });

  it.each([0, 1, 5, 15, 20, 25, 60, 150])(
    '%d ms after the call says so, or finds a node that works no more',
    async (delayMs) => {
      const context = liveContext(kind);
      const making = createDilatone(context, { model: nano(), multiplyAdd: 'plain' });
      setTimeout(() => context.close(), delayMs);
      const outcome = await making.catch((error) => error);
      if (outcome instanceof Error)
        expect(outcome).toMatchObject({ code: 'worklet', message: `createDilatone: ${CLOSED}` });
      else outcome.dispose();
    },
  );

  it('while the microphone is opened says so, and leaves none open', async () => {
    const context = liveContext(kind);
    const streams: MediaStream[] = [];
    const { getUserMedia } = navigator.mediaDevices;
    vi.spyOn(navigator.mediaDevices, 'getUserMedia').mockImplementation(async (constraints) => {
      const stream = await getUserMedia.call(navigator.mediaDevices, constraints);
      streams.push(stream);
      await context.close();
      return stream;
    });
    const failure = { code: 'microphone', message: `microphone: ${CLOSED}` };
    await expect(openMicrophone(context)).rejects.toMatchObject(failure);
    await vi.waitUntil(() => streams.length > 0);
    await vi.waitUntil(() => streams[0].getTracks().every(({ readyState }) => readyState === 'ended'));
  });

  it('as it has rendered offline is a mistake of the caller', async () => {
    const context = offlineContext(kind, 1, 128);
    await context.startRendering();
    await expect(createDilatone(context, { model })).rejects.toThrow(
      new TypeError(`context: ${CLOSED}: an offline context renders once`),
    );
  });
});

describe('a signal', () => {
  it.each([0, 5, 50, 150])('ends the making of a node after %d ms, and leaves nothing', async (delayMs) => {
    const context = new AudioContext();
    const connect = vi.spyOn(AudioNode.prototype, 'connect');
    const making = createDilatone(context, { model: nano(), signal: AbortSignal.timeout(delayMs) });
    const outcome = await making.catch((error) => error);
    if (outcome instanceof Error) expect(outcome).toMatchObject({ code: 'aborted', where: 'createDilatone' });
    expect(connect).not.toHaveBeenCalled();
    // The context is as good as new.
    const amp = await createDilatone(context, { model });
    amp.dispose();
    await context.close();
  });
});

describe('a context of an iframe', () => {
  it('renders like any other', async () => {
    const { OfflineAudioContext } = otherWindow();
    const context = new OfflineAudioContext(1, FRAMES, 48_000);
    expect(context).not.toBeInstanceOf(BaseAudioContext);
    const amp = await createDilatone(context, { model });
    playInto(context, amp.node, [input]);
    amp.connect(context.destination);
    const output = (await context.startRendering()).getChannelData(0);
    const [expected] = await renderModel(model, [input]);
    expect(maxDifference(output, expected)).toBe(0);
  });

  it('that is removed while a node is made settles', async () => {
    const { AudioContext } = otherWindow();
    const context = new AudioContext();
    const making = createDilatone(context, { model: nano() });
    frames[0].remove();
    const outcome = await making.catch((error) => error);
    if (outcome instanceof Error) expect(outcome).toMatchObject({ code: 'worklet' });
  });
});

describe.each(KINDS)('with a %s context, a workletUrl that', (kind) => {
  const page = (text: string, type = 'text/javascript') => URL.createObjectURL(new Blob([text], { type }));
  const good = new URL('/build/test/dilatone.worklet.js', location.href);

  it.each([
    ['leads nowhere', () => '/no/such/file.js', /HTTP status 404/],
    ['leads to a page', () => page('<!doctype html>', 'text/html'), /expected JavaScript, got text\/html/],
    ['registers nothing', () => page('const nothing = 0;'), /got another script/],
    [
      'is of another version',
      () => page("registerProcessor('dilatone-0.0.1', class extends AudioWorkletProcessor { process() {} })"),
      /got that of 0\.0\.1/,
    ],
  ])('%s is told in a warning, and the context is not spoiled', async (_, make, reason) => {
    const context = offlineContext(kind, 1, FRAMES);
    const workletUrl = make();
    const amp = await createDilatone(context, { model, workletUrl });
    expect(amp.info.warnings).toEqual([expect.stringMatching(reason)]);
    expect(amp.info.warnings[0]).toContain(workletUrl);
    await amp.setModel(nano());
    expect(amp.info.warnings).toHaveLength(1);
    const second = await createDilatone(context, { model, workletUrl: good });
    playInto(context, amp.node, [input]);
    amp.connect(second).connect(context.destination as never);
    await context.startRendering();
  });

  it('does not work fails where Blobs do not either, and the next try works', async () => {
    const context = offlineContext(kind, 1, FRAMES);
    const createObjectURL = vi.spyOn(URL, 'createObjectURL').mockReturnValue('/no/such/blob.js');
    const first = createDilatone(context, { model, workletUrl: '/no/such/file.js' });
    await expect(first).rejects.toMatchObject({ code: 'worklet', message: /no\/such\/file\.js .*404.* and a Blob/ });
    createObjectURL.mockRestore();
    const amp = await createDilatone(context, { model, workletUrl: good });
    expect(amp.info.warnings).toEqual([]);
  });
});

describe('connecting', () => {
  it.each(KINDS)('reaches another node in a %s context', async (kind) => {
    const context = offlineContext(kind, 1, FRAMES);
    const [first, second] = await Promise.all([createDilatone(context, { model }), createDilatone(context, { model })]);
    playInto(context, first.node, [input]);
    first.connect(second, 0, 0).connect(context.destination as never);
    const output = (await context.startRendering()).getChannelData(0);
    const [expected] = await renderModel(model, await renderModel(model, [input]));
    expect(maxDifference(output, expected)).toBeLessThanOrEqual(1e-6);
    first.disconnect(second, 0, 0);
  });

  it.each(KINDS)('reaches nodes and signals of Tone on a %s context', async (kind) => {
    const raw = offlineContext(kind, 1, FRAMES);
    const context = new Tone.OfflineContext(raw as never);
    const amp = await createDilatone(context, { model });
    playInto(raw, amp.node as never, [input]);
    const volume = new Tone.Gain({ context, gain: 0.5 });
    expect(amp.connect(volume)).toBe(volume);
    volume.connect(context.destination);
    const unheard = new Tone.Gain({ context, gain: 1 });
    amp.connect(unheard.gain);
    amp.disconnect(unheard.gain, 0);
    const output = (await context.render(false)).getChannelData(0);
    const [expected] = await renderModel(model, [input]);
    expect(
      maxDifference(
        output,
        expected.map((x) => 0.5 * x),
      ),
    ).toBeLessThanOrEqual(1e-6);
  });

  it('to what is no destination says what to do', async () => {
    const context = offlineContext('native', 1, 128);
    const amp = await createDilatone(context, { model });
    for (const wrong of [{}, null, new Proxy(context.destination, {})]) {
      expect(() => amp.connect(wrong as never)).toThrow(/^connect: expected a node or parameter of the same context/);
    }
    const own = await createDilatone(offlineContext('standardized-audio-context', 1, 128), { model });
    expect(() => own.connect(context.destination)).toThrow();
  });
});

describe('a microphone', () => {
  it("that the page's policy forbids says what to add", async () => {
    const frame = document.createElement('iframe');
    frames.push(frame);
    frame.allow = "microphone 'none'";
    frame.srcdoc = `<!doctype html><script type="module">
      import { openMicrophone } from '/src/index.ts';
      const outcome = await openMicrophone(new AudioContext()).then(() => 'open', String);
      parent.postMessage({ outcome });
    </script>`;
    const answer = new Promise<string>((resolve) => {
      addEventListener('message', ({ source, data }) => source === frame.contentWindow && resolve(data.outcome));
    });
    document.body.append(frame);
    expect(await answer).toMatch(/refusal by the page's policy: add allow="microphone" to the iframe/);
  });

  it('of an id that no device has is told from none at all', async () => {
    const context = new AudioContext();
    await expect(openMicrophone(context, { deviceId: 'none such' })).rejects.toThrow(/none with this deviceId/);
    await expect(openMicrophone(offlineContext('native', 1, 128) as never)).rejects.toThrow(TypeError);
    await context.close();
  });
});

describe('the round trip', () => {
  it('is not measured in a context that is closed, before or meanwhile', async () => {
    const context = new AudioContext();
    const gain = new GainNode(context);
    await context.resume();
    const measuring = measureRoundTrip(context, { input: gain, output: gain });
    await context.close();
    const failure = { code: 'microphone', message: `measureRoundTrip: ${CLOSED}` };
    await expect(measuring).rejects.toMatchObject(failure);
    await expect(measureRoundTrip(context, { input: gain })).rejects.toMatchObject(failure);
  });

  it('is not measured in a context that stays suspended', async () => {
    const context = new AudioContext();
    await context.suspend();
    const gain = new GainNode(context);
    await expect(measureRoundTrip(context, { input: gain })).rejects.toThrow(
      'measureRoundTrip: expected a context that runs, got one that is suspended; resume it first',
    );
    await context.close();
  });
});

describe('a WAM', () => {
  it('that is initialized twice at a time makes one node', async () => {
    const context = new OfflineAudioContext(1, 128, 48_000);
    const wam = new DilatoneWam('none', context);
    const making = vi.spyOn(wam, 'createAudioNode');
    await Promise.all([wam.initialize(), wam.initialize()]);
    const node = wam.audioNode;
    await wam.initialize();
    expect(wam.audioNode).toBe(node);
    expect(making).toHaveBeenCalledOnce();
  });

  it('can be initialized after a first try that failed', async () => {
    const wam = new DilatoneWam('none', new OfflineAudioContext(1, 128, 48_000));
    await expect(wam.initialize({ version: 2 })).rejects.toMatchObject({ code: 'malformed' });
    await wam.initialize();
    expect(wam.initialized).toBe(true);
  });

  it('is a destination', async () => {
    const context = new OfflineAudioContext(1, FRAMES, 48_000);
    const amp = await createDilatone(context, { model });
    const wam = await DilatoneWam.createInstance('none', context);
    playInto(context, amp.node, [input]);
    amp.connect(wam).audioNode.connect(context.destination);
    const output = (await context.startRendering()).getChannelData(0);
    expect(maxDifference(output, (await renderModel(model, [input]))[0])).toBeLessThanOrEqual(1e-6);
  });
});
