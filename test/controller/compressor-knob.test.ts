import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createDilatone } from '../../src/controller/node/create-dilatone.js';
import { parseModel } from '../../src/formats/parse-model.js';
import { renderModel } from '../../src/offline/render.js';
import { type InProcessHost, inProcessHost } from '../support/in-process-host.js';
import { maxDifference, noise } from '../support/signals.js';
import { spectrumDb } from '../support/spectrum.js';
import { runQuanta } from '../support/worklet-scope.js';

const RATE_HZ = 48_000;
const QUANTUM = 128;

/** More than is played. */
const FRAMES = 8 * RATE_HZ;

/** When the knob begins to turn, and when it has been turned: 10 ms later, to the quantum. */
const TURN_STARTS = 100 * QUANTUM;
const TURN_FRAMES = 4 * QUANTUM;

/** Frames of the spectra that are looked at; the tone has a line in them. */
const WINDOW_FRAMES = 8192;
const TONE_BIN = 51;

/** Above that, what the network adds to the tone of 299 Hz is 80 dB below it, and a click is not. */
const CLICK_HZ = 8000;

const model = parseModel(readFileSync(new URL('../../models/opto-compressor.safetensors', import.meta.url)));
const context = { sampleRate: RATE_HZ, currentTime: 0, state: 'running' };
const tone = Float32Array.from(
  { length: FRAMES },
  (_, t) => 0.5 * Math.sin((2 * Math.PI * TONE_BIN * t) / WINDOW_FRAMES),
);

let host: InProcessHost;

beforeEach(async () => {
  host = await inProcessHost(() => ({ connect: () => {}, disconnect: () => {} }));
});
afterEach(() => vi.unstubAllGlobals());

/** Lets messages and short work of this thread come through. */
const turn = () => new Promise((resolve) => setTimeout(resolve, 0));

/** What was played, and the frame after which the promise of the last turn had settled. */
interface Played {
  readonly output: Float32Array;
  readonly settled: number;
}

/** Plays a sound, to a second after the change, while the peak reduction is turned from 0 to 1 in 10 ms. */
async function playTurned(sound: Float32Array): Promise<Played> {
  const dilatone = await createDilatone(context, { model, host, multiplyAdd: 'plain', controls: { peak: 0 } });
  const [processor] = host.processors.slice(-1);
  const output = new Float32Array(sound.length);
  let start = 0;
  let settled = Number.POSITIVE_INFINITY;
  let last: Promise<string> | undefined;
  for (; start < Math.min(sound.length, settled + RATE_HZ); start += QUANTUM) {
    const position = (start - TURN_STARTS + QUANTUM) / TURN_FRAMES;
    if (position > 0 && position <= 1) last = dilatone.setControls({ peak: position });
    if (position === 1)
      last?.then(() => {
        settled = start;
      });
    await turn();
    output.set(runQuanta(processor, sound.subarray(start, start + QUANTUM)), start);
  }
  expect(await last).toBe('done');
  expect(dilatone.controls).toEqual({ peak: 1 });
  return { output: output.subarray(0, start), settled };
}

/** What the compressor gives at one setting, all along. */
async function held(sound: Float32Array, peak: number): Promise<Float32Array> {
  return (await renderModel(model, [sound], { controls: { peak } }))[0];
}

/** The loudest line above the tone, in dB below the tone before the compressor, once the beginning is over. */
function clickDb(sound: Float32Array): number {
  const first = Math.ceil((CLICK_HZ * WINDOW_FRAMES) / RATE_HZ);
  const reference = spectrumDb(tone.subarray(0, WINDOW_FRAMES))[TONE_BIN];
  let loudest = Number.NEGATIVE_INFINITY;
  for (let start = WINDOW_FRAMES; start + WINDOW_FRAMES <= sound.length; start += WINDOW_FRAMES / 4) {
    const lines = spectrumDb(sound.subarray(start, start + WINDOW_FRAMES));
    loudest = Math.max(loudest, ...lines.subarray(first));
  }
  return loudest - reference;
}

describe('the opto compressor, its peak reduction turned from 0 to 1 in 10 ms while it plays', () => {
  it('makes no click', async () => {
    const { output } = await playTurned(tone);
    const heard = tone.subarray(0, output.length);
    const [before, after] = [await held(heard, 0), await held(heard, 1)];
    const steadyDb = Math.max(clickDb(before), clickDb(after));
    expect(clickDb(output)).toBeLessThanOrEqual(steadyDb + 0.5);

    // What a click would have been: the settings change from one frame to the next, on a crest of the tone.
    const crest = Math.round(WINDOW_FRAMES * (2 + 0.25 / TONE_BIN));
    const spliced = before.map((sample, t) => (t < crest ? sample : after[t]));
    expect(clickDb(spliced)).toBeGreaterThan(steadyDb + 10);
  });

  it('is, once the change is done, bit for bit the network with that setting', async () => {
    const sound = noise(tone.length, 7);
    const { output, settled } = await playTurned(sound);
    const heard = sound.subarray(0, output.length);
    const [before, after] = [await held(heard, 0), await held(heard, 1)];
    expect(output.subarray(0, TURN_STARTS)).toEqual(before.subarray(0, TURN_STARTS));
    expect(output.length - settled).toBeGreaterThanOrEqual(RATE_HZ);
    expect(output.subarray(settled)).toEqual(after.subarray(settled));
    // The settings differ, so that what is compared says something.
    expect(maxDifference(before.subarray(settled), after.subarray(settled))).toBeGreaterThan(0.1);
  });
});
