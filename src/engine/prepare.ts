import { compileNetwork } from '../compiler/compile.js';
import type { MultiplyAdd } from '../compiler/program.js';
import type { EngineKind } from '../network/engine.js';
import type { Network } from '../network/network.js';
import type { EngineSource } from './engine-source.js';
import { canCompile } from './features.js';
import { compileModule } from './module-cache.js';

/** How to prepare an engine. */
export interface PrepareOptions {
  /** `auto`, the default: compiled, or interpreted where WebAssembly is missing or forbidden. */
  readonly engine?: EngineKind | 'auto';
  /** Largest number of frames that the compiled code takes at once; the engine cuts longer blocks. Default 128. */
  readonly maxFrames?: number;
  /**
   * Default `plain`: the same result, bit for bit, on every machine. `relaxed` rounds as the processor prefers, which may
   * be faster; where the platform lacks it, it means `plain`.
   */
  readonly multiplyAdd?: MultiplyAdd;
}

/** Compiles a Network for another thread, or for `createEngine` on this one. */
export async function prepareEngine(network: Network, options: PrepareOptions = {}): Promise<EngineSource> {
  const { engine = 'auto', maxFrames } = options;
  if (!['auto', 'wasm', 'interpreter'].includes(engine)) {
    throw new RangeError(`engine: expected auto, wasm or interpreter, got ${engine}`);
  }
  const multiplyAdd = options.multiplyAdd === 'relaxed' && canCompile('relaxed') ? 'relaxed' : 'plain';
  if (engine === 'interpreter' || (engine === 'auto' && !canCompile('plain'))) return { kind: 'interpreter', network };
  const program = compileNetwork(network, { maxFrames, multiplyAdd });
  return { kind: 'module', program, module: await compileModule(program.bytes) };
}
