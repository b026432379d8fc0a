/**
 * Reads model files of all formats, and nothing else: no engine, no Web Audio, nothing that depends on a browser.
 *
 * @module dilatone/formats
 */
export type { Alignment } from './alignment/alignment.js';
export { DilatoneError, type ErrorCode } from './errors.js';
export { type ParseOptions, parseModel } from './formats/parse-model.js';
export type { ModelLimits } from './model/limits.js';
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
export { calibratedInputGain, type LevelGain, outputGain } from './model/output-gain.js';
export type { Control } from './network/controls.js';
export type { Network, Op } from './network/network.js';
