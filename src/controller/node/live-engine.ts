import type { MultiplyAdd } from '../../compiler/program.js';
import type { EngineSource } from '../../engine/engine-source.js';
import { prepareEngine } from '../../engine/prepare.js';
import { designResampledEngine, type ResampledEngineDesign } from '../../engine/resample/resampled-engine.js';
import { warmUp } from '../../engine/warm-up.js';
import type { EngineKind } from '../../network/engine.js';
import type { Network } from '../../network/network.js';

/** What one load may spend on warming up: enough for a model of usual size, too short to annoy. */
const WARM_UP_MS = 400;

/** An engine for the audio thread. */
export interface LiveEngine {
  readonly source: EngineSource;
  /** Frames that it processes in a millisecond, measured here; NaN where it was not. */
  readonly framesPerMs: number;
}

/** How a node's networks are made ready. */
export interface LiveEngineOptions {
  readonly engine: EngineKind | 'auto';
  readonly multiplyAdd: MultiplyAdd;
}

/** Frames per millisecond of each module that was warmed up. */
const speeds = new WeakMap<WebAssembly.Module, Promise<number>>();

const prepared = new WeakMap<Network, Map<string, Promise<LiveEngine>>>();

/**
 * Compiles and warms up a network for the audio thread. Once for each network: further nodes, and models chosen again,
 * share the compiled code.
 */
export function prepareLiveEngine(network: Network, options: LiveEngineOptions): Promise<LiveEngine> {
  const kinds = prepared.get(network) ?? new Map<string, Promise<LiveEngine>>();
  prepared.set(network, kinds);
  const kind = `${options.engine} ${options.multiplyAdd}`;
  const known = kinds.get(kind);
  if (known) return known;
  const live = prepareWarm(network, options);
  kinds.set(kind, live);
  live.catch(() => kinds.delete(kind));
  return live;
}

async function prepareWarm(network: Network, options: LiveEngineOptions): Promise<LiveEngine> {
  const source = await prepareEngine(network, options);
  if (source.kind !== 'module') return { source, framesPerMs: Number.NaN };
  const known = speeds.get(source.module);
  const speed = known ?? warmUp(source, WARM_UP_MS);
  speeds.set(source.module, speed);
  return { source, framesPerMs: await speed };
}

const designs = new Map<string, ResampledEngineDesign>();

/** What stands between a context and a model of another rate; null where they have the same. Designed once per pair. */
export function liveResampling(contextRateHz: number, modelRateHz: number): ResampledEngineDesign | null {
  if (contextRateHz === modelRateHz) return null;
  const pair = `${contextRateHz} ${modelRateHz}`;
  const design = designs.get(pair) ?? designResampledEngine(contextRateHz, modelRateHz);
  designs.set(pair, design);
  return design;
}
