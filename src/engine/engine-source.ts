import { equalBytes, type Program } from '../compiler/program.js';
import { Interpreter, PreparedInterpreter } from '../interpreter/interpreter.js';
import type { Engine } from '../network/engine.js';
import { networkFacts } from '../network/facts.js';
import type { Network } from '../network/network.js';
import type { RecurrentStates } from '../network/recurrent-cell.js';
import { prewarmedNow } from './instance-prewarm.js';
import type { ResampledEngineDesign } from './resample/resampled-engine.js';
import { WasmEngine } from './wasm-engine.js';

/** A `WebAssembly.Module`; a plain object to those whose types do not know WebAssembly, as a program for Node's need not. */
export type CompiledModule = typeof globalThis extends { WebAssembly: { Module: { prototype: infer Module } } }
  ? Module
  : object;

/**
 * All that another thread needs to create an Engine; it can be posted. `module` is the normal form; `bytes` is for browsers
 * that cannot post a WebAssembly module to an audio worklet; `interpreter` is for pages that forbid WebAssembly.
 */
export type EngineSource =
  | { readonly kind: 'module'; readonly program: Program; readonly module: CompiledModule }
  | { readonly kind: 'bytes'; readonly program: Program }
  | {
      readonly kind: 'interpreter';
      readonly network: Network;
      /** What the prewarm of its recurrent ops gave; `createEngine` runs it where this is left out. */
      readonly rest?: RecurrentStates;
    };

/**
 * Creates an Engine in its silence state. A source of kind `bytes` is compiled here, on the calling thread, which may take
 * longer than a render quantum; the same bytes are compiled once per thread. Recurrent ops that `prepareEngine` has not
 * brought to rest are prewarmed here, too.
 */
export function createEngine(source: EngineSource): Engine {
  if (source.kind === 'interpreter') {
    return source.rest === undefined ? new Interpreter(source.network) : createPreparedEngine(source);
  }
  if (source.program.prewarm === null) return createPreparedEngine(source);
  const program = prewarmedNow(source.program, source.program.prewarm, moduleOf(source));
  return createPreparedEngine({ ...source, program });
}

/** The same for sources that `prepareEngine` gave; the code of prewarms need not be loaded where only this is used. */
export function createPreparedEngine(source: EngineSource): Engine {
  return source.kind === 'interpreter'
    ? new PreparedInterpreter(source.network, source.rest ?? new Map())
    : new WasmEngine(source.program, moduleOf(source));
}

function moduleOf(source: Exclude<EngineSource, { kind: 'interpreter' }>): WebAssembly.Module {
  return source.kind === 'module' ? source.module : compileOnce(source.program.bytes);
}

/** Modules that a thread keeps: for the engine in use, an incoming one, and two that may come back. */
const KEPT_MODULES = 4;

/** What this thread compiled from bytes, newest last. */
const kept: { readonly bytes: Uint8Array; readonly module: WebAssembly.Module }[] = [];

/** Compiles a module, or returns the one that this thread compiled from equal bytes: each message brings a new copy. */
function compileOnce(bytes: Program['bytes']): WebAssembly.Module {
  const known = kept.find((entry) => equalBytes(entry.bytes, bytes));
  if (known) return known.module;
  const module = new WebAssembly.Module(bytes);
  kept.push({ bytes, module });
  if (kept.length > KEPT_MODULES) kept.shift();
  return module;
}

/** What a new engine needs in order to continue a stream as if it had run from the start. In frames of the stream. */
export interface CatchUpNeeds {
  /** Past input that a new engine must process before its output counts. */
  readonly warmFrames: number;
}

/** What engines made from a source need. `phases`: how many of them run interleaved; see `InterleavedEngine`. */
export function catchUpNeeds(source: EngineSource, resampling: ResampledEngineDesign | null, phases = 1): CatchUpNeeds {
  const ownFrames =
    source.kind === 'interpreter' ? networkFacts(source.network).receptiveField - 1 : source.program.warmFrames;
  const warmFrames = ownFrames * phases + phases - 1;
  return { warmFrames: resampling === null ? warmFrames : inStreamFrames(warmFrames, resampling) };
}

/** Frames of the stream for which a network's output goes on after the input has fallen silent. */
export function tailFrames(network: Network, resampling: ResampledEngineDesign | null): number {
  const frames = networkFacts(network).receptiveField - 1;
  return resampling === null ? frames : inStreamFrames(frames, resampling);
}

/** Frames of the model in frames of the stream, with what the filters of both resamplers add. */
function inStreamFrames(modelFrames: number, { toModel, fromModel }: ResampledEngineDesign): number {
  const { step, phases } = toModel;
  return Math.ceil(((modelFrames + fromModel.taps + 1) * step) / phases) + toModel.taps + 1;
}
