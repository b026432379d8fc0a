import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { openMicrophone } from '../../src/controller/microphone/microphone.js';

/** A node that remembers what it feeds: pairs of an output and a node. */
class StandInNode {
  readonly targets: [output: number, node: StandInNode][] = [];
  readonly gain = { value: 1, setTargetAtTime: vi.fn(), cancelScheduledValues: vi.fn() };
  fftSize = 2048;
  level = 0;
  connect(node: StandInNode, output = 0) {
    this.targets.push([output, node]);
    return node;
  }
  disconnect() {
    this.targets.length = 0;
  }
  getFloatTimeDomainData(samples: Float32Array) {
    samples.fill(this.level);
  }
}

/** A context whose clock a test moves. */
function standInContext() {
  const analysers: StandInNode[] = [];
  const sources: StandInNode[] = [];
  const add = (list: StandInNode[]) => {
    const node = new StandInNode();
    list.push(node);
    return node;
  };
  return {
    sampleRate: 48_000,
    currentTime: 0,
    state: 'running',
    analysers,
    sources,
    createMediaStreamSource: () => add(sources),
    createGain: () => new StandInNode(),
    createChannelSplitter: () => new StandInNode(),
    createAnalyser: () => add(analysers),
  };
}

/** A computer with devices that come and go. */
function computer(settings: MediaTrackSettings = {}) {
  let tracks: EventTarget[] = [];
  const plugged = [{ kind: 'audioinput', deviceId: 'id 1', groupId: 'group', label: 'Interface' }];
  const makeStream = (deviceId: string) => {
    const found = plugged.find((device) => device.deviceId === deviceId) ?? plugged[0];
    const track = Object.assign(new EventTarget(), {
      label: found.label,
      stop: vi.fn(),
      getSettings: () => ({ deviceId: found.deviceId, groupId: found.groupId, ...settings }),
    });
    tracks.push(track);
    return { getTracks: () => [track], getAudioTracks: () => [track] };
  };
  const mediaDevices = Object.assign(new EventTarget(), {
    enumerateDevices: async () => [...plugged],
    getUserMedia: vi.fn(async ({ audio }: { audio: { deviceId?: { exact: string } } }) =>
      makeStream(audio.deviceId?.exact ?? ''),
    ),
  });
  vi.stubGlobal('navigator', { mediaDevices });
  const changed = () => mediaDevices.dispatchEvent(new Event('devicechange'));
  return {
    mediaDevices,
    unplug: () => {
      plugged.length = 0;
      for (const track of tracks) track.dispatchEvent(new Event('ended'));
      tracks = [];
      changed();
    },
    plug: (deviceId: string, label: string, groupId = '') => {
      plugged.push({ kind: 'audioinput', deviceId, groupId, label });
      changed();
    },
  };
}

/** What feeds a node by ways that are open. */
const feeds = (from: StandInNode, to: unknown): boolean =>
  from.targets.some(([, node]) => node === to || feeds(node, to));

let context: ReturnType<typeof standInContext>;
beforeEach(() => {
  vi.useFakeTimers();
  context = standInContext();
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

/** Lets the context run, in steps of a timer. */
async function run(seconds: number) {
  for (let ms = 0; ms < seconds * 1000; ms += 20) {
    context.currentTime += 0.02;
    await vi.advanceTimersByTimeAsync(20);
  }
}

describe('the channel', () => {
  it('is found, told, and followed', async () => {
    computer();
    const microphone = await openMicrophone(context);
    const listener = vi.fn();
    const stop = microphone.watchChannel(listener);
    await run(1);
    expect(microphone.channel).toBeNull();
    context.analysers[1].level = 0.1;
    await run(1);
    expect(microphone.channel).toBe(1);
    expect(listener.mock.calls).toEqual([[1]]);
    const [[, mix], [, splitter]] = context.sources[0].targets;
    expect(mix.targets).toEqual([]);
    expect(splitter.targets.filter(([, path]) => feeds(path, microphone.node)).map(([output]) => output)).toEqual([1]);
    stop();
    microphone.setChannel('mix');
    await run(1);
    expect(microphone.channel).toBe('mix');
    expect(feeds(mix, microphone.node)).toBe(true);
    expect(listener).toHaveBeenCalledOnce();
    microphone.stop();
  });

  it('is the given one at once, without anything to measure', async () => {
    computer();
    const microphone = await openMicrophone(context, { channel: 1 });
    expect(microphone.channel).toBe(1);
    await run(0.2);
    expect(vi.getTimerCount()).toBe(0);
    microphone.setChannel(0);
    expect(microphone.channel).toBe(0);
    microphone.setChannel(1);
    microphone.setChannel('auto');
    expect(microphone.channel).toBeNull();
    microphone.stop();
    expect(vi.getTimerCount()).toBe(0);
  });

  it('is the only one of a mono device, whatever is chosen', async () => {
    const { unplug, plug } = computer({ channelCount: 1 });
    const microphone = await openMicrophone(context, { channel: 1, reopen: true });
    expect(microphone.channel).toBe(0);
    expect(feeds(context.sources[0].targets[0][1], microphone.node)).toBe(true);
    const listener = vi.fn();
    microphone.watchChannel(listener);
    unplug();
    await run(0.1);
    expect([microphone.connected, microphone.channel, listener.mock.calls]).toEqual([false, 0, []]);
    microphone.stop();
    plug('id 1', 'Interface');
    expect((await openMicrophone(context)).node).toBe(context.sources[1]);
  });

  it('is all of them where their number was given, as ever', async () => {
    computer({ channelCount: 2 });
    const microphone = await openMicrophone(context, { channels: 2 });
    context.analysers[0].level = 0.1;
    await run(5);
    expect(microphone.channel).toBe('mix');
    microphone.stop();
  });

  it('is measured no longer when the context is closed', async () => {
    computer();
    await openMicrophone(context);
    context.state = 'closed';
    await run(0.2);
    expect(vi.getTimerCount()).toBe(0);
  });
});

describe('a device that comes back', () => {
  it.each([
    ['with its id', 'id 1', 'Interface', 'group'],
    ['with another id and the same label', 'id 2', 'Interface', 'another'],
    ['with only its group', 'id 2', '', 'group'],
  ])('%s is heard again on the same node', async (_, deviceId, label, groupId) => {
    const { unplug, plug } = computer();
    const microphone = await openMicrophone(context, { reopen: true });
    const listener = vi.fn();
    microphone.watchConnection(listener);
    unplug();
    await run(0.1);
    await expect(microphone.lost).resolves.toBeUndefined();
    expect(microphone.connected).toBe(false);
    expect(feeds(context.sources[0], microphone.node)).toBe(false);
    plug(deviceId, label, groupId);
    await run(0.1);
    expect(microphone.connected).toBe(true);
    expect(microphone.settings.deviceId).toBe(deviceId);
    expect(feeds(context.sources[1], microphone.node)).toBe(true);
    expect(listener.mock.calls).toEqual([[false], [true]]);
    microphone.stop();
  });

  it('is heard as often as it comes back, and tried again where it cannot be read at once', async () => {
    const { unplug, plug, mediaDevices } = computer();
    const microphone = await openMicrophone(context, { reopen: true });
    for (let round = 0; round < 3; round++) {
      unplug();
      await run(0.1);
      expect(microphone.connected).toBe(false);
      mediaDevices.getUserMedia.mockRejectedValueOnce(new DOMException('busy', 'NotReadableError'));
      plug('id 1', 'Interface');
      await run(2);
      expect(microphone.connected).toBe(true);
    }
    microphone.stop();
  });

  it('is not mistaken for another one, and not opened unasked', async () => {
    const { unplug, plug, mediaDevices } = computer();
    const microphone = await openMicrophone(context, { reopen: true });
    const other = await openMicrophone(context);
    unplug();
    plug('id 2', 'Webcam');
    plug('', '');
    await run(7);
    expect(microphone.connected).toBe(false);
    plug('id 1', 'Interface');
    await run(7);
    expect([microphone.connected, other.connected]).toEqual([true, false]);
    expect(mediaDevices.getUserMedia).toHaveBeenCalledTimes(3);
  });

  it.each(['stopped', 'closed'])('stays closed where the microphone was %s', async (how) => {
    const { unplug, plug, mediaDevices } = computer();
    const microphone = await openMicrophone(context, { reopen: true });
    unplug();
    await run(0.1);
    if (how === 'stopped') microphone.stop();
    else context.state = 'closed';
    plug('id 1', 'Interface');
    await run(7);
    expect(mediaDevices.getUserMedia).toHaveBeenCalledOnce();
    expect(microphone.connected).toBe(false);
  });

  it('is released where the microphone was stopped while it opened', async () => {
    const { unplug, plug, mediaDevices } = computer();
    const microphone = await openMicrophone(context, { reopen: true });
    unplug();
    await run(0.1);
    let give = (_: object) => {};
    mediaDevices.getUserMedia.mockReturnValueOnce(
      new Promise((resolve) => {
        give = resolve as never;
      }),
    );
    plug('id 1', 'Interface');
    await run(0.1);
    microphone.stop();
    const track = { stop: vi.fn() };
    give({ getTracks: () => [track] });
    await run(0.1);
    expect(track.stop).toHaveBeenCalledOnce();
  });
});
