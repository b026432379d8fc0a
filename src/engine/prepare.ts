import { type CompiledStructure, compileStructure, probeModule, structureOf } from '../compiler/compile.js';
import { equalBytes, type MultiplyAdd } from '../compiler/program.js';
import type { EngineKind } from '../network/engine.js';
import type { Network } from '../network/network.js';
import type { EngineSource } from './engine-source.js';
import { prewarmed } from './prewarm.js';

type ModuleSource = Extract<EngineSource, { kind: 'module' }>;

/** How to prepare an engine. */
export interface PrepareOptions {
  /** `auto`, the default: compiled, or interpreted where WebAssembly is missing or forbidden. */
  readonly engine?: EngineKind | 'auto' | undefined;
  /** Largest number of frames that the compiled code takes at once; the engine cuts longer blocks. Default 128. */
  readonly maxFrames?: number | undefined;
  /**
   * Default `plain`: the same result, bit for bit, on every machine. `relaxed` rounds as the processor prefers, which may
   * be faster; where the platform lacks it, it means `plain`.
   */
  readonly multiplyAdd?: MultiplyAdd | undefined;
}

/** Throws a RangeError for a kind of engine that there is not. */
export function expectEngineKind(engine: unknown): void {
  if (!['auto', 'wasm', 'interpreter'].includes(engine as string)) {
    throw new RangeError(`engine: expected auto, wasm or interpreter, got ${String(engine)}`);
  }
}

/**
 * Compiles a Network for another thread, or for `createEngine` on this one. If a network of the same structure was compiled
 * recently, such as the same model with other values of its controls, its code is reused and only the weights are packed.
 * LSTMs and GRUs run on half a second of silence, or until they are at rest, with pauses for other work of this thread.
 */
export async function prepareEngine(network: Network, options: PrepareOptions = {}): Promise<EngineSource> {
  const { engine = 'auto', maxFrames } = options;
  expectEngineKind(engine);
  const multiplyAdd = options.multiplyAdd === 'relaxed' && canCompile('relaxed') ? 'relaxed' : 'plain';
  if (engine === 'interpreter' || (engine === 'auto' && !canCompile('plain')))
    return prewarmed({ kind: 'interpreter', network });
  const key = [multiplyAdd, maxFrames, structureOf(network)].join();
  const known = takeStructure(key);
  if (known !== null) {
    keep(known);
    return atRest({ kind: 'module', program: known.structure.programOf(network), module: await known.module });
  }
  const { program, structure } = compileStructure(network, { maxFrames, multiplyAdd });
  const entry = { key, structure, module: compileModule(program.bytes) };
  keep(entry);
  return atRest({ kind: 'module', program, module: await entry.module });
}

/** Most networks are at rest without a prewarm. */
function atRest(source: ModuleSource): ModuleSource | Promise<EngineSource> {
  return source.program.prewarm === null ? source : prewarmed(source);
}

/** Structures that are kept for the next network of the same structure. */
const KEPT_STRUCTURES = 4;

/** A compiled structure and its module, which the browser may have optimized by now. */
interface KeptStructure {
  readonly key: string;
  readonly structure: CompiledStructure;
  readonly module: Promise<WebAssembly.Module>;
}

/** Latest last. */
const kept: KeptStructure[] = [];

function takeStructure(key: string): KeptStructure | null {
  const index = kept.findIndex((known) => known.key === key);
  return index < 0 ? null : kept.splice(index, 1)[0];
}

function keep(entry: KeptStructure): void {
  kept.push(entry);
  if (kept.length > KEPT_STRUCTURES) kept.shift();
  // One that failed is tried again the next time.
  entry.module.catch(() => takeStructure(entry.key));
}

/** Compiles a module, unless a structure that is kept has the same code: dilations, for one, are not part of it. */
function compileModule(bytes: Uint8Array): Promise<WebAssembly.Module> {
  const same = kept.find(({ structure }) => equalBytes(structure.bytes, bytes));
  return same?.module ?? WebAssembly.compile(bytes);
}

const works = new Map<MultiplyAdd, boolean>();

/**
 * Whether this page may and can run compiled programs of a kind: WebAssembly exists, has SIMD (and, for `relaxed`, relaxed
 * SIMD), and the Content-Security-Policy allows it. Found once, by compiling a probe.
 */
export function canCompile(multiplyAdd: MultiplyAdd): boolean {
  const known = works.get(multiplyAdd);
  if (known !== undefined) return known;
  let result = false;
  try {
    result = new WebAssembly.Module(probeModule(multiplyAdd)) instanceof WebAssembly.Module;
  } catch {
    // No WebAssembly, no such instructions, or a policy without 'wasm-unsafe-eval': all mean no.
  }
  works.set(multiplyAdd, result);
  return result;
}
