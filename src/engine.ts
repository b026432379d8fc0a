/**
 * Compiles networks and renders whole channels, without Web Audio: for servers, workers and tools. Models come from
 * `dilatone/formats`.
 *
 * @module dilatone/engine
 */
export type { Alignment } from './alignment/alignment.js';
export { type CompileOptions, compileNetwork } from './compiler/compile.js';
export type { BlockLayout, MultiplyAdd, Program } from './compiler/program.js';
export { type CompiledModule, createEngine, type EngineSource } from './engine/engine-source.js';
export { type PrepareOptions, prepareEngine } from './engine/prepare.js';
export { DilatoneError, type ErrorCode } from './errors.js';
export type {
  ControlValues,
  Model,
  ModelFile,
  ModelInfo,
  ModelMetadata,
  ModelParser,
  NetworkChoice,
  OutputMode,
  TanhMode,
} from './model/model.js';
export type { Control } from './network/controls.js';
export type { Engine, EngineKind } from './network/engine.js';
export { type NetworkFacts, networkFacts } from './network/facts.js';
export type { Network, Op } from './network/network.js';
export type { UnsharedFloat32Array, UnsharedUint8Array } from './network/unshared.js';
export { type AbortSignalLike, type RenderOptions, renderModel } from './offline/render.js';
export { type FaultPlace, RenderFault } from './offline/render-fault.js';
