import type { Alignment } from '../../alignment/alignment.js';
import type { MultiplyAdd } from '../../compiler/program.js';
import { type ChannelLayout, engineCount, layoutOf } from '../../engine/channels/channels.js';
import type { EngineSource } from '../../engine/engine-source.js';
import { type CatchUpNeeds, catchUpNeeds, tailFrames } from '../../engine/engine-source.js';
import { designResampledEngine, type ResampledEngineDesign } from '../../engine/resample/resampled-engine.js';
import type { DryAlignment } from '../../live/guarded-engine.js';
import { expectModel, type Model, type ModelInfo, type NetworkChoice } from '../../model/model.js';
import type { EngineKind } from '../../network/engine.js';
import type { Network } from '../../network/network.js';
import { type LiveEngineOptions, prepareLiveEngine, realtimeShare } from './live-engine.js';

/** Facts about a node at work. A change of models replaces the object; the object itself never changes. */
export interface DilatoneInfo extends ChannelLayout {
  /** How the model runs: compiled, or interpreted where WebAssembly is missing or forbidden. */
  readonly engine: EngineKind;
  /** How the compiled model adds up products; null where it is interpreted. */
  readonly multiplyAdd: MultiplyAdd | null;
  /** Facts about the model in use. */
  readonly model: ModelInfo;
  /** Sample rate of the context in Hz. */
  readonly sampleRate: number;
  /** Sample rate in Hz at which the model runs. If it is not the context's, resamplers convert before and after it. */
  readonly modelSampleRate: number;
  /** Delay of the output, in frames of the context; it is the same for the dry sound, and while bypassed. */
  readonly latencyFrames: number;
  /** Frames of the context for which the output goes on after the input has fallen silent. */
  readonly tailFrames: number;
  /** Sentences about what differs from what the model expects; empty where nothing does. */
  readonly warnings: readonly string[];
}

/** Where the models of a node run, and how: the same for the first model and all later ones. */
export interface ModelSite extends LiveEngineOptions {
  /** Sample rate of the context in Hz. */
  readonly sampleRate: number;
  /** Channels of the node. */
  readonly layout: ChannelLayout;
  /** The caller's option; `engine` is `interpreter` also where the audio thread can run nothing else. */
  readonly requestedEngine: EngineKind | 'auto';
  /** Whether a model of another rate runs between two resamplers. */
  readonly resample: boolean;
  /** What was wrong with the way to the audio thread; the same for all models. */
  readonly warnings: readonly string[];
}

/** A model that is ready to run at a site. */
export interface PreparedModel {
  readonly model: Model;
  readonly choice: NetworkChoice;
  readonly network: Network;
  readonly source: EngineSource;
  /** Null where the model runs at the context's rate. */
  readonly resampling: ResampledEngineDesign | null;
  /** What the dry sound is lined up with, in frames of the context. */
  readonly alignment: DryAlignment;
  readonly needs: CatchUpNeeds;
  /** Share of real time that all its engines need; null where it is not known. */
  readonly share: number | null;
  readonly info: DilatoneInfo;
}

/**
 * Prepares a model for a node. Throws at once where the model or the choice is wrong, or the model does not fit the node's
 * channels; rejects where it cannot be compiled.
 */
export function prepareModel(model: Model, choice: NetworkChoice, site: ModelSite): Promise<PreparedModel> {
  expectModel(model);
  const network = model.network(choice);
  const engines = engineCount(layoutOf(network), site.layout);
  const resampling = site.resample ? liveResampling(site.sampleRate, network.sampleRate) : null;
  return prepareLiveEngine(network, site).then(({ source, framesPerMs }) => {
    const info = describe({ model, network, source, resampling }, site);
    const share = realtimeShare(framesPerMs, info.modelSampleRate, engines);
    const alignment = dryAlignment(model.alignment(choice), info.sampleRate, info.modelSampleRate);
    const needs = catchUpNeeds(source, resampling);
    return { model, choice, network, source, resampling, alignment, needs, share, info };
  });
}

/** What the dry sound is lined up with, in frames of a stream; nothing is shifted where one cannot tell. */
export function dryAlignment(
  { delayFrames, inverted }: Alignment,
  streamRateHz: number,
  modelRateHz: number,
): DryAlignment {
  return { delayFrames: Math.round((Number(delayFrames) * streamRateHz) / modelRateHz), inverted: !!inverted };
}

/** Designs that are kept for the next model of the same rate: few rates are in use, and tables of odd ones are large. */
const KEPT_DESIGNS = 4;
/** Bytes of all their tables; the latest design is kept even if it alone is larger: 40 MB for 192 000 to 3 001 Hz. */
const KEPT_BYTES = 2 ** 22;

/** By pair of rates, the one used last at the end. */
const designs = new Map<string, ResampledEngineDesign>();

/** Resamplers between a context and a model of another rate, designed once for a while; null where the rates are equal. */
export function liveResampling(contextRateHz: number, modelRateHz: number): ResampledEngineDesign | null {
  if (contextRateHz === modelRateHz) return null;
  const pair = `${contextRateHz} ${modelRateHz}`;
  const design = designs.get(pair) ?? designResampledEngine(contextRateHz, modelRateHz);
  designs.delete(pair);
  designs.set(pair, design);
  for (const oldest of designs.keys()) {
    if (designs.size <= KEPT_DESIGNS && (designs.size === 1 || keptBytes() <= KEPT_BYTES)) break;
    designs.delete(oldest);
  }
  return design;
}

function keptBytes(): number {
  return [...designs.values()].reduce((sum, { toModel, fromModel }) => {
    return sum + toModel.coefficients.byteLength + fromModel.coefficients.byteLength;
  }, 0);
}

function describe(
  { model, network, source, resampling }: Pick<PreparedModel, 'model' | 'network' | 'source' | 'resampling'>,
  { layout, sampleRate, requestedEngine, warnings }: ModelSite,
): DilatoneInfo {
  const modelSampleRate = resampling === null ? sampleRate : network.sampleRate;
  const isInterpreted = source.kind === 'interpreter';
  return {
    ...layout,
    engine: isInterpreted ? 'interpreter' : 'wasm',
    multiplyAdd: isInterpreted ? null : source.program.multiplyAdd,
    model: model.info,
    sampleRate,
    modelSampleRate,
    latencyFrames: resampling?.latencyFrames ?? 0,
    tailFrames: tailFrames(network, resampling),
    warnings: [
      ...model.info.warnings,
      ...rateWarnings(network.sampleRate, modelSampleRate),
      ...(isInterpreted && requestedEngine !== 'interpreter' ? [INTERPRETED] : []),
      ...warnings,
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
