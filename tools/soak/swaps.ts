import { createDilatone, type Dilatone, type Model, renderModel } from '../../src/index.js';
import { seededRandom } from '../../test/support/seeded-random.js';
import { largestStep } from '../../test/support/signals.js';
import { models } from './models.js';
import { countUnderruns, type Playback, pause } from './playback.js';
import { chord, playLoop, RATE_HZ } from './sound.js';
import { createStepMonitor } from './step-monitor.js';

const SWAP_MS = 700;
const MOST_GAIN_DB = 6;

/** What happened in a soak of swaps. */
export interface SwapReport {
  readonly playback: Playback | null;
  readonly done: number;
  readonly overtaken: number;
  readonly suspensions: number;
  readonly faults: readonly string[];
  readonly meanLoad: number;
  readonly overruns: number;
  readonly largestStep: number;
  /** The largest step that any of the models makes of that sound, at the gains used. */
  readonly expectedStep: number;
  readonly notFinite: number;
}

/**
 * Plays a sound through one node while models, parameters and the context's state change at random. Without the node, for
 * comparison, the context's state changes alone.
 */
export async function soakSwaps(request: { seconds: number; seed: number; withNode: boolean }): Promise<SwapReport> {
  const { seconds, seed, withNode } = request;
  const random = seededRandom(seed);
  const randomState = seededRandom(seed + 1);
  const all = models();
  const context = new AudioContext({ sampleRate: RATE_HZ });
  const sound = chord();
  const source = playLoop(context, sound);
  const monitor = await createStepMonitor(context);
  monitor.node.connect(context.destination);
  const dilatone = withNode ? await createDilatone(context, { model: all[0] }) : null;
  source.connect(dilatone?.node ?? monitor.node);
  dilatone?.connect(monitor.node);
  const faults: string[] = [];
  dilatone?.on('fault', ({ reason }) => faults.push(reason));
  let [meanLoad, overruns, done, overtaken, suspensions] = [0, 0, 0, 0, 0];
  dilatone?.on('meters', ({ load }) => {
    [meanLoad, overruns] = [load.mean, load.overruns];
  });
  const changes: Promise<void>[] = [];
  const endMs = performance.now() + 1000 * seconds;
  const playback = await countUnderruns(context, async () => {
    while (performance.now() < endMs) {
      if (dilatone !== null) {
        const change = dilatone.setModel(all[Math.floor(random() * all.length)]).then((outcome) => {
          if (outcome === 'done') done++;
          else overtaken++;
        });
        changes.push(change);
        automate(dilatone, context.currentTime, random);
      }
      if (randomState() < 0.1) {
        suspensions++;
        await context.suspend();
        await pause(300 * randomState());
        await context.resume();
      }
      await pause(SWAP_MS);
    }
  });
  await Promise.all(changes);
  const { largestStep: heard, notFinite } = await monitor.ask();
  dilatone?.dispose();
  await context.close();
  const expectedStep = await largestExpectedStep(all, sound);
  return {
    playback,
    done,
    overtaken,
    suspensions,
    faults,
    meanLoad,
    overruns,
    largestStep: heard,
    expectedStep,
    notFinite,
  };
}

/** Sends every parameter somewhere within the next 700 ms, at once or on a ramp. */
function automate(dilatone: Dilatone, now: number, random: () => number): void {
  const gain = () => MOST_GAIN_DB * (2 * random() - 1);
  dilatone.inputGainDb.linearRampToValueAtTime(gain(), now + 0.5 * random());
  dilatone.outputGainDb.setTargetAtTime(gain(), now + 0.3 * random(), 0.05);
  dilatone.mix.setValueAtTime(random(), now + 0.6 * random());
  dilatone.bypass = random() < 0.2;
}

/** At the highest and the lowest input gain, and between, raised by the highest output gain. */
async function largestExpectedStep(all: readonly Model[], sound: Float32Array): Promise<number> {
  let step = largestStep(sound);
  for (const model of all) {
    for (const gainDb of [-MOST_GAIN_DB, 0, MOST_GAIN_DB]) {
      const driven = sound.map((sample) => sample * 10 ** (gainDb / 20));
      const [output] = await renderModel(model, [driven]);
      step = Math.max(step, largestStep(output) * 10 ** (MOST_GAIN_DB / 20));
    }
  }
  return step;
}
