import { DilatoneError } from '../../errors.js';
import type { AnyAudioContext } from '../link/worklet-host.js';

/** A context that takes media streams; offline contexts do not. */
export interface StreamContext extends AnyAudioContext {
  /** As Web Audio's AudioContext has it. */
  createMediaStreamSource(stream: MediaStream): object;
}

/** Which microphone to open. */
export interface MicrophoneOptions {
  /** One of `listMicrophones()`; default: the browser's choice. */
  readonly deviceId?: string;
  /** Channels to ask for; the browser may give others. */
  readonly channels?: number;
}

/** An open microphone. */
export interface Microphone<Context extends StreamContext> {
  /** The source to connect; of the context's kind. */
  readonly node: ReturnType<Context['createMediaStreamSource']>;
  /** What the browser really applied: it need not be what was asked for. */
  readonly settings: MediaTrackSettings;
  /**
   * Resolves when the sound ends by itself: the microphone was unplugged, or the page lost the permission. `stop` does not
   * count.
   */
  readonly lost: Promise<void>;
  /** Releases the microphone and disconnects the source. */
  stop(): void;
}

/**
 * Opens a microphone for music: without echo cancellation, noise suppression and automatic gain. The browser may apply
 * them all the same, which `settings` tells.
 *
 * Rejects with a DilatoneError `microphone`, which says what to do, where the browser gives none.
 */
export async function openMicrophone<Context extends StreamContext>(
  context: Context,
  options: MicrophoneOptions = {},
): Promise<Microphone<Context>> {
  const stream = await requestStream(options);
  const [track] = stream.getAudioTracks();
  const node = sourceFor(context, stream);
  return {
    node: node as ReturnType<Context['createMediaStreamSource']>,
    settings: track.getSettings(),
    lost: new Promise((resolve) => {
      track.addEventListener('ended', () => resolve(), { once: true });
    }),
    stop: () => {
      stopTracks(stream);
      (node as AudioNode).disconnect();
    },
  };
}

/**
 * The microphones that are plugged in, to choose from by `deviceId`. Before the page has been allowed to use one, browsers
 * give one entry without id and label.
 */
export async function listMicrophones(): Promise<MediaDeviceInfo[]> {
  const devices = await mediaDevices().enumerateDevices();
  return devices.filter(({ kind }) => kind === 'audioinput');
}

/** Calls `listener` with the list whenever a device is plugged in or out; the function returned ends that. */
export function watchMicrophones(listener: (microphones: MediaDeviceInfo[]) => void): () => void {
  const devices = mediaDevices();
  let watching = true;
  const tell = async () => {
    const microphones = await listMicrophones();
    if (watching) listener(microphones);
  };
  devices.addEventListener('devicechange', tell);
  return () => {
    watching = false;
    devices.removeEventListener('devicechange', tell);
  };
}

function mediaDevices(): MediaDevices {
  const devices = globalThis.navigator?.mediaDevices;
  if (devices !== undefined) return devices;
  throw new DilatoneError(
    'microphone',
    'microphone',
    'expected a secure page (https or localhost), got an insecure one',
  );
}

async function requestStream({ deviceId, channels }: MicrophoneOptions): Promise<MediaStream> {
  const devices = mediaDevices();
  // Wishes, not demands: a demand that cannot be met gives no sound at all. A device that was chosen is a demand, since
  // to listen to another one unasked would be worse.
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
    throw new DilatoneError('microphone', 'microphone', explain(cause), { cause });
  }
}

function sourceFor(context: StreamContext, stream: MediaStream): object {
  try {
    return context.createMediaStreamSource(stream);
  } catch (cause) {
    stopTracks(stream);
    // Firefox cannot connect a microphone to a context of another rate.
    const detail = `expected a source at the context's ${context.sampleRate} Hz, got ${cause}`;
    throw new DilatoneError('microphone', 'microphone', detail, { cause });
  }
}

function stopTracks(stream: MediaStream): void {
  for (const track of stream.getTracks()) track.stop();
}

/** The browser's error in words, by the names of the Media Capture standard. */
function explain(error: unknown): string {
  switch (error instanceof Error ? error.name : '') {
    case 'NotAllowedError':
    case 'SecurityError':
      return 'expected permission, got a refusal: allow the microphone for this page';
    case 'NotFoundError':
    case 'OverconstrainedError':
      return 'expected a microphone, got none: plug it in or choose another';
    case 'NotReadableError':
    case 'AbortError':
      return 'expected a microphone that is free, got one that cannot be read: another program may be using it';
    default:
      return `expected a stream, got ${error}`;
  }
}
