import type { Page } from 'playwright';

/** What runs in the page: put there by `probeEnds`, before the page's own scripts. */
interface Probe {
  /** Largest absolute sample on its way to the loudspeaker since the last call, as far as the analyser reaches back. */
  peak(): number;
  /** Opens gates of the fake microphone's two channels: the gain of each. */
  play(left: number, right: number): void;
  /** Plugs the fake microphone out, as the browser tells it, or in again. */
  plug(on: boolean): void;
  /** Streams that were asked for and are open. */
  open(): number;
}

/**
 * Runs in the page before its own scripts: listens to what reaches the loudspeaker, and puts a microphone of two channels in place
 * of the browser's, on which a steady tone of 500 Hz can be played.
 */
export function probeEnds(): void {
  const { connect: connectNodes } = AudioNode.prototype;
  const connect = (from: AudioNode, ...to: unknown[]) =>
    (connectNodes as (...values: unknown[]) => AudioNode).apply(from, to);
  const analysers = new Map<BaseAudioContext, AnalyserNode>();
  AudioNode.prototype.connect = function (this: AudioNode, target: AudioNode | AudioParam, ...rest: number[]) {
    if (target instanceof AudioDestinationNode && target.context instanceof AudioContext) {
      const analyser = analysers.get(target.context) ?? new AnalyserNode(target.context, { fftSize: 8192 });
      analysers.set(target.context, analyser);
      connect(this, analyser);
    }
    return connect(this, target, ...rest);
  } as typeof connectNodes;

  const streams: MediaStream[] = [];
  let gains: GainNode[] = [];
  let levels = [0, 0];
  let plugged = true;
  const label = 'Interface';
  const device = { deviceId: 'interface', groupId: 'i', kind: 'audioinput', label };
  const { mediaDevices } = navigator;
  mediaDevices.enumerateDevices = async () => (plugged ? [device] : []) as MediaDeviceInfo[];
  mediaDevices.getUserMedia = async () => {
    if (!plugged) throw new DOMException('no such device', 'NotFoundError');
    const context = new AudioContext();
    const oscillator = new OscillatorNode(context, { frequency: 500 });
    const merger = new ChannelMergerNode(context, { numberOfInputs: 2 });
    gains = levels.map((gain) => new GainNode(context, { gain }));
    gains.forEach((gain, channel) => {
      connect(oscillator, gain);
      connect(gain, merger, 0, channel);
    });
    const destination = new MediaStreamAudioDestinationNode(context, { channelCount: 2 });
    connect(merger, destination);
    oscillator.start();
    const [track] = destination.stream.getAudioTracks();
    Object.defineProperty(track, 'label', { value: label });
    track.getSettings = () => ({
      deviceId: 'interface',
      groupId: 'i',
      channelCount: 2,
      sampleRate: 48_000,
      latency: 0.01,
    });
    streams.push(destination.stream);
    return destination.stream;
  };
  const probe: Probe = {
    peak: () => {
      let peak = 0;
      for (const analyser of analysers.values()) {
        const samples = new Float32Array(analyser.fftSize);
        analyser.getFloatTimeDomainData(samples);
        peak = samples.reduce((most, sample) => Math.max(most, Number.isFinite(sample) ? Math.abs(sample) : 9), peak);
      }
      return peak;
    },
    play: (...next) => {
      levels = next;
      gains.forEach((gain, channel) => {
        gain.gain.value = next[channel];
      });
    },
    plug: (on) => {
      plugged = on;
      if (!on) {
        for (const track of streams.flatMap((stream) => stream.getTracks())) {
          if (track.readyState !== 'live') continue;
          track.stop();
          track.dispatchEvent(new Event('ended'));
        }
      }
      mediaDevices.dispatchEvent(new Event('devicechange'));
    },
    open: () => streams.filter((stream) => stream.active).length,
  };
  Object.assign(window, { probe });
}

/** What leaves the page, and its fake microphone. */
export class EndsProbe {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  /** Waits until the peak of what leaves the page is as wanted. */
  async hears(wanted: (peak: number) => boolean): Promise<void> {
    await this.#page.waitForFunction(`(${wanted})(window.probe.peak())`);
  }

  /** The highest peak of what leaves the page in the next time. */
  loudest(ms: number): Promise<number> {
    return this.#page.evaluate(async (length) => {
      const { probe } = window as unknown as { probe: Probe };
      const end = performance.now() + length;
      let peak = 0;
      while (performance.now() < end) {
        peak = Math.max(peak, probe.peak());
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
      return peak;
    }, ms);
  }

  play(left: number, right: number): Promise<void> {
    return this.#page.evaluate(([a, b]) => (window as unknown as { probe: Probe }).probe.play(a, b), [left, right]);
  }

  plug(on: boolean): Promise<void> {
    return this.#page.evaluate((is) => (window as unknown as { probe: Probe }).probe.plug(is), on);
  }

  /** Waits until so many streams of the microphone are open. */
  async streams(count: number): Promise<void> {
    await this.#page.waitForFunction(`window.probe.open() === ${count}`);
  }
}
