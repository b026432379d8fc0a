import { DilatoneError } from '../../errors.js';
import { begin, whileInUse } from '../link/in-use.js';
import type { AnyAudioContext } from '../link/worklet-host.js';
import { contextWith } from './inner-context.js';
import { listDevices, mediaDevices, watchDevices } from './media-devices.js';

/** The part of a native AudioContext that chooses an output: Chromium's has it. */
interface SinkContext {
  setSinkId(sinkId: string): Promise<void>;
}

/**
 * The outputs that are plugged in now, to choose from by `deviceId`; the system's default comes first. Browsers tell only outputs
 * that the page may use: Chromium those beside a microphone that was allowed, Firefox those that the user chose in `askForOutput`.
 *
 * Rejects with a DilatoneError `output` on insecure pages.
 */
export function listOutputs(): Promise<MediaDeviceInfo[]> {
  return listDevices('output');
}

/**
 * Calls `listener` on the main thread with the list of outputs whenever a device is plugged in or out, or the system's default
 * changes, until the function returned is called. Throws a DilatoneError `output` on insecure pages.
 */
export function watchOutputs(listener: (outputs: MediaDeviceInfo[]) => void): () => void {
  return watchDevices('output', listener);
}

/**
 * Has the user choose an output in a dialog of the browser, where it has one: Firefox. Call it at a click. Resolves with null
 * where there is no such dialog (show `listOutputs` there), and where the user chose nothing.
 *
 * Rejects with a DilatoneError `output` on insecure pages, and where the browser does not show the dialog.
 */
export async function askForOutput(): Promise<MediaDeviceInfo | null> {
  const devices = mediaDevices('output') as MediaDevices & { selectAudioOutput?(): Promise<MediaDeviceInfo> };
  if (devices.selectAudioOutput === undefined) return null;
  try {
    return await devices.selectAudioOutput();
  } catch (cause) {
    const { name } = cause as Error;
    if (name === 'NotAllowedError' || name === 'NotFoundError') return null;
    throw new DilatoneError('output', 'output', `expected a dialog, got ${cause}; ask at a click`, { cause });
  }
}

/**
 * Plays a context through an output: a `deviceId` of `listOutputs()`, or an empty string for the system's default. Resolves with
 * the id in use, which is empty where there is no such device (any more): then the default plays. It accepts contexts of
 * standardized-audio-context and Tone, too. Sound has a gap of some milliseconds meanwhile.
 *
 * Rejects with a DilatoneError `output` where the browser cannot choose an output for Web Audio (Firefox and Safari, so far), where
 * it refuses, and where the context is closed.
 */
export async function setOutput(context: AnyAudioContext, deviceId: string): Promise<string> {
  const work = begin({ context, code: 'output', where: 'output' });
  if (typeof deviceId !== 'string') throw new TypeError(`deviceId: expected a string, got ${typeof deviceId}`);
  // Chromium lists its default under this name, too.
  const wanted = deviceId === 'default' ? '' : deviceId;
  const sink = contextWith<SinkContext>(context, 'setSinkId');
  if (sink === null) {
    if (wanted === '') return '';
    const detail = 'expected a browser that chooses outputs for Web Audio, got one without AudioContext.setSinkId';
    throw new DilatoneError('output', work.where, detail);
  }
  const choose = async (id: string) => {
    await whileInUse(work, sink.setSinkId(id), () => {});
    return id;
  };
  try {
    return await choose(wanted).catch((error) => {
      if (wanted !== '' && (error as Error)?.name === 'NotFoundError') return choose('');
      throw error;
    });
  } catch (cause) {
    if (cause instanceof DilatoneError) throw cause;
    throw new DilatoneError('output', work.where, explain(cause), { cause });
  }
}

function explain(cause: unknown): string {
  return (cause as Error)?.name === 'NotAllowedError'
    ? 'expected permission, got a refusal: open a microphone first, or allow speaker-selection in the Permissions-Policy'
    : `expected the output to be used, got ${cause}`;
}
