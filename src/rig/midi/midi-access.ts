import { DilatoneError } from '../../errors.js';

/** A MIDI input, as in Web MIDI's `MIDIInput`. */
export interface MidiInputPort {
  readonly id: string;
  readonly name?: string | null;
  readonly state: 'connected' | 'disconnected';
  open(): Promise<unknown>;
  close(): Promise<unknown>;
  addEventListener(type: string, listener: (event: Event) => void): void;
  removeEventListener(type: string, listener: (event: Event) => void): void;
}

/** Access to MIDI inputs: what rigs use of Web MIDI's `MIDIAccess`. */
export interface MidiAccessLike {
  readonly inputs: { forEach(visit: (input: MidiInputPort) => void): void };
  addEventListener(type: string, listener: (event: Event) => void): void;
  removeEventListener(type: string, listener: (event: Event) => void): void;
}

const REFUSED = 'expected permission, got a refusal';

/**
 * Asks the browser for MIDI, without system exclusive messages; it may ask the user. Rejects with a DilatoneError `midi`, whose message
 * says what to do, or `aborted`.
 */
export async function requestMidi(signal: AbortSignal | undefined): Promise<MidiAccessLike> {
  expectWanted(signal);
  const { navigator, isSecureContext } = globalThis as {
    navigator?: { requestMIDIAccess?: (options: object) => Promise<MidiAccessLike> };
    isSecureContext?: boolean;
  };
  if (typeof navigator?.requestMIDIAccess !== 'function') {
    const detail =
      isSecureContext === false
        ? 'expected a secure page (https or localhost), got an insecure one'
        : 'expected a browser with Web MIDI, got one without: use Chrome, Edge, Opera or Firefox; Safari has none';
    throw new DilatoneError('midi', 'midi', detail);
  }
  try {
    return await untilAborted(navigator.requestMIDIAccess({ sysex: false }), signal);
  } catch (cause) {
    expectWanted(signal);
    throw new DilatoneError('midi', 'midi', explainMidiRefusal(cause), { cause });
  }
}

function expectWanted(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw new DilatoneError('aborted', 'midi', 'ended by the caller', { cause: signal.reason });
}

/** Does not wait for the user's answer any longer than the signal says. */
async function untilAborted<Value>(promise: Promise<Value>, signal: AbortSignal | undefined): Promise<Value> {
  let onAbort = () => {};
  const end = new Promise<never>((_, reject) => {
    onAbort = () => reject(signal?.reason);
    signal?.addEventListener('abort', onAbort);
  });
  try {
    return await Promise.race([promise, end]);
  } finally {
    signal?.removeEventListener('abort', onAbort);
  }
}

/** What to do about the error of a browser that gives no MIDI. */
function explainMidiRefusal(error: unknown): string {
  switch ((error as { readonly name?: unknown } | null)?.name) {
    case 'NotAllowedError':
    case 'SecurityError': {
      if (isForbiddenByPolicy())
        return `${REFUSED} by the page's policy: add allow="midi" to the iframe, or midi to the Permissions-Policy`;
      return `${REFUSED}: allow MIDI devices for this page in the browser's settings of the site`;
    }
    case 'InvalidStateError':
      return 'expected MIDI of the system, got none: plug a device in, and load the page again';
    case 'NotSupportedError':
      return 'expected MIDI, got a system or browser without it: try another browser';
    default:
      return `expected MIDI, got ${error}`;
  }
}

function isForbiddenByPolicy(): boolean {
  const { document } = globalThis as {
    document?: { readonly featurePolicy?: { allowsFeature(name: string): boolean } };
  };
  return document?.featurePolicy?.allowsFeature('midi') === false;
}
