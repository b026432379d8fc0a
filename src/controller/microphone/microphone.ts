import { markRaw, unwrapped } from '../../model/opaque.js';
import { expectOptions } from '../../model/untrusted.js';
import { listDevices, watchDevices } from '../devices/media-devices.js';
import { begin, whileInUse } from '../link/in-use.js';
import type { InputChannel } from './channel-picker.js';
import { LiveInput } from './live-input.js';
import { requestStream, type StreamContext, sourceFor, stopTracks } from './stream.js';

/** Which microphone to open. */
export interface MicrophoneOptions {
  /** A `deviceId` from `listMicrophones()`; default: the browser's choice. No other device is opened in its place. */
  readonly deviceId?: string | undefined;
  /** Channels to request; the browser may give another number. Default: two, unless `channel` is `mix`. */
  readonly channels?: number | undefined;
  /**
   * Which channel to hear: an interface with two sockets has the first on channel 0 and the second on channel 1. `auto` finds
   * the one with the instrument; `mix` is all channels as they come, which a mono node mixes to their mean. Default: `auto`, or
   * `mix` if `channels` is given.
   */
  readonly channel?: InputChannel | 'auto' | undefined;
  /**
   * Whether to open the microphone again, on the same node, when it was unplugged and the same device comes back. A lost permission
   * is not asked for again. Default: false.
   */
  readonly reopen?: boolean | undefined;
  /** Ends the wait for the user and the browser: the promise rejects with a DilatoneError `aborted`, and no microphone is open. */
  readonly signal?: AbortSignal | undefined;
}

/** An open microphone. It stays open, and the browser shows that it is, until `stop`, even if the context is closed. */
export interface Microphone<Context extends StreamContext> {
  /**
   * The node to connect, of the context's kind; it stays the same while channels change and the device comes back. It has one
   * channel while one is chosen. Its `mediaStream` is the one that is heard. It is silent after `stop`, and while the microphone is
   * lost.
   */
  readonly node: ReturnType<Context['createMediaStreamSource']>;
  /** What the browser applied when it opened the microphone, last time, which may differ from the request. */
  readonly settings: MediaTrackSettings;
  /**
   * Resolves when the microphone was unplugged, or the page lost the permission, for the first time. Stays pending after `stop`.
   * Never rejects.
   */
  readonly lost: Promise<void>;
  /** The channel that is heard; null while `auto` has heard no sound yet, when all are. Always 0 for a mono device. */
  readonly channel: InputChannel | null;
  /** Whether the device is there: false after it was lost, until it was opened again, and after `stop`. */
  readonly connected: boolean;
  /** Hears another channel, or finds the right one anew, with a short crossfade. RangeError for what is no channel. */
  setChannel(channel: InputChannel | 'auto'): void;
  /** Calls `listener` on the main thread whenever `channel` has changed, until the function returned is called. */
  watchChannel(listener: (channel: InputChannel | null) => void): () => void;
  /** Calls `listener` on the main thread when the device was lost, and when it was opened again; see `reopen`. */
  watchConnection(listener: (connected: boolean) => void): () => void;
  /** Releases the microphone and disconnects the source. To go on, open it again. */
  stop(): void;
}

/**
 * Opens a microphone for music: without echo cancellation, noise suppression and automatic gain. The browser may apply
 * them anyway; `settings` shows it. Call it on the main thread; the browser asks the user for permission the first time. The
 * context may be suspended: the source then starts when it resumes. The caller has to `stop` the microphone.
 *
 * Rejects with a DilatoneError: `microphone`, whose message says what to do, where the browser gives none or the context is
 * closed before it does; `aborted` by the signal. TypeError for a context that takes no microphone, RangeError for a `channel` that
 * is none.
 */
export async function openMicrophone<Context extends StreamContext>(
  context: Context,
  options: MicrophoneOptions = {},
): Promise<Microphone<Context>> {
  expectOptions(options);
  const raw = unwrapped(context);
  const work = begin({ context: raw, signal: options.signal, code: 'microphone', where: 'microphone' });
  if (typeof raw.createMediaStreamSource !== 'function') {
    throw new TypeError('context: expected one that plays live, got an offline one');
  }
  const channel = options.channel ?? (options.channels === undefined ? 'auto' : 'mix');
  expectChannel(channel);
  const channels = options.channels ?? (channel === 'mix' ? undefined : 2);
  const request = (deviceId?: string) => requestStream(deviceId, channels);
  const stream = await whileInUse(work, request(options.deviceId), stopTracks);
  const reopen = options.reopen ? request : null;
  const input = new LiveInput(raw, { stream, source: sourceFor(raw, stream), channel, reopen });
  return markRaw({
    node: input.node as ReturnType<Context['createMediaStreamSource']>,
    get settings() {
      return input.settings;
    },
    lost: input.lost,
    get channel() {
      return input.channel;
    },
    get connected() {
      return input.connected;
    },
    setChannel: (next: InputChannel | 'auto') => {
      expectChannel(next);
      input.setChannel(next);
    },
    watchChannel: (listener: (channel: InputChannel | null) => void) =>
      input.watch('channel', () => listener(input.channel)),
    watchConnection: (listener: (connected: boolean) => void) =>
      input.watch('connection', () => listener(input.connected)),
    stop: () => input.stop(),
  });
}

/**
 * The microphones that are plugged in now, to choose from by `deviceId`. Until the user has allowed the page to use one,
 * browsers list a single entry without id and label: so call it after `openMicrophone`.
 *
 * Rejects with a DilatoneError `microphone` on insecure pages.
 */
export function listMicrophones(): Promise<MediaDeviceInfo[]> {
  return listDevices('microphone');
}

/**
 * Calls `listener` on the main thread with the list of microphones whenever a device is plugged in or out, until the function
 * returned is called. Throws a DilatoneError `microphone` on insecure pages.
 */
export function watchMicrophones(listener: (microphones: MediaDeviceInfo[]) => void): () => void {
  return watchDevices('microphone', listener);
}

function expectChannel(channel: unknown): void {
  if ([0, 1, 'mix', 'auto'].includes(channel as string)) return;
  throw new RangeError(`channel: expected 0, 1, 'mix' or 'auto', got ${String(channel)}`);
}
