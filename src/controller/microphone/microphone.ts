import { DilatoneError } from '../../errors.js';
import { markRaw, unwrapped } from '../../model/opaque.js';
import { begin, whileInUse } from '../link/in-use.js';
import type { AnyAudioContext } from '../link/worklet-host.js';
import { explainRefusal } from './refusal.js';

/** A context that accepts media streams; offline contexts do not. */
export interface StreamContext extends AnyAudioContext {
  /** Web Audio's `AudioContext.createMediaStreamSource`. */
  createMediaStreamSource(stream: MediaStream): object;
}

/** Which microphone to open. */
export interface MicrophoneOptions {
  /** A `deviceId` from `listMicrophones()`; default: the browser's choice. No other device is opened in its place. */
  readonly deviceId?: string;
  /** Channels to request; the browser may give another number. */
  readonly channels?: number;
  /** Ends the wait for the user and the browser: the promise rejects with a DilatoneError `aborted`, and no microphone is open. */
  readonly signal?: AbortSignal;
}

/** An open microphone. It stays open, and the browser shows that it is, until `stop`, even if the context is closed. */
export interface Microphone<Context extends StreamContext> {
  /** The source node to connect, of the context's kind. It is silent after `stop`, and after the microphone was lost. */
  readonly node: ReturnType<Context['createMediaStreamSource']>;
  /** What the browser applied when it opened the microphone, which may differ from the request. */
  readonly settings: MediaTrackSettings;
  /** Resolves when the microphone was unplugged, or the page lost the permission. Stays pending after `stop`. Never rejects. */
  readonly lost: Promise<void>;
  /** Releases the microphone and disconnects the source. To go on, open it again. */
  stop(): void;
}

/**
 * Opens a microphone for music: without echo cancellation, noise suppression and automatic gain. The browser may apply
 * them anyway; `settings` shows it. Call it on the main thread; the browser asks the user for permission the first time. The
 * context may be suspended: the source then starts when it resumes. The caller has to `stop` the microphone.
 *
 * Rejects with a DilatoneError: `microphone`, whose message says what to do, where the browser gives none or the context is
 * closed before it does; `aborted` by the signal. TypeError for a context that takes no microphone.
 */
export async function openMicrophone<Context extends StreamContext>(
  context: Context,
  options: MicrophoneOptions = {},
): Promise<Microphone<Context>> {
  const raw = unwrapped(context);
  const work = begin({ context: raw, signal: options.signal, code: 'microphone', where: 'microphone' });
  if (typeof raw.createMediaStreamSource !== 'function') {
    throw new TypeError('context: expected one that plays live, got an offline one');
  }
  const stream = await whileInUse(work, requestStream(options), stopTracks);
  const [track] = stream.getAudioTracks();
  const node = sourceFor(raw, stream);
  return markRaw({
    node: node as ReturnType<Context['createMediaStreamSource']>,
    settings: track.getSettings(),
    lost: new Promise<void>((resolve) => {
      track.addEventListener('ended', () => resolve(), { once: true });
    }),
    stop: () => {
      stopTracks(stream);
      (node as AudioNode).disconnect();
    },
  });
}

/**
 * The microphones that are plugged in now, to choose from by `deviceId`. Until the user has allowed the page to use one,
 * browsers list a single entry without id and label: so call it after `openMicrophone`.
 *
 * Rejects with a DilatoneError `microphone` on insecure pages.
 */
export async function listMicrophones(): Promise<MediaDeviceInfo[]> {
  const devices = await mediaDevices().enumerateDevices();
  return devices.filter(({ kind }) => kind === 'audioinput');
}

/**
 * Calls `listener` on the main thread with the list of microphones whenever a device is plugged in or out, until the function
 * returned is called. Throws a DilatoneError `microphone` on insecure pages.
 */
export function watchMicrophones(listener: (microphones: MediaDeviceInfo[]) => void): () => void {
  const devices = mediaDevices();
  let watching = true;
  const update = async () => {
    // A browser that cannot list its devices now tells of the next change again.
    const microphones = await listMicrophones().catch(() => null);
    if (watching && microphones !== null) listener(microphones);
  };
  devices.addEventListener('devicechange', update);
  return () => {
    watching = false;
    devices.removeEventListener('devicechange', update);
  };
}

function mediaDevices(): MediaDevices {
  const devices = globalThis.navigator?.mediaDevices;
  if (devices !== undefined) return devices;
  const detail = globalThis.isSecureContext
    ? 'expected a browser with navigator.mediaDevices, got one without'
    : 'expected a secure page (https or localhost), got an insecure one';
  throw new DilatoneError('microphone', 'microphone', detail);
}

async function requestStream({ deviceId, channels }: MicrophoneOptions): Promise<MediaStream> {
  const devices = mediaDevices();
  // Preferences, not requirements: where the browser cannot meet a requirement it gives no sound at all. A chosen device is
  // required, since to open another one would be worse.
  const audio: MediaTrackConstraints = {
    echoCancellation: false,
    noiseSuppression: false,
    autoGainControl: false,
    ...(deviceId !== undefined && { deviceId: { exact: deviceId } }),
    ...(channels !== undefined && { channelCount: channels }),
  };
  try {
    return await devices.getUserMedia({ audio });
  } catch (cause) {
    throw new DilatoneError('microphone', 'microphone', explainRefusal(cause), { cause });
  }
}

function sourceFor(context: StreamContext, stream: MediaStream): object {
  try {
    return context.createMediaStreamSource(stream);
  } catch (cause) {
    stopTracks(stream);
    // Firefox cannot connect a microphone to a context of another sample rate.
    const detail = `expected a source at the context's ${context.sampleRate} Hz, got ${cause}`;
    throw new DilatoneError('microphone', 'microphone', detail, { cause });
  }
}

function stopTracks(stream: MediaStream): void {
  for (const track of stream.getTracks()) track.stop();
}
