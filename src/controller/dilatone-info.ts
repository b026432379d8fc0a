import type { ChannelLayout } from '../engine/channel-layout.js';
import type { EngineKind } from '../engine/engine.js';
import type { EngineSource } from '../engine/engine-source.js';
import type { Model, ModelInfo } from '../formats/model.js';
import { networkFacts } from '../network/facts.js';
import type { Network } from '../network/network.js';

/** Facts about a node at work. */
export interface DilatoneInfo extends ChannelLayout {
  readonly engine: EngineKind;
  readonly model: ModelInfo;
  /** Rate in Hz of the context, at which the model runs. */
  readonly sampleRate: number;
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
}

/** Sums up a running model and the place where it runs. */
export function describe(
  { model, network, source }: RunningModel,
  layout: ChannelLayout,
  sampleRate: number,
): DilatoneInfo {
  return {
    ...layout,
    engine: source.kind === 'interpreter' ? 'interpreter' : 'wasm',
    model: model.info,
    sampleRate,
    latencyFrames: 0,
    tailFrames: networkFacts(network).receptiveField - 1,
    warnings: [...model.info.warnings, ...rateWarnings(network.sampleRate, sampleRate)],
  };
}

function rateWarnings(modelRateHz: number, contextRateHz: number): string[] {
  if (modelRateHz === contextRateHz) return [];
  return [
    `The model was made for ${modelRateHz} Hz and runs at the context's ${contextRateHz} Hz: it sounds different.`,
  ];
}
