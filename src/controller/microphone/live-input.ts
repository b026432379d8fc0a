import { watchDevices } from '../devices/media-devices.js';
import { type DeviceIdentity, findDevice } from '../devices/same-device.js';
import type { InputChannel } from './channel-picker.js';
import { ChannelRouter, isRouterContext } from './channel-router.js';
import { type StreamContext, sourceFor, stopTracks } from './stream.js';

/** How often a device that came back is tried, since some are listed before they can be read, and the time between. */
const ATTEMPTS = 5;
const ATTEMPT_MS = 1000;

/** What an input begins with. */
interface InputStart {
  readonly stream: MediaStream;
  readonly source: object;
  readonly channel: InputChannel | 'auto';
  /** Opens a device that came back; null to leave it. */
  readonly reopen: ((deviceId: string) => Promise<MediaStream>) | null;
}

type Change = 'channel' | 'connection';

/** The life of an open microphone: its stream, which may be lost and come back, and the channel of it that is heard. */
export class LiveInput {
  /** The source itself for a mono device that is opened once, the router's node for all others. */
  readonly node: AudioNode;
  readonly lost: Promise<void>;
  readonly #context: StreamContext;
  readonly #router: ChannelRouter | null = null;
  readonly #reopen: InputStart['reopen'];
  readonly #listeners = new Map<() => void, Change>();
  #stream: MediaStream;
  #settings: MediaTrackSettings;
  #identity: DeviceIdentity;
  #connected = true;
  #opening = false;
  #stopped = false;
  #stopWaiting = () => {};
  #resolveLost = () => {};

  constructor(context: StreamContext, { stream, source, channel, reopen }: InputStart) {
    this.#context = context;
    this.#reopen = reopen;
    this.#stream = stream;
    this.lost = new Promise((resolve) => {
      this.#resolveLost = resolve;
    });
    [this.#settings, this.#identity] = this.#watchTrack();
    if (isRouterContext(context) && (reopen !== null || this.#settings.channelCount !== 1)) {
      this.#router = new ChannelRouter(context, channel, () => this.#tell('channel'));
      this.node = this.#router.node;
      // As a source of a stream has it.
      Object.defineProperty(this.node, 'mediaStream', { get: () => this.#stream, configurable: true });
      this.#router.attach(source as AudioNode, this.#settings.channelCount);
    } else {
      this.node = source as AudioNode;
    }
  }

  get settings(): MediaTrackSettings {
    return this.#settings;
  }

  get connected(): boolean {
    return this.#connected;
  }

  get channel(): InputChannel | null {
    if (this.#router !== null) return this.#router.channel;
    return this.#settings.channelCount === 1 ? 0 : 'mix';
  }

  setChannel(channel: InputChannel | 'auto'): void {
    if (!this.#stopped) this.#router?.choose(channel);
  }

  /** Calls `listener` after each change of one kind, until the function returned is called. */
  watch(change: Change, listener: () => void): () => void {
    // A function of its own, since the same listener may be given twice.
    const call = () => listener();
    this.#listeners.set(call, change);
    return () => this.#listeners.delete(call);
  }

  stop(): void {
    this.#stopped = true;
    this.#connected = false;
    this.#listeners.clear();
    this.#stopWaiting();
    stopTracks(this.#stream);
    this.#router?.dispose();
    this.node.disconnect();
  }

  #tell(change: Change): void {
    for (const [listener, kind] of this.#listeners) if (kind === change) listener();
  }

  #watchTrack(): [MediaTrackSettings, DeviceIdentity] {
    const [track] = this.#stream.getAudioTracks();
    track.addEventListener('ended', () => this.#lose(), { once: true });
    const settings = track.getSettings();
    const { deviceId = '', groupId = '' } = settings;
    return [settings, { deviceId, groupId, label: track.label ?? '' }];
  }

  #lose(): void {
    if (this.#stopped) return;
    this.#connected = false;
    this.#resolveLost();
    this.#router?.attach(null);
    // Only a change of the devices is a reason to try: after the loss of a permission the user would be asked again.
    if (this.#reopen !== null) {
      this.#stopWaiting = watchDevices('microphone', (devices) => void this.#takeBack(devices));
    }
    this.#tell('connection');
  }

  async #takeBack(devices: readonly DeviceIdentity[]): Promise<void> {
    const device = findDevice(devices, this.#identity);
    if (device === undefined || this.#opening) return;
    this.#opening = true;
    for (let attempt = 0; attempt < ATTEMPTS && this.#isWaiting(); attempt++) {
      if (await this.#open(device.deviceId).catch(() => false)) break;
      await new Promise((resolve) => setTimeout(resolve, ATTEMPT_MS));
    }
    this.#opening = false;
  }

  #isWaiting(): boolean {
    if (this.#context.state === 'closed') this.#stopWaiting();
    return !this.#stopped && !this.#connected && this.#context.state !== 'closed';
  }

  /** Opens the device on the node that is there. Resolves with false if it is no longer wanted. */
  async #open(deviceId: string): Promise<boolean> {
    const stream = (await this.#reopen?.(deviceId)) as MediaStream;
    if (!this.#isWaiting()) {
      stopTracks(stream);
      return false;
    }
    const source = sourceFor(this.#context, stream);
    this.#stopWaiting();
    this.#stream = stream;
    [this.#settings, this.#identity] = this.#watchTrack();
    this.#connected = true;
    this.#router?.attach(source as AudioNode, this.#settings.channelCount);
    this.#tell('connection');
    return true;
  }
}
