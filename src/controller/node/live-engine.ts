import type { MultiplyAdd } from '../../compiler/program.js';
import type { EngineSource } from '../../engine/engine-source.js';
import { canCompile, prepareEngine } from '../../engine/prepare.js';
import { warmUp, yieldToEventLoop } from '../../engine/warm-up.js';
import { WasmEngine } from '../../engine/wasm-engine.js';
import { type EngineKind, offerEngine } from '../../network/engine.js';
import type { Network } from '../../network/network.js';

/** Most time that one load spends on warming up: enough for a model of usual size, too short to annoy. */
const WARM_UP_MS = 400;

/** An engine for the audio thread. */
interface LiveEngine {
  readonly source: EngineSource;
  /** Frames that it processes in a millisecond, measured on this thread; null where it was not measured. */
  readonly framesPerMs: number | null;
}

/** How networks are compiled for the audio thread. */
export interface LiveEngineOptions {
  readonly engine: EngineKind | 'auto';
  readonly multiplyAdd: MultiplyAdd;
}

type ModuleSource = Extract<EngineSource, { kind: 'module' }>;

/** Engines by network, then by options. */
const prepared = new WeakMap<Network, Map<string, Promise<LiveEngine>>>();

/** Speeds of the modules that were warmed up; networks that differ only in weights share a module. */
const speeds = new WeakMap<ModuleSource['module'], Promise<number | null>>();

/**
 * Compiles and warms up a network for the audio thread, once for each network: further nodes, and models chosen again,
 * share the compiled code. After a failure the next call tries again.
 */
export function prepareLiveEngine(network: Network, options: LiveEngineOptions): Promise<LiveEngine> {
  const byOptions = prepared.get(network) ?? new Map<string, Promise<LiveEngine>>();
  prepared.set(network, byOptions);
  const key = `${options.engine} ${options.multiplyAdd}`;
  const known = byOptions.get(key);
  if (known !== undefined) return known;
  const live = prepareWarm(network, options);
  byOptions.set(key, live);
  const forget = () => byOptions.delete(key);
  live.then(({ source, framesPerMs }) => source.kind === 'module' && framesPerMs === null && forget(), forget);
  return live;
}

async function prepareWarm(network: Network, options: LiveEngineOptions): Promise<LiveEngine> {
  const source = await prepareEngine(network, options);
  if (source.kind !== 'module') return { source, framesPerMs: null };
  offerEngine(network, () => new WasmEngine(source.program, source.module));
  return { source, framesPerMs: await warmSpeed(source) };
}

/** Warms up a module; null where that fails, and the next call tries again. */
function warmSpeed(source: ModuleSource): Promise<number | null> {
  const known = speeds.get(source.module);
  if (known !== undefined) return known;
  const speed = warmUp(source, WARM_UP_MS).catch(() => {
    speeds.delete(source.module);
    return null;
  });
  speeds.set(source.module, speed);
  return speed;
}

/** Share of real time that engines need at a sample rate: 1 is all of it. Null where their speed is not known. */
export function realtimeShare(framesPerMs: number | null, sampleRate: number, engines: number): number | null {
  return framesPerMs === null ? null : (sampleRate / 1000) * (engines / framesPerMs);
}

/** Share of the time for a render quantum that engines may take while they catch up, if the audio thread is idle. */
const CATCH_UP_SHARE = 0.25;
/** The same, of what other nodes leave. */
const SHARE_OF_REST = 0.5;
/** A lower speed gains nothing over an engine that processes each frame as it comes. */
const LEAST_SPEED = 3;
/** More would gain nothing that a listener notices. */
const MOST_SPEED = 16;

/**
 * How many frames engines may process for each frame of sound in order to catch up; 1 where they only process each frame
 * as it comes.
 *
 * @param share of real time that they need at speed 1; null where it is not known
 * @param busyShare of real time that everything else in the context needs
 */
export function catchUpSpeed(share: number | null, busyShare: number): number {
  if (share === null) return 1;
  const allowed = Math.min(CATCH_UP_SHARE, SHARE_OF_REST * (1 - busyShare));
  const speed = Math.floor(allowed / share);
  return speed >= LEAST_SPEED ? Math.min(speed, MOST_SPEED) : 1;
}

/** Shares of the audio thread's time in each context, by the node or change that needs them. */
const loads = new WeakMap<object, Map<object, number>>();

/** Records what share of the audio thread's time an owner needs in a context; null where it needs none, or is unknown. */
export function noteLoad(context: object, owner: object, share: number | null): void {
  const shares = loads.get(context) ?? new Map<object, number>();
  loads.set(context, shares);
  if (share === null) shares.delete(owner);
  else shares.set(owner, share);
}

/** Share of the audio thread's time that Dilatone's nodes need in a context, as far as it is known. */
export function loadOf(context: object): number {
  let sum = 0;
  for (const share of loads.get(context)?.values() ?? []) sum += share;
  return sum;
}

const KINDS = ['plain', 'relaxed'] as const satisfies readonly MultiplyAdd[];
/** `relaxed` must be faster by this factor: `plain` gives the same sound on every machine. */
const WORTH = 1.05;
/** The kinds take turns of this length; the fastest turn of each counts. */
const TURN_MS = 3;
/** The measurement ends after this many turns of both without a gain: browsers compile first fast, then well. */
const SETTLED_TURNS = 10;
const GAIN = 1.02;
/** The measurement ends after this time in any case. */
const BUDGET_MS = 400;

const BLOCK_FRAMES = 128;
const CHANNELS = 8;
const KERNEL_SIZE = 3;
const LAYERS = 16;

/** The measurement's result, or the measurement under way; null before it, and after one that failed. */
let fastest: Promise<MultiplyAdd> | null = null;

/**
 * The kind of multiply-add that runs convolutions fastest on this machine: `relaxed` where it is available and clearly
 * faster. Measures once in a page: about 100 ms on this thread, with pauses. A measurement that fails gives `plain`, and
 * the next call measures again.
 */
export function fastestMultiplyAdd(): Promise<MultiplyAdd> {
  if (!canCompile('relaxed')) return Promise.resolve('plain');
  fastest ??= measureKinds().catch(() => {
    fastest = null;
    return 'plain';
  });
  return fastest;
}

async function measureKinds(): Promise<MultiplyAdd> {
  const network = convolutionStack();
  const runs = await Promise.all(KINDS.map((multiplyAdd) => blockRunner(network, multiplyAdd)));
  const most = runs.map(() => 0);
  const endMs = performance.now() + BUDGET_MS;
  for (let settled = 0; settled < SETTLED_TURNS && performance.now() < endMs; settled++) {
    for (const [n, run] of runs.entries()) {
      const speed = blocksPerMs(run);
      if (speed > GAIN * most[n]) settled = 0;
      most[n] = Math.max(most[n], speed);
    }
    await yieldToEventLoop();
  }
  const [plain, relaxed] = most;
  return relaxed > WORTH * plain ? 'relaxed' : 'plain';
}

/** Layers like those of most captures; enough of them that the call of a block costs nearly nothing. */
function convolutionStack(): Network {
  const layer = {
    kind: 'conv1d',
    outChannels: CHANNELS,
    kernelSize: KERNEL_SIZE,
    dilation: 1,
    groups: 1,
    weight: new Float32Array(CHANNELS * CHANNELS * KERNEL_SIZE).fill(1 / (CHANNELS * KERNEL_SIZE)),
    bias: null,
  } as const;
  // Written by hand: pages need not load the builder for it.
  const layers = Array.from({ length: LAYERS }, (_, input) => ({ ...layer, input }));
  const ops = [{ kind: 'input', channels: CHANNELS } as const, ...layers];
  return { ops, channels: ops.map(() => CHANNELS), output: LAYERS, sampleRate: 48_000, start: 'silence' };
}

/** A function that runs one block. */
async function blockRunner(network: Network, multiplyAdd: MultiplyAdd): Promise<() => void> {
  const source = await prepareEngine(network, { engine: 'wasm', multiplyAdd });
  if (source.kind !== 'module') throw new Error(`expected a module, got ${source.kind}`);
  const engine = new WasmEngine(source.program, source.module);
  const [input, output] = [0.5, 0].map((level) =>
    Array.from({ length: CHANNELS }, () => new Float32Array(BLOCK_FRAMES).fill(level)),
  );
  return () => engine.process(output, input, BLOCK_FRAMES);
}

function blocksPerMs(run: () => void): number {
  const startMs = performance.now();
  let elapsedMs = 0;
  let blocks = 0;
  for (; elapsedMs < TURN_MS; elapsedMs = performance.now() - startMs) {
    run();
    blocks++;
  }
  return blocks / elapsedMs;
}
