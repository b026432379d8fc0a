import { createDilatone } from '../../src/index.js';
import { models } from './models.js';
import { offlineSteps } from './offline-steps.js';
import { countUnderruns, type Playback, pause } from './playback.js';
import { automate, makeSchedule } from './schedule.js';
import { chord, playLoop, RATE_HZ } from './sound.js';
import { createStepMonitor } from './step-monitor.js';

/** The result of a soak of swaps. */
interface SwapReport {
  readonly playback: Playback | null;
  readonly done: number;
  readonly overtaken: number;
  readonly suspensions: number;
  readonly faults: readonly string[];
  /** Readings of the meters that arrived, and true if they came through shared memory. */
  readonly readings: number;
  readonly isolated: boolean;
  readonly meanLoad: number;
  readonly overruns: number;
  readonly largestStep: number;
  readonly largestBend: number;
  /** The largest step and bend of the same schedule, rendered offline. */
  readonly offlineStep: number;
  readonly offlineBend: number;
  readonly notFinite: number;
}

/**
 * Plays a sound through one node while models, parameters and the context's state change at random. Without the node, for
 * comparison, only the context's state changes.
 */
export async function soakSwaps(request: { seconds: number; seed: number; withNode: boolean }): Promise<SwapReport> {
  const { seconds, seed, withNode } = request;
  const all = models();
  const schedule = makeSchedule(all, seconds, seed);
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
  let [meanLoad, overruns, readings, suspensions] = [0, 0, 0, 0];
  dilatone?.on('meters', ({ load }) => {
    readings++;
    [meanLoad, overruns] = [load.mean, load.overruns];
  });
  const outcomes = { done: 0, overtaken: 0 };
  const changes: Promise<void>[] = [];
  const startMs = performance.now();
  const playback = await countUnderruns(context, async () => {
    for (const change of schedule) {
      await pause(1000 * change.atSeconds - (performance.now() - startMs));
      if (dilatone !== null) {
        changes.push(dilatone.setModel(change.model).then((outcome) => void outcomes[outcome]++));
        automate(dilatone, change, context.currentTime);
      }
      if (change.suspendedMs === null) continue;
      suspensions++;
      await context.suspend();
      await pause(change.suspendedMs);
      await context.resume();
    }
    await pause(1000);
  });
  await Promise.all(changes);
  const steps = await monitor.ask();
  dilatone?.dispose();
  await context.close();
  const offline = withNode ? await offlineSteps(schedule, sound) : { offlineStep: 0, offlineBend: 0 };
  return {
    ...outcomes,
    playback,
    suspensions,
    faults,
    readings,
    isolated: crossOriginIsolated,
    meanLoad,
    overruns,
    ...steps,
    ...offline,
  };
}
