import source from 'virtual:dilatone-worklet-source';
import { DilatoneError } from '../../errors.js';

/** What every kind of audio context has: native, standardized-audio-context's, Tone's; realtime or offline. */
export interface AnyAudioContext {
  /** Sample rate in Hz. */
  readonly sampleRate: number;
  /** The context's clock in seconds; it stands still while the context is suspended. */
  readonly currentTime: number;
  /** `running`, `suspended`, `closed`, or `interrupted` (Safari, while a call or another app has the sound). */
  readonly state: string;
}

/**
 * The type of the node that belongs to a context. For contexts other than native ones it is their own plain audio node,
 * so that their other nodes accept it in `connect`.
 */
export type NodeOf<Context> = Context extends BaseAudioContext
  ? AudioWorkletNode
  : Context extends { createChannelMerger(): infer Node }
    ? Node
    : AudioWorkletNode;

/** The two operations that each kind of context does in its own way. Both are called on the main thread. */
export interface WorkletHost {
  /** Loads a script into the context's AudioWorkletGlobalScope. Not called again for a context once it has resolved. */
  addModule(url: string): Promise<void>;
  /** Makes a node of a processor that the script has registered. The node belongs to the context. */
  createNode(name: string, options: AudioWorkletNodeOptions): AudioWorkletNode;
}

/** A context with `audioWorklet`, as native ones and those of standardized-audio-context have it. */
interface WorkletContext extends AnyAudioContext {
  readonly audioWorklet?: { addModule(url: string): Promise<void> };
}

/** Tone's wrapper around a context of standardized-audio-context. */
interface ToneContext extends AnyAudioContext {
  readonly rawContext: WorkletContext;
  createAudioWorkletNode(name: string, options: AudioWorkletNodeOptions): AudioWorkletNode;
}

/** Whether a context renders into memory, as fast as it can. */
export function isOffline(context: AnyAudioContext): boolean {
  const inner = (context as Partial<ToneContext>).rawContext ?? context;
  return 'startRendering' in inner;
}

/** Finds the worklet functions that belong to a context. */
export async function findHost(context: AnyAudioContext): Promise<WorkletHost> {
  if (isTone(context)) {
    const { rawContext } = context;
    return {
      // Not Tone's own addAudioWorkletModule: it loads only the first script that it gets.
      addModule: (url) => addStandardizedModule(rawContext, url),
      createNode: (name, options) => context.createAudioWorkletNode(name, options),
    };
  }
  if (typeof BaseAudioContext !== 'undefined' && context instanceof BaseAudioContext) {
    return {
      addModule: (url) => addModule(context, url),
      createNode: (name, options) => new AudioWorkletNode(context, name, options),
    };
  }
  const { AudioWorkletNode: StandardizedNode } = await importStandardized();
  return {
    addModule: (url) => addStandardizedModule(context, url),
    createNode: (name, options) => {
      if (StandardizedNode === undefined) throw insecure();
      // Its types are not compatible with the native ones; the members used here are the same.
      return new StandardizedNode(context as never, name, options as object) as unknown as AudioWorkletNode;
    },
  };
}

async function importStandardized(): Promise<typeof import('standardized-audio-context')> {
  try {
    return await import('standardized-audio-context');
  } catch (cause) {
    const detail = 'expected a native context, one of standardized-audio-context, or one of Tone, got another';
    throw new DilatoneError('worklet', 'context', detail, { cause });
  }
}

async function addModule(context: WorkletContext, url: string): Promise<void> {
  if (context.audioWorklet === undefined) throw insecure();
  await context.audioWorklet.addModule(url);
}

/**
 * standardized-audio-context 25.3 fetches the script itself. Where that fails it leaves a second rejection that nobody
 * can handle, so this checks the address first.
 */
async function addStandardizedModule(context: WorkletContext, url: string): Promise<void> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`HTTP status ${response.status}`);
  const type = response.headers.get('content-type') ?? '';
  if (!type.includes('javascript')) throw new Error(`expected JavaScript, got ${type}`);
  await addModule(context, url);
}

function isTone(context: AnyAudioContext): context is ToneContext {
  return 'rawContext' in context && 'createAudioWorkletNode' in context;
}

function insecure(): DilatoneError {
  return new DilatoneError(
    'worklet',
    'audioWorklet',
    'expected a secure page (https or localhost), got an insecure one',
  );
}

const registrations = new WeakMap<object, Promise<void>>();

/**
 * Registers the processor with a context, once for all nodes in it. Loads the script from `workletUrl` if there is one;
 * without it, or if that fails, from a Blob. After a failure the next call tries again.
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
