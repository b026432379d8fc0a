import { DilatoneError, type ErrorCode } from '../../errors.js';
import { expectListener } from '../listeners.js';

/** Which side of a device: one that is heard, or one that is played through. */
type Side = 'microphone' | 'output';

const KINDS = { microphone: 'audioinput', output: 'audiooutput' } as const;

/** The browser's devices. Throws a DilatoneError with the side's code on insecure pages, and where the browser has none. */
export function mediaDevices(side: Side): MediaDevices {
  const devices = globalThis.navigator?.mediaDevices;
  if (devices !== undefined) return devices;
  const detail = globalThis.isSecureContext
    ? 'expected a browser with navigator.mediaDevices, got one without'
    : 'expected a secure page (https or localhost), got an insecure one';
  const code: ErrorCode = side;
  throw new DilatoneError(code, side, detail);
}

/** The devices of one side that are plugged in now. Rejects as `mediaDevices` throws. */
export async function listDevices(side: Side): Promise<MediaDeviceInfo[]> {
  const devices = await mediaDevices(side).enumerateDevices();
  return devices.filter(({ kind }) => kind === KINDS[side]);
}

/** Calls `listener` with the devices of one side after each change, until the function returned is called. */
export function watchDevices(side: Side, listener: (devices: MediaDeviceInfo[]) => void): () => void {
  expectListener(listener);
  const devices = mediaDevices(side);
  let watching = true;
  const update = async () => {
    // A browser that cannot list its devices now tells of the next change again.
    const list = await listDevices(side).catch(() => null);
    if (watching && list !== null) listener(list);
  };
  devices.addEventListener('devicechange', update);
  return () => {
    watching = false;
    devices.removeEventListener('devicechange', update);
  };
}
