import { describe, expect, it } from 'vitest';
import { catchUpNeeds, tailFrames } from '../../src/engine/engine-source.js';
import { prepareEngine } from '../../src/engine/prepare.js';
import { designResampledEngine } from '../../src/engine/resample/resampled-engine.js';
import { createGuardedEngine } from '../../src/live/guarded-engine.js';
import { SignalPath } from '../../src/live/signal-path.js';
import type { Network } from '../../src/network/network.js';
import { pairedNetwork } from '../support/paired-network.js';
import { noise } from '../support/signals.js';
import { echoNetwork, gainNetwork, longFilterNetwork, recurrentNetwork } from '../support/small-networks.js';
import { defaultParameters } from '../support/worklet-scope.js';

const MONO = { inputChannels: 1, outputChannels: 1 };
const STREAM_HZ = 44_100;
const QUANTUM_FRAMES = 128;

/** Of a network with one input and one output. */
const PAIRED_SEED = 7;

const input = noise(90_000, 3);

async function engineFor(network: Network, modelHz: number) {
  const resampling = modelHz === STREAM_HZ ? null : designResampledEngine(STREAM_HZ, modelHz);
  const source = await prepareEngine(network, { engine: 'wasm' });
  return { engine: createGuardedEngine(source, MONO, resampling), needs: catchUpNeeds(source, resampling) };
}

/** Runs a path over the input from a frame on, in quanta; `at` is called before each. */
function run(path: SignalPath, at: (frame: number) => void = () => {}, first = 0): Float32Array {
  const output = new Float32Array(input.length);
  for (let start = first; start < input.length; start += QUANTUM_FRAMES) {
    at(start);
    const end = Math.min(input.length, start + QUANTUM_FRAMES);
    path.process([output.subarray(start, end)], [input.subarray(start, end)], defaultParameters(), end - start);
  }
  return output;
}

const NETWORKS = [
  ['a small network', () => echoNetwork(1000)],
  ['a long filter', longFilterNetwork],
  ['pairs of frames', () => pairedNetwork(PAIRED_SEED)],
] as const;

describe.each([48_000, STREAM_HZ])('with a model at %i Hz in a stream at 44100 Hz', (modelHz) => {
  it.each(NETWORKS)('%s sounds after the change as if it had run all along, bit for bit', async (_, make) => {
    const expected = run(new SignalPath((await engineFor(make(), modelHz)).engine, MONO, STREAM_HZ));
    for (const catchUpSpeed of [1, 5]) {
      const { engine, needs } = await engineFor(make(), modelHz);
      const path = new SignalPath((await engineFor(gainNetwork(2), STREAM_HZ)).engine, MONO, STREAM_HZ);
      const begun = 30_080;
      let ended = 0;
      const output = run(path, (frame) => {
        if (frame === begun) path.setEngine(engine, { ...needs, catchUpSpeed, fadeFrames: 500 });
        if (frame > begun && !path.swapping && ended === 0) ended = frame;
      });
      expect(ended).toBeGreaterThan(begun);
      expect(output.subarray(ended)).toEqual(expected.subarray(ended));
    }
  });
});

const compiled = (network: Network) => prepareEngine(network, { engine: 'wasm' });

describe('what engines need of the past', () => {
  it('is the past that reaches the output', async () => {
    expect(catchUpNeeds(await compiled(echoNetwork(1000)), null)).toEqual({ warmFrames: 1000 });
    expect(tailFrames(echoNetwork(1000), null)).toBe(1000);
  });

  it('includes what only influences the rounding of a long filter', async () => {
    expect(catchUpNeeds(await compiled(longFilterNetwork()), null).warmFrames).toBe(2999 + 2 * 128);
  });

  it('is half a second for a recurrent network', async () => {
    expect(catchUpNeeds(await compiled(recurrentNetwork()), null).warmFrames).toBeGreaterThanOrEqual(24_000);
  });
});

it('a recurrent network sounds after the change as if it had run for half a second', async () => {
  const { engine, needs } = await engineFor(recurrentNetwork(), STREAM_HZ);
  const path = new SignalPath((await engineFor(gainNetwork(2), STREAM_HZ)).engine, MONO, STREAM_HZ);
  const begun = 256 * QUANTUM_FRAMES;
  let ended = 0;
  const output = run(path, (frame) => {
    if (frame === begun) path.setEngine(engine, { ...needs, catchUpSpeed: 4, fadeFrames: 0 });
    if (frame > begun && !path.swapping && ended === 0) ended = frame;
  });
  const reference = new SignalPath((await engineFor(recurrentNetwork(), STREAM_HZ)).engine, MONO, STREAM_HZ);
  const started = begun - needs.warmFrames;
  const expected = run(reference, undefined, started);
  expect(ended).toBeGreaterThan(begun);
  expect(output.subarray(ended)).toEqual(expected.subarray(ended));
});
