import { DilatoneError } from '../../errors.js';
import { mediaDevices } from '../devices/media-devices.js';
import type { AnyAudioContext } from '../link/worklet-host.js';
import { explainRefusal } from './refusal.js';

/** A context that accepts media streams; offline contexts do not. */
export interface StreamContext extends AnyAudioContext {
  /** Web Audio's `AudioContext.createMediaStreamSource`. */
  createMediaStreamSource(stream: MediaStream): object;
}

/** Asks the browser for a microphone. Rejects with a DilatoneError `microphone` whose message says what to do. */
export async function requestStream(deviceId?: string, channels?: number): Promise<MediaStream> {
  const devices = mediaDevices('microphone');
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

/** Makes the source of a stream, or stops the stream and throws a DilatoneError `microphone`. */
export function sourceFor(context: StreamContext, stream: MediaStream): object {
  try {
    return context.createMediaStreamSource(stream);
  } catch (cause) {
    stopTracks(stream);
    // Firefox cannot connect a microphone to a context of another sample rate.
    const detail = `expected a source at the context's ${context.sampleRate} Hz, got ${cause}`;
    throw new DilatoneError('microphone', 'microphone', detail, { cause });
  }
}

/** Releases the device of a stream. */
export function stopTracks(stream: MediaStream): void {
  for (const track of stream.getTracks()) track.stop();
}
