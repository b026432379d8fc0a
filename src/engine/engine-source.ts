import type { Program } from '../compiler/program.js';
import { Interpreter } from '../interpreter/interpreter.js';
import type { Engine } from '../network/engine.js';
import type { Network } from '../network/network.js';
import { WasmEngine } from './wasm-engine.js';

/** A `WebAssembly.Module`; a plain object to those whose types do not know WebAssembly, as a program for Node's need not. */
export type CompiledModule = typeof globalThis extends { WebAssembly: { Module: { prototype: infer Module } } }
  ? Module
  : object;

/**
 * All that another thread needs to make an Engine; it can be posted. `module` is the normal way; `bytes` is for browsers
 * that cannot post a module; `interpreter` is for pages where WebAssembly is forbidden.
 */
export type EngineSource =
  | { readonly kind: 'module'; readonly program: Program; readonly module: CompiledModule }
  | { readonly kind: 'bytes'; readonly program: Program }
  | { readonly kind: 'interpreter'; readonly network: Network };

/** Makes an Engine in its silence state. With `bytes` it compiles, which may take longer than a render quantum. */
export function createEngine(source: EngineSource): Engine {
  switch (source.kind) {
    case 'module':
      return new WasmEngine(source.program, source.module);
    case 'bytes':
      return new WasmEngine(source.program, new WebAssembly.Module(source.program.bytes));
    case 'interpreter':
      return new Interpreter(source.network);
  }
}
