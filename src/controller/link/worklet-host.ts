import { DilatoneError, printable } from '../../errors.js';
import type { PathSource } from '../../live/protocol.js';
import { VERSION } from '../../live/version.js';

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
  const inner = (context as Partial<ToneContext>).rawContext ?? context;
  if (isNative(inner)) {
    return {
      addModule: (url) => addModule(inner, url),
      createNode: (name, options) => new AudioWorkletNode(inner, name, options),
    };
  }
  // Not Tone's own addAudioWorkletModule: it loads only the first script that it gets.
  const addOnce = (url: string) => addStandardizedModule(inner, url);
  if (isTone(context)) {
    return { addModule: addOnce, createNode: (name, options) => context.createAudioWorkletNode(name, options) };
  }
  const { AudioWorkletNode: StandardizedNode } = await importStandardized();
  return {
    addModule: addOnce,
    createNode: (name, options) => {
      if (StandardizedNode === undefined) throw insecure();
      // Its types are not compatible with the native ones; the members used here are the same.
      return new StandardizedNode(context as never, name, options as object) as unknown as AudioWorkletNode;
    },
  };
}

/** Not by `instanceof` alone: a context may come from an iframe, which has classes of its own. */
function isNative(context: object): context is BaseAudioContext {
  return (
    (typeof BaseAudioContext !== 'undefined' && context instanceof BaseAudioContext) ||
    Object.prototype.toString.call(context).endsWith('AudioContext]')
  );
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
 * standardized-audio-context 25.3 fetches the script itself. Where loading fails it leaves a second rejection, for the same
 * reason, that nobody can handle: so this checks the address first, and hushes what the closing of the context brings about.
 */
async function addStandardizedModule(context: WorkletContext, url: string): Promise<void> {
  const fault = await faultOf(url, null);
  if (fault !== null) throw new Error(fault);
  try {
    await addModule(context, url);
  } catch (error) {
    hush(error);
    throw error;
  }
}

/** Keeps the browser from reporting an unhandled rejection: the caller gets the same error from its own promise. */
function hush(reason: unknown): void {
  const prevent = (event: PromiseRejectionEvent) => event.reason === reason && event.preventDefault();
  addEventListener('unhandledrejection', prevent);
  setTimeout(() => removeEventListener('unhandledrejection', prevent), 1000);
}

/** What is wrong with a script that a server sends; null if it is JavaScript, and registers `processorName` if that is given. */
async function faultOf(url: string, processorName: string | null): Promise<string | null> {
  const response = await fetch(url);
  if (!response.ok) return `HTTP status ${response.status}`;
  const type = response.headers.get('content-type') ?? '';
  if (!type.includes('javascript')) return `expected JavaScript, got ${type || 'a file of no type'}`;
  if (processorName === null) return null;
  const [name, version] = /dilatone-(?:rig-)?(\d+\.\d+[\w.-]*)/.exec(await response.text()) ?? [];
  if (name === processorName) return null;
  return `expected the script of dilatone ${VERSION}, got ${version ? `that of ${version}` : 'another script'}`;
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

/** Gives a source with bytes in place of modules, as some browsers cannot post modules; null where there is none. */
export type AsBytes = (source: PathSource) => PathSource | null;

/** One of our worklet scripts. */
export interface WorkletScript {
  /** The name of the processor that it registers. */
  readonly processorName: string;
  /** The built-in script. */
  readonly source: string;
  /** The file of the package that holds the same script. */
  readonly file: string;
  /** What its processor runs, with bytes in place of modules. */
  readonly asBytes: AsBytes;
  /** How errors begin after `dispose`; default `dilatone`. */
  readonly node?: string;
  /** How errors of a change of what it runs begin; default `setModel`. */
  readonly change?: string;
}

/** A script that was loaded into a context. */
export interface Registration {
  /** The caller's address that it came from; null for the built-in script. */
  readonly workletUrl: string | null;
  /** What was wrong with the caller's address, for `DilatoneInfo.warnings`. */
  readonly warnings: readonly string[];
}

/** By context, then by name of the processor. */
const registrations = new WeakMap<object, Map<string, Promise<Registration>>>();

/**
 * Registers a processor with a context, once for all nodes in it. Loads the script from `workletUrl` if there is one;
 * without it, or if that fails, from a Blob. After a failure the next call tries again.
 */
export function registerWorklet(
  context: object,
  host: WorkletHost,
  script: WorkletScript,
  workletUrl?: URL | string,
): Promise<Registration> {
  const known = registrations.get(context)?.get(script.processorName);
  return known ?? register(context, script, load(host, script, workletUrl));
}

/** What took the place of registrations that registered no processor of ours. */
const replacements = new WeakMap<Registration, Promise<Registration>>();

/** Registers the built-in script, once, where the one of the caller's address turned out to register no processor of ours. */
export function replaceWorklet(
  context: object,
  host: WorkletHost,
  script: WorkletScript,
  wrong: Registration,
  error: unknown,
): Promise<Registration> {
  const known = replacements.get(wrong);
  if (known !== undefined) return known;
  const failure = describeFailure(script, String(wrong.workletUrl), error);
  const loading = register(
    context,
    script,
    failure.then((text) => loadBuiltIn(host, script, text)),
  );
  replacements.set(wrong, loading);
  return loading;
}

function register(
  context: object,
  { processorName }: WorkletScript,
  loading: Promise<Registration>,
): Promise<Registration> {
  const byName = registrations.get(context) ?? new Map<string, Promise<Registration>>();
  registrations.set(context, byName);
  byName.set(processorName, loading);
  loading.catch(() => byName.delete(processorName));
  return loading;
}

async function load(
  host: WorkletHost,
  script: WorkletScript,
  workletUrl: URL | string | undefined,
): Promise<Registration> {
  if (workletUrl === undefined) return loadBuiltIn(host, script);
  const address = String(workletUrl);
  try {
    await host.addModule(address);
  } catch (error) {
    return loadBuiltIn(host, script, await describeFailure(script, address, error));
  }
  return { workletUrl: address, warnings: [] };
}

/** What happened to the caller's address, and why, as far as that can be found out: the browser does not tell. */
async function describeFailure(script: WorkletScript, workletUrl: string, error: unknown): Promise<string> {
  const fault = await faultOf(workletUrl, script.processorName).catch(() => null);
  return `${workletUrl} (${fault === null || String(error).includes(fault) ? error : `${error}; ${fault}`})`;
}

/** Loads the built-in script from a Blob. `failure` says why the caller's is not used. */
async function loadBuiltIn(host: WorkletHost, script: WorkletScript, failure?: string): Promise<Registration> {
  const blobUrl = URL.createObjectURL(new Blob([script.source], { type: 'text/javascript' }));
  try {
    await host.addModule(blobUrl);
  } catch (cause) {
    if (cause instanceof DilatoneError) throw cause;
    const failures = [...(failure === undefined ? [] : [failure]), `a Blob (${cause})`];
    throw new DilatoneError(
      'worklet',
      'worklet',
      `${REFUSED} ${failures.map((reason) => printable(reason, REASON_LENGTH)).join(' and ')}. ${advice(script.file)}`,
      { cause },
    );
  } finally {
    URL.revokeObjectURL(blobUrl);
  }
  const warnings = failure === undefined ? [] : [`workletUrl does not work, so the built-in script runs: ${failure}`];
  return { workletUrl: null, warnings };
}

const REFUSED = 'expected the worklet to load, the browser refused';

/** More is in the guide: a message has 300 characters. */
function advice(file: string): string {
  return `Serve ${file} where script-src allows it and pass it as workletUrl, or add blob: to script-src`;
}

/** Characters of each reason. */
const REASON_LENGTH = 60;
