import { describe, expect, it } from 'vitest';
import { prepareEngine } from '../../src/engine/prepare.js';
import { parseModel } from '../../src/formats/parse-model.js';
import { createGuardedEngine } from '../../src/live/guarded-engine.js';
import { SignalPath } from '../../src/live/signal-path.js';
import type { Network } from '../../src/network/network.js';
import { A1, encodeFile, makeWaveNetFile } from '../support/make-wavenet.js';
import { engineFor, runEngine } from '../support/run-engine.js';
import { sameBits } from '../support/same-bits.js';
import { noise } from '../support/signals.js';
import { longFilterNetwork } from '../support/small-networks.js';
import { defaultParameters } from '../support/worklet-scope.js';

const FRAMES = 24_000;
const HALF = FRAMES / 2;
const MONO = { inputChannels: 1, outputChannels: 1 };

const nano = parseModel(encodeFile(makeWaveNetFile({ ...A1.nano, headScale: 0.1 }, 1))).network();

/** What the node puts out, by render quanta of 128 frames. */
async function play(network: Network, input: Float32Array): Promise<Float32Array> {
  const engine = createGuardedEngine(await prepareEngine(network, { engine: 'wasm' }), MONO);
  const path = new SignalPath(engine, MONO, network.sampleRate);
  const output = new Float32Array(input.length);
  const parameters = defaultParameters();
  for (let start = 0; start < input.length; start += 128) {
    const end = Math.min(start + 128, input.length);
    path.process([output.subarray(start, end)], [input.subarray(start, end)], parameters, end - start);
  }
  return output;
}

const hiss = noise(FRAMES, 4, 1);

/** A sound for half of the time, then silence. */
const burst = (sound: (t: number) => number) =>
  Float32Array.from({ length: FRAMES }, (_, t) => (t < HALF ? sound(t) : 0));

const SOUNDS = [
  ['noise at full scale', burst((t) => hiss[t])],
  ['a constant', burst(() => 1)],
  ['a full-scale square', burst((t) => (t % 200 < 100 ? 1 : -1))],
  ['sound far beyond full scale', burst((t) => 1000 * Math.sin(t))],
  ['numbers next to nothing', burst((t) => (t % 2 === 0 ? 1e-40 : -1e-45))],
] as const;

const NETWORKS = [
  ['a WaveNet', nano],
  ['a long filter', longFilterNetwork()],
] as const;

describe.each(NETWORKS)('in %s', (_, network) => {
  it.each(SOUNDS)('%s leaves no trace once it is out of the memory', async (_name, input) => {
    const remembered = 4200; // Both networks remember less, with the parts that a long filter works by.
    const output = await play(network, input);
    const silence = await play(network, new Float32Array(FRAMES));
    expect(output.every(Number.isFinite)).toBe(true);
    expect(sameBits(output.subarray(HALF + remembered), silence.subarray(HALF + remembered))).toBe(true);
  });

  it.each([1, 17, 128])('what is below −600 dB is as good as silence, by %i frames', async (frames) => {
    const tiny = noise(FRAMES, 7, 9e-31);
    const [output] = runEngine(await engineFor(network, { engine: 'wasm' }), [tiny], [frames]);
    const [silence] = runEngine(await engineFor(network, { engine: 'wasm' }), [new Float32Array(FRAMES)], [frames]);
    expect(sameBits(output, silence)).toBe(true);
  });

  it('what is above it is heard', async () => {
    const [output] = runEngine(await engineFor(network, { engine: 'wasm' }), [new Float32Array(FRAMES).fill(1e-3)]);
    const [silence] = runEngine(await engineFor(network, { engine: 'wasm' }), [new Float32Array(FRAMES)]);
    expect(sameBits(output, silence)).toBe(false);
  });
});
