import type { MultiplyAdd } from '../../compiler/program.js';
import { tailFrames } from '../../engine/catch-up.js';
import type { ChannelLayout } from '../../engine/channels/channel-layout.js';
import type { EngineSource } from '../../engine/engine-source.js';
import type { ResampledEngineDesign } from '../../engine/resample/resampled-engine.js';
import type { Model, ModelInfo } from '../../model/model.js';
import type { EngineKind } from '../../network/engine.js';
import type { Network } from '../../network/network.js';

/** Facts about a node at work. */
export interface DilatoneInfo extends ChannelLayout {
  /** How the model runs: compiled, or interpreted where WebAssembly is missing or forbidden. */
  readonly engine: EngineKind;
  /** How the compiled model adds up products; null where it is interpreted. */
  readonly multiplyAdd: MultiplyAdd | null;
  /** Facts about the model in use. */
  readonly model: ModelInfo;
  /** Rate in Hz of the context. */
  readonly sampleRate: number;
  /** Rate in Hz at which the model runs; where it is not the context's, resamplers stand around it. */
  readonly modelSampleRate: number;
  /** Frames by which the output lags behind the input. */
  readonly latencyFrames: number;
  /** Frames for which the output goes on after the input has fallen silent. */
  readonly tailFrames: number;
  /** Sentences about what is not as the model expects it. */
  readonly warnings: readonly string[];
}

/** A model at work: the network chosen from it, and what its engine is made of. */
export interface RunningModel {
  readonly model: Model;
  readonly network: Network;
  readonly source: EngineSource;
  readonly resampling: ResampledEngineDesign | null;
}

/** Sums up a running model and the place where it runs. */
export function describe(
  { model, network, source, resampling }: RunningModel,
  layout: ChannelLayout,
  sampleRate: number,
  engine: EngineKind | 'auto',
): DilatoneInfo {
  const modelSampleRate = resampling === null ? sampleRate : network.sampleRate;
  return {
    ...layout,
    engine: source.kind === 'interpreter' ? 'interpreter' : 'wasm',
    multiplyAdd: source.kind === 'interpreter' ? null : source.program.multiplyAdd,
    model: model.info,
    sampleRate,
    modelSampleRate,
    latencyFrames: resampling?.latencyFrames ?? 0,
    tailFrames: tailFrames(network, resampling),
    warnings: [
      ...model.info.warnings,
      ...rateWarnings(network.sampleRate, modelSampleRate),
      ...(source.kind === 'interpreter' && engine !== 'interpreter' ? [INTERPRETED] : []),
    ],
  };
}

const INTERPRETED =
  'WebAssembly is missing or forbidden here, so the model is interpreted, which is many times slower. If the page has a ' +
  "Content-Security-Policy, add 'wasm-unsafe-eval' to script-src.";

function rateWarnings(modelRateHz: number, runsAtHz: number): string[] {
  if (modelRateHz === runsAtHz) return [];
  return [`The model was made for ${modelRateHz} Hz and runs at the context's ${runsAtHz} Hz: it sounds different.`];
}
