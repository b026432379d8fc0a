import type { EngineKind } from '../engine/engine.js';
import type { EngineSource } from '../engine/engine-source.js';
import { prepareEngine } from '../engine/prepare.js';
import { warmUp } from '../engine/warm-up.js';
import type { Network } from '../network/network.js';

/** What one load may spend on warming up: enough for a model of usual size, too short to annoy. */
const WARM_UP_MS = 150;

const prepared = new WeakMap<Network, Map<EngineKind | 'auto', Promise<EngineSource>>>();

/**
 * Compiles and warms up a network for the audio thread. Once for each network: further nodes, and models chosen again,
 * share the compiled code.
 */
export function prepareLiveEngine(network: Network, engine: EngineKind | 'auto'): Promise<EngineSource> {
  const kinds = prepared.get(network) ?? new Map<EngineKind | 'auto', Promise<EngineSource>>();
  prepared.set(network, kinds);
  const known = kinds.get(engine);
  if (known) return known;
  const source = prepareWarm(network, engine);
  kinds.set(engine, source);
  source.catch(() => kinds.delete(engine));
  return source;
}

async function prepareWarm(network: Network, engine: EngineKind | 'auto'): Promise<EngineSource> {
  const source = await prepareEngine(network, { engine });
  await warmUp(source, WARM_UP_MS);
  return source;
}
