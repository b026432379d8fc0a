import { describe, expect, it } from 'vitest';
import { createDilatone, type Dilatone } from '../../src/index.js';
import { maxDifference, noise } from '../support/signals.js';
import { feather, nano } from './support/models.js';
import { playInto } from './support/offline.js';

const RATE_HZ = 48_000;
/** A multiple of every render quantum of the tests: an offline context is suspended between two of them. */
const GRID_FRAMES = 1024;
const FRAMES = 32 * GRID_FRAMES;

const input = noise(FRAMES, 1);
const models = { nano: nano(), feather: feather() };

/** What happens, by the place on the grid. A bypass is not answered, so what comes after it is awaited. */
const SCHEDULE: readonly [number, (dilatone: Dilatone) => Promise<unknown>][] = [
  [6, (dilatone) => dilatone.setModel(models.feather)],
  [12, (dilatone) => setBypass(dilatone, true)],
  [16, (dilatone) => setBypass(dilatone, false)],
  [20, (dilatone) => dilatone.setModel(models.nano)],
  [24, (dilatone) => dilatone.reset()],
];

async function setBypass(dilatone: Dilatone, bypass: boolean): Promise<void> {
  dilatone.bypass = bypass;
  await dilatone.setModel(models.feather);
}

/** Renders the schedule in quanta of a length that the browser may grant; null where it does not. */
async function render(renderSizeHint: number, { isAutomated = true } = {}): Promise<Float32Array | null> {
  const options = { numberOfChannels: 1, length: FRAMES, sampleRate: RATE_HZ, renderSizeHint };
  const context: OfflineAudioContext & { renderQuantumSize?: number } = new OfflineAudioContext(options);
  if ((context.renderQuantumSize ?? 128) !== renderSizeHint) return null;
  const dilatone = await createDilatone(context, { model: models.nano });
  const seconds = (place: number) => (place * GRID_FRAMES) / RATE_HZ;
  if (isAutomated) {
    dilatone.inputGainDb.setValueAtTime(6, seconds(3));
    dilatone.outputGainDb.linearRampToValueAtTime(-6, seconds(18));
    dilatone.mix.setTargetAtTime(0.3, seconds(9), 0.02);
  }
  playInto(context, dilatone.node, [input]);
  dilatone.connect(context.destination);
  for (const [place, act] of SCHEDULE) {
    context.suspend(seconds(place)).then(async () => {
      await act(dilatone);
      await context.resume();
    });
  }
  const rendered = await context.startRendering();
  dilatone.dispose();
  return rendered.getChannelData(0);
}

describe('an offline rendering with changes, bypass, reset and automation', () => {
  it('is the same in every run, bit for bit', async () => {
    const first = await render(128);
    expect(first?.some((sample) => sample !== 0)).toBe(true);
    expect(await render(128)).toEqual(first);
    expect(await render(128)).toEqual(first);
  });

  it.for([32, 256, 1024])('is the same in render quanta of %i frames', async (quantum, test) => {
    const [plain, automated] = [await render(quantum, { isAutomated: false }), await render(quantum)];
    if (!(plain && automated)) test.skip(`SKIPPED: this browser grants no render quanta of ${quantum} frames`);
    expect(plain).toEqual(await render(128, { isAutomated: false }));
    // The browser computes its automation in pieces, which round differently.
    expect(maxDifference(automated as Float32Array, (await render(128)) as Float32Array)).toBeLessThan(1e-4);
  });
});
