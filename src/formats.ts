export { DilatoneError, type ErrorCode } from './errors.js';
export type { ModelLimits } from './formats/limits.js';
export type {
  ControlValues,
  Model,
  ModelInfo,
  ModelMetadata,
  NetworkChoice,
  OutputMode,
  TanhMode,
} from './formats/model.js';
export { calibratedInputGain, type LevelGain, outputGain } from './formats/output-gain.js';
export { type ParseOptions, parseModel } from './formats/parse-model.js';
export type { Control } from './network/controls.js';
export type { Network, Op } from './network/network.js';
