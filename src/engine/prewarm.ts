import { InterpreterPrewarm } from '../interpreter/prewarm.js';
import { type Prewarming, type PrewarmPlan, prewarmBlocks, prewarmPlan } from '../network/prewarm.js';
import type { EngineSource } from './engine-source.js';
import { InstancePrewarm } from './instance-prewarm.js';
import { yieldToEventLoop } from './warm-up.js';

/** Work without a turn of the event loop, in milliseconds. */
const SLICE_MS = 8;

/**
 * Brings the recurrent ops of a source to rest, by the arithmetic of the engine that it is for, and returns the source with
 * the states that they reach: so the thread that runs the engine has nothing to compute. It works in slices, between which
 * events, timers and painting run.
 */
export async function prewarmed(source: EngineSource): Promise<EngineSource> {
  if (source.kind === 'interpreter') {
    const plan = source.rest === undefined ? prewarmPlan(source.network) : null;
    if (plan === null) return source;
    const prewarm = new InterpreterPrewarm(source.network, plan);
    await runInSlices(prewarm, plan);
    return { ...source, rest: prewarm.result() };
  }
  const { program } = source;
  if (source.kind === 'bytes' || program.prewarm === null) return source;
  const prewarm = new InstancePrewarm(program, program.prewarm, source.module);
  await runInSlices(prewarm, program.prewarm);
  return { ...source, program: prewarm.result() };
}

async function runInSlices(prewarming: Prewarming, plan: PrewarmPlan): Promise<void> {
  let startMs = Date.now();
  for (const _ of prewarmBlocks(prewarming, plan)) {
    const elapsedMs = Date.now() - startMs;
    // Negative if the system clock was set back.
    if (elapsedMs >= 0 && elapsedMs < SLICE_MS) continue;
    await yieldToEventLoop();
    startMs = Date.now();
  }
}
