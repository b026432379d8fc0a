import * as standardized from 'standardized-audio-context';
import * as Tone from 'tone';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  DilatoneError,
  guardFeedback,
  keepAwake,
  listOutputs,
  manageOutput,
  openMicrophone,
  readPlaybackStats,
  setOutput,
  watchClock,
} from '../../src/index.js';

const LEVEL = 0.5;
let context: AudioContext;

beforeEach(async () => {
  context = new AudioContext();
  await context.resume();
});
afterEach(async () => {
  vi.restoreAllMocks();
  if (context.state !== 'closed') await context.close();
});

/** Has the browser give an interface with two sockets, which carry what is given. */
function plugIn(...gains: [left: number, right: number]): { unplug(): void; opened: MediaStream[] } {
  const opened: MediaStream[] = [];
  vi.spyOn(navigator.mediaDevices, 'getUserMedia').mockImplementation(async () => {
    const destination = new MediaStreamAudioDestinationNode(context, { channelCount: 2 });
    const guitar = new OscillatorNode(context, { frequency: 330 });
    const merger = new ChannelMergerNode(context, { numberOfInputs: 2 });
    gains.forEach((gain, channel) => {
      guitar.connect(new GainNode(context, { gain: gain * LEVEL })).connect(merger, 0, channel);
    });
    merger.connect(destination);
    guitar.start();
    opened.push(destination.stream);
    return destination.stream;
  });
  return { opened, unplug: () => opened.at(-1)?.getAudioTracks()[0].dispatchEvent(new Event('ended')) };
}

/** What a node with one channel hears of another one: its peak, from now on. */
function listen(kind: { createGain(): unknown; createAnalyser(): unknown }, source: unknown): () => number {
  const mono = kind.createGain() as GainNode;
  const analyser = kind.createAnalyser() as AnalyserNode;
  mono.channelCount = 1;
  mono.channelCountMode = 'explicit';
  (source as AudioNode).connect(mono);
  mono.connect(analyser);
  const samples = new Float32Array(2048);
  return () => {
    analyser.getFloatTimeDomainData(samples);
    return samples.reduce((peak, sample) => Math.max(peak, Math.abs(sample)), 0);
  };
}

const CONTEXTS = {
  native: () => context,
  'standardized-audio-context': () => new standardized.AudioContext(),
  Tone: () => new Tone.Context(),
} as const;

describe('a guitar in the right-hand socket', () => {
  it.each(Object.keys(CONTEXTS) as (keyof typeof CONTEXTS)[])(
    'is found, and heard at its full level, in a context of %s',
    async (kind) => {
      plugIn(0, 1);
      const other = CONTEXTS[kind]() as AudioContext;
      const microphone = await openMicrophone(other);
      const peak = listen(other, microphone.node);
      await vi.waitUntil(() => microphone.channel === 1, 5000);
      await vi.waitUntil(() => Math.abs(peak() - LEVEL) < 0.01, 5000);
      expect(microphone.node.mediaStream.active).toBe(true);
      microphone.setChannel('mix');
      await vi.waitUntil(() => Math.abs(peak() - LEVEL / 2) < 0.01, 5000);
      microphone.stop();
      if (other !== context) await other.close();
    },
  );

  it('is heard again on the same node and channel when the interface comes back', async () => {
    const { unplug, opened } = plugIn(0, 1);
    const { enumerateDevices } = navigator.mediaDevices;
    const devices = vi.spyOn(navigator.mediaDevices, 'enumerateDevices');
    const microphone = await openMicrophone(context, { reopen: true, channel: 1 });
    const peak = listen(context, microphone.node);
    await vi.waitUntil(() => Math.abs(peak() - LEVEL) < 0.01, 5000);
    unplug();
    await microphone.lost;
    await vi.waitUntil(() => peak() === 0, 5000);
    const { deviceId = '', groupId = '' } = microphone.settings;
    const [{ label }] = opened[0].getAudioTracks();
    const device = { kind: 'audioinput', deviceId, groupId, label } as MediaDeviceInfo;
    devices.mockImplementation(async () => [...(await enumerateDevices.call(navigator.mediaDevices)), device]);
    navigator.mediaDevices.dispatchEvent(new Event('devicechange'));
    await vi.waitUntil(() => Math.abs(peak() - LEVEL) < 0.01, 5000);
    expect([microphone.connected, microphone.channel, opened.length]).toEqual([true, 1, 2]);
    microphone.stop();
  });
});

it('a source with the same on both channels is left as it is', async () => {
  plugIn(1, 1);
  const microphone = await openMicrophone(context);
  const peak = listen(context, microphone.node);
  await vi.waitUntil(() => microphone.channel !== null, 5000);
  expect(microphone.channel).toBe('mix');
  await vi.waitUntil(() => Math.abs(peak() - LEVEL) < 0.01, 5000);
  microphone.stop();
});

describe('the output', () => {
  it('can be the default in every kind of context; a device that does not exist is replaced by it', async () => {
    expect((await listOutputs()).every(({ kind }) => kind === 'audiooutput')).toBe(true);
    for (const make of Object.values(CONTEXTS)) {
      const other = make() as AudioContext;
      expect(await setOutput(other, '')).toBe('');
      expect(await setOutput(other, 'none such')).toBe('');
      await other.close();
      await expect(setOutput(other, '')).rejects.toThrow(DilatoneError);
    }
  });

  it('is gone, and comes back', async () => {
    const device = { kind: 'audiooutput', deviceId: 'interface', label: 'Interface', groupId: 'i' } as MediaDeviceInfo;
    const fallback = { ...device, deviceId: 'default', label: 'Default', groupId: '' };
    const devices = vi.spyOn(navigator.mediaDevices, 'enumerateDevices').mockResolvedValue([fallback, device]);
    const setSinkId = vi.fn(async (_: string) => {});
    Object.assign(context, { setSinkId });
    const onchange = vi.fn();
    const output = await manageOutput(context, { deviceId: 'interface', onchange });
    expect(output.deviceId).toBe('interface');
    for (const [plugged, inUse] of [
      [[fallback], ''],
      [[fallback, device], 'interface'],
    ] as const) {
      devices.mockResolvedValue([...plugged]);
      navigator.mediaDevices.dispatchEvent(new Event('devicechange'));
      await vi.waitUntil(() => output.deviceId === inUse);
    }
    expect(setSinkId.mock.calls.flat()).toEqual(['interface', '', 'interface']);
    expect(onchange.mock.calls.map(([{ reason }]) => reason)).toEqual(['gone', 'back']);
    output.dispose();
  });
});

it('a clock that stands still is revived', async () => {
  let stuckAt: number | null = context.currentTime;
  const { get } = Object.getOwnPropertyDescriptor(BaseAudioContext.prototype, 'currentTime')!;
  Object.defineProperty(context, 'currentTime', { get: () => stuckAt ?? get?.call(context) });
  const suspend = vi.spyOn(context, 'suspend').mockImplementation(async () => {
    stuckAt = null;
    await AudioContext.prototype.suspend.call(context);
  });
  const events: string[] = [];
  const stop = watchClock(context, (event) => events.push(event));
  await vi.waitUntil(() => events.includes('revived'), 5000);
  stop();
  expect(events).toEqual(['stalled', 'revived']);
  expect([suspend.mock.calls.length, context.state]).toEqual([1, 'running']);
});

it('the screen stays on while the context runs', async () => {
  const release = vi.fn(async () => {});
  const request = vi.fn(async () => ({ released: false, release }));
  Object.defineProperty(navigator, 'wakeLock', { value: { request }, configurable: true });
  const end = keepAwake(context);
  expect(request).toHaveBeenCalledExactlyOnceWith('screen');
  await context.suspend();
  await vi.waitUntil(() => release.mock.calls.length === 1);
  end();
  delete (navigator as { wakeLock?: unknown }).wakeLock;
});

it('what was played is counted, in every kind of context', async () => {
  for (const make of Object.values(CONTEXTS)) {
    const other = make() as AudioContext;
    await other.resume();
    await vi.waitUntil(() => readPlaybackStats(other)!.playedSeconds > 0, 5000);
    const stats = readPlaybackStats(other)!;
    expect(stats.underrunCount).toBeGreaterThanOrEqual(0);
    expect(stats.underrunSeconds).toBeLessThanOrEqual(stats.playedSeconds);
    expect(stats.minimumLatencySeconds).toBeLessThanOrEqual(stats.maximumLatencySeconds);
    expect(stats.maximumLatencySeconds).toBeLessThan(1);
    if (other !== context) await other.close();
  }
});

it('feedback is ducked', async () => {
  const guard = guardFeedback(context);
  const loop = new GainNode(context, { gain: 1.3 });
  const air = new DelayNode(context, { delayTime: 0.02 });
  const room = new BiquadFilterNode(context, { type: 'bandpass', frequency: 1200, Q: 4 });
  const curve = Float32Array.from({ length: 1001 }, (_, n) => 0.8 * Math.tanh((n - 500) / 400));
  const noise = new ConstantSourceNode(context, { offset: 0.001 });
  noise.connect(room).connect(loop).connect(new WaveShaperNode(context, { curve })).connect(guard.node);
  guard.node.connect(air).connect(room);
  noise.start();
  const peak = listen(context, guard.node);
  await vi.waitUntil(() => guard.ducked, 8000);
  await vi.waitUntil(() => peak() < 0.03, 5000);
  guard.dispose();
  guard.node.disconnect();
});
