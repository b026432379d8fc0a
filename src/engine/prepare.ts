import { compileNetwork } from '../compiler/compile.js';
import type { MultiplyAdd } from '../compiler/program.js';
import type { Network } from '../network/network.js';
import type { EngineKind } from './engine.js';
import type { EngineSource } from './engine-source.js';
import { relaxedMultiplyAddWorks, webAssemblyWorks } from './features.js';

/** How to prepare an engine. */
export interface PrepareOptions {
  /** `auto`, the default: compiled, or interpreted where WebAssembly is missing or forbidden. */
  readonly engine?: EngineKind | 'auto';
  /** Largest number of frames that the compiled code takes at once; the engine cuts longer blocks. Default 128. */
  readonly maxFrames?: number;
  /** Default: `relaxed` where the platform has it. */
  readonly multiplyAdd?: MultiplyAdd;
}

/** Compiles a Network for another thread, or for `createEngine` on this one. */
export async function prepareEngine(network: Network, options: PrepareOptions = {}): Promise<EngineSource> {
  const { engine = 'auto', maxFrames } = options;
  if (engine === 'interpreter' || (engine === 'auto' && !webAssemblyWorks())) return { kind: 'interpreter', network };
  const multiplyAdd = options.multiplyAdd ?? (relaxedMultiplyAddWorks() ? 'relaxed' : 'plain');
  const program = compileNetwork(network, { maxFrames, multiplyAdd });
  return { kind: 'module', program, module: await WebAssembly.compile(program.bytes) };
}
