import { DilatoneError } from '../../errors.js';

/** What every kind of audio context has: native, standardized-audio-context's, Tone's; realtime or offline. */
export interface AnyAudioContext {
  /** In Hz. */
  readonly sampleRate: number;
  /** In seconds. */
  readonly currentTime: number;
  /** `running`, `suspended`, `closed`, or `interrupted`. */
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

/** The two things that each kind of context does in its own way. */
export interface WorkletHost {
  /** Runs a script in the context's audio worklet scope. */
  addModule(url: string): Promise<void>;
  /** Makes a node of a processor that such a script has registered; it belongs to the context. */
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

/** Whether a context renders as fast as it can, into memory. */
export function isOffline(context: AnyAudioContext): boolean {
  const inner = (context as Partial<ToneContext>).rawContext ?? context;
  return 'startRendering' in inner;
}

/** Finds the worklet functions that belong to a context. */
export async function findHost(context: AnyAudioContext): Promise<WorkletHost> {
  if (isTone(context)) {
    const { rawContext } = context;
    return {
      // Not Tone's own addAudioWorkletModule: it loads the first script it is given, and no other.
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
      // Its types and the native ones are strangers to each other; what is used of the node is the same.
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
 * standardized-audio-context 25.3 fetches the script, and where that fails leaves a second rejection that nobody can handle:
 * so it is not asked for what cannot be fetched.
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
