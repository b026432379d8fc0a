import { createDilatone } from '../../src/controller/node/create-dilatone.js';
import type { Model } from '../../src/model/model.js';
import { failed } from '../report/other-tables.js';
import type { InstancesResult, InstancesTrial } from '../report/results.js';
import { shapeOf } from '../shapes.js';
import { modelIn } from './models.js';
import { noiseSource } from './sound.js';

/** Not in TypeScript's types yet. */
interface PlaybackContext extends AudioContext {
  readonly playbackStats?: { readonly underrunEvents: number };
}

/** Time for the context to settle: new nodes cost the audio thread time. */
const SETTLE_MS = 1000;

/**
 * Finds the largest number of nodes that one realtime context sustains: first by doubling, then by bisection. A number that
 * fails gets a second chance, because the machine may have been busy.
 */
export async function countInstances(request: {
  readonly shape: string;
  readonly seconds: number;
  readonly most: number;
}): Promise<InstancesResult> {
  const { shape, seconds, most } = request;
  const { title, file } = shapeOf(shape);
  const model = modelIn(file());
  const trials: InstancesTrial[] = [];
  const sustains = async (instances: number): Promise<boolean> => {
    for (let chance = 0; chance < 2; chance++) {
      const trial = await attempt(model, instances, seconds);
      trials.push(trial);
      if (!failed(trial)) return true;
    }
    return false;
  };
  let good = 0;
  let bad = 1;
  while (bad <= most && (await sustains(bad))) [good, bad] = [bad, 2 * bad];
  while (bad - good > 1 && good < most) {
    const middle = (good + bad) >> 1;
    if (await sustains(middle)) good = middle;
    else bad = middle;
  }
  return { shape, title, seconds, trials };
}

async function attempt(model: Model, instances: number, seconds: number): Promise<InstancesTrial> {
  const context: PlaybackContext = new AudioContext({ sampleRate: 48_000 });
  await context.resume();
  const source = noiseSource(context);
  const mute = new GainNode(context, { gain: 0 });
  mute.connect(context.destination);
  for (let n = 0; n < instances; n++) {
    const node = await createDilatone(context, { model });
    source.connect(node.node);
    node.connect(mute);
  }
  await sleep(SETTLE_MS);
  const before = { underruns: underrunsOf(context), clock: context.currentTime, wall: performance.now() };
  await sleep(1000 * seconds);
  const underruns = underrunsOf(context);
  const wallSeconds = (performance.now() - before.wall) / 1000;
  const lagSeconds = wallSeconds - (context.currentTime - before.clock);
  await context.close();
  return {
    instances,
    underruns: underruns === null || before.underruns === null ? null : underruns - before.underruns,
    lagSeconds,
  };
}

function underrunsOf(context: PlaybackContext): number | null {
  return context.playbackStats?.underrunEvents ?? null;
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
