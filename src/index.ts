export type { MultiplyAdd } from './compiler/program.js';
export { createDilatone, type DilatoneOptions } from './controller/create-dilatone.js';
export type { Dilatone } from './controller/dilatone.js';
export type { DilatoneEvents, FaultEvent, StepDownEvent } from './controller/dilatone-events.js';
export type { DilatoneInfo } from './controller/dilatone-info.js';
export type { SwapOutcome } from './controller/latest-change.js';
export { type LoadOptions, loadModel } from './controller/load-model.js';
export {
  listMicrophones,
  type Microphone,
  type MicrophoneOptions,
  openMicrophone,
  type StreamContext,
  watchMicrophones,
} from './controller/microphone.js';
export type { SetModelOptions } from './controller/model-changes.js';
export { type ResumableContext, resumeOnGesture } from './controller/resume-on-gesture.js';
export { measureRoundTrip, type RoundTrip } from './controller/round-trip.js';
export type { AnyAudioContext, NodeOf, WorkletHost } from './controller/worklet-host.js';
export type { ActivityReading } from './engine/activity.js';
export type { EngineKind } from './engine/engine.js';
export type { LevelReading, LoadReading, MeterReading } from './engine/meters.js';
export { type AbortSignalLike, type RenderOptions, renderModel } from './engine/render.js';
export { tapModel } from './engine/tap-model.js';
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
export { modelOfNetwork } from './formats/network-model.js';
export { calibratedInputGain, type LevelGain, outputGain } from './formats/output-gain.js';
export { type ParseOptions, parseModel } from './formats/parse-model.js';
export { NetworkBuilder } from './network/builder.js';
export type { Control } from './network/controls.js';
export type { Network, Op, SignalId } from './network/network.js';
export { tapNetwork } from './network/tap.js';
