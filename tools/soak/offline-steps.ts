import { createDilatone } from '../../src/index.js';
import { largestStep } from '../../test/support/signals.js';
import { automate, type Change } from './schedule.js';
import { playLoop, RATE_HZ } from './sound.js';

/** Frames of a render quantum: an offline context can be suspended only between two of them. */
const QUANTUM_FRAMES = 128;
/** Length of one rendering; minutes at once would not fit into memory. */
const PART_SECONDS = 30;

/** The largest step between samples, and the largest change between steps, when a schedule is rendered without delays. */
export async function offlineSteps(
  schedule: readonly Change[],
  sound: Float32Array<ArrayBuffer>,
): Promise<{ offlineStep: number; offlineBend: number }> {
  let [offlineStep, offlineBend] = [0, 0];
  for (let part = 0; ; part++) {
    const startSeconds = part * PART_SECONDS;
    const changes = schedule.filter(({ atSeconds }) => Math.floor(atSeconds / PART_SECONDS) === part);
    if (changes.length === 0) return { offlineStep, offlineBend };
    const rendered = await renderPart(changes, startSeconds, sound);
    offlineStep = Math.max(offlineStep, largestStep(rendered));
    offlineBend = Math.max(offlineBend, largestStep(rendered.slice(1).map((sample, t) => sample - rendered[t])));
  }
}

async function renderPart(
  changes: readonly Change[],
  startSeconds: number,
  sound: Float32Array<ArrayBuffer>,
): Promise<Float32Array> {
  const context = new OfflineAudioContext(1, PART_SECONDS * RATE_HZ, RATE_HZ);
  const dilatone = await createDilatone(context, { model: changes[0].model });
  playLoop(context, sound).connect(dilatone.node);
  dilatone.connect(context.destination);
  for (const change of changes) {
    const quantum = Math.round(((change.atSeconds - startSeconds) * RATE_HZ) / QUANTUM_FRAMES);
    const seconds = (Math.max(1, quantum) * QUANTUM_FRAMES) / RATE_HZ;
    context.suspend(seconds).then(async () => {
      await dilatone.setModel(change.model);
      automate(dilatone, change, seconds);
      await context.resume();
    });
  }
  const rendered = await context.startRendering();
  dilatone.dispose();
  return rendered.getChannelData(0);
}
