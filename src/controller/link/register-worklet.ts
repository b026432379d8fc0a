import source from 'virtual:dilatone-worklet-source';
import { DilatoneError } from '../../errors.js';
import type { WorkletHost } from './worklet-host.js';

const registrations = new WeakMap<object, Promise<void>>();

/**
 * Makes the processor known to a context, once however often it is called. The script is loaded from `workletUrl` where
 * one is given, else, or where that fails, from a Blob. A registration that failed can be tried again.
 */
export function registerWorklet(context: object, host: WorkletHost, workletUrl?: URL | string): Promise<void> {
  const known = registrations.get(context);
  if (known !== undefined) return known;
  const registration = load(host, workletUrl).catch((error: unknown) => {
    registrations.delete(context);
    throw error;
  });
  registrations.set(context, registration);
  return registration;
}

async function load(host: WorkletHost, workletUrl: URL | string | undefined): Promise<void> {
  const failures: string[] = [];
  if (workletUrl !== undefined) {
    try {
      await host.addModule(String(workletUrl));
      return;
    } catch (error) {
      failures.push(`${workletUrl} (${error})`);
    }
  }
  const blobUrl = URL.createObjectURL(new Blob([source], { type: 'text/javascript' }));
  try {
    await host.addModule(blobUrl);
  } catch (cause) {
    if (cause instanceof DilatoneError) throw cause;
    failures.push(`a Blob (${cause})`);
    throw new DilatoneError('worklet', 'worklet', `${REFUSED} ${failures.join(' and ')}. ${ADVICE}`, { cause });
  } finally {
    URL.revokeObjectURL(blobUrl);
  }
}

const REFUSED = 'expected the browser to load the worklet script, but it refused';

const ADVICE =
  'If the page has a Content-Security-Policy, either serve the file dilatone/worklet from an origin that its script-src ' +
  'allows and pass the address as workletUrl, or add blob: to script-src. standardized-audio-context and Tone load scripts ' +
  'through Blobs in any case: with them add blob: to both script-src and connect-src.';
