/**
 * Everything for a page: loads models, makes audio nodes that play them, opens microphones.
 *
 * @module dilatone
 */
export type { Alignment } from './alignment/alignment.js';
export type { MultiplyAdd } from './compiler/program.js';
export {
  type FeedbackGuard,
  type FeedbackGuardOptions,
  type GuardableContext,
  guardFeedback,
} from './controller/devices/guard-feedback.js';
export { keepAwake } from './controller/devices/keep-awake.js';
export {
  type ManagedOutput,
  type ManageOutputOptions,
  manageOutput,
  type OutputChange,
} from './controller/devices/manage-output.js';
export { askForOutput, listOutputs, setOutput, watchOutputs } from './controller/devices/outputs.js';
export {
  type PlaybackStats,
  readPlaybackStats,
  type Underruns,
  watchUnderruns,
} from './controller/devices/playback-stats.js';
export { type ClockEvent, watchClock } from './controller/devices/watch-clock.js';
export type { AnyAudioContext, NodeOf, WorkletHost } from './controller/link/worklet-host.js';
export { type LoadOptions, loadModel } from './controller/load-model.js';
export type { InputChannel } from './controller/microphone/channel-picker.js';
export {
  listMicrophones,
  type Microphone,
  type MicrophoneOptions,
  openMicrophone,
  watchMicrophones,
} from './controller/microphone/microphone.js';
export { measureRoundTrip, type RoundTrip } from './controller/microphone/round-trip.js';
export type { StreamContext } from './controller/microphone/stream.js';
export type { ModelSource, ProgressListener } from './controller/model-source.js';
export { createDilatone, type DilatoneOptions } from './controller/node/create-dilatone.js';
export type { Dilatone } from './controller/node/dilatone.js';
export type { BadInputEvent, DilatoneEvents, FaultEvent, StepDownEvent } from './controller/node/dilatone-events.js';
export type { DilatoneState, GetStateOptions, SetStateOptions } from './controller/node/dilatone-state.js';
export type { SetModelOptions, SwapOutcome } from './controller/node/model-changes.js';
export type { DilatoneInfo } from './controller/node/prepare-model.js';
export { type ResumableContext, resumeOnGesture } from './controller/resume-on-gesture.js';
export { DilatoneError, type ErrorCode } from './errors.js';
export { type ParseOptions, parseModel } from './formats/parse-model.js';
export type { ActivityReading } from './live/meters/activity.js';
export type { LevelReading, LoadReading, MeterReading } from './live/meters/meters.js';
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
export { modelOfNetwork } from './model/sized-model.js';
export { NetworkBuilder } from './network/builder.js';
export type { Control } from './network/controls.js';
export type { EngineKind } from './network/engine.js';
export type { Network, Op, SignalId } from './network/network.js';
export { tapNetwork } from './network/tap.js';
export type { UnsharedFloat32Array } from './network/unshared.js';
export { type AbortSignalLike, type RenderOptions, renderModel } from './offline/render.js';
export { type FaultPlace, RenderFault } from './offline/render-fault.js';
export { tapModel } from './offline/tap-model.js';
