import { describe, expect, it } from 'vitest';
import { catchUpNeeds } from '../../src/engine/engine-source.js';
import { prepareEngine } from '../../src/engine/prepare.js';
import { designResampledEngine } from '../../src/engine/resample/resampled-engine.js';
import { createGuardedEngine } from '../../src/live/guarded-engine.js';
import { SignalPath } from '../../src/live/signal-path.js';
import { NetworkBuilder } from '../../src/network/builder.js';
import type { Network } from '../../src/network/network.js';
import { pairedNetwork } from '../support/paired-network.js';
import { sameBits } from '../support/same-bits.js';
import { noise } from '../support/signals.js';
import { echoNetwork, gainNetwork } from '../support/small-networks.js';
import { defaultParameters } from '../support/worklet-scope.js';

const MODEL_HZ = 48_000;
const QUANTUM_FRAMES = 128;

type Speed = 1 | 4 | 'immediate';

/** A filter of so many taps. */
function filterNetwork(taps: number, seed = 9): Network {
  const builder = new NetworkBuilder(MODEL_HZ, 1);
  const weight = noise(taps, seed, 0.02);
  return builder.build(builder.conv1d(builder.input, { outChannels: 1, kernelSize: taps, weight, bias: null }));
}

/** What a path needs to run networks in a stream of a rate. */
function streamOf(streamHz: number, channels = 1) {
  const layout = { inputChannels: channels, outputChannels: channels };
  const incoming = async (network: Network) => {
    const resampling = streamHz === MODEL_HZ ? null : designResampledEngine(streamHz, MODEL_HZ);
    const source = await prepareEngine(network, { engine: 'wasm' });
    return { engine: createGuardedEngine(source, layout, resampling), needs: catchUpNeeds(source, resampling) };
  };
  const pathFor = async (network: Network) => {
    const { engine, needs } = await incoming(network);
    const path = new SignalPath(engine, layout, streamHz);
    path.keep(needs.warmFrames);
    return path;
  };
  return { incoming, pathFor };
}

/** Runs a path over an input in quanta; `at` is called before each. */
function run(path: SignalPath, input: Float32Array, at: (frame: number) => void = () => {}): Float32Array {
  const output = new Float32Array(input.length);
  for (let start = 0; start < input.length; start += QUANTUM_FRAMES) {
    at(start);
    const end = Math.min(input.length, start + QUANTUM_FRAMES);
    path.process([output.subarray(start, end)], [input.subarray(start, end)], defaultParameters(), end - start);
  }
  return output;
}

/** Ten milliseconds of bridging follow an immediate change. */
const bridgeFrames = (streamHz: number) => Math.ceil(0.01 * streamHz) + QUANTUM_FRAMES;

/** Changes to each network in turn, at the frames given; from which frame the last one alone is heard, and what is. */
async function change(
  streamHz: number,
  first: Network,
  changes: readonly (readonly [frame: number, network: Network])[],
  catchUpSpeed: Speed,
  input: Float32Array,
) {
  const { incoming, pathFor } = streamOf(streamHz);
  const path = await pathFor(first);
  const engines = await Promise.all(changes.map(([, network]) => incoming(network)));
  let ended = -1;
  const output = run(path, input, (frame) => {
    changes.forEach(([at], n) => {
      const fadeFrames = catchUpSpeed === 'immediate' ? 0 : 300;
      if (at === frame) path.setEngine(engines[n].engine, { ...engines[n].needs, catchUpSpeed, fadeFrames });
    });
    if (frame >= changes[changes.length - 1][0] && !path.swapping && ended < 0) ended = frame;
  });
  return { output, from: ended + bridgeFrames(streamHz), ended };
}

const quanta = (seconds: number, streamHz: number) =>
  QUANTUM_FRAMES * Math.round((seconds * streamHz) / QUANTUM_FRAMES);

const RATES = [44_101, 47_999, 22_050, 96_000, 192_000, 11_025, 44_100, 48_000, 44_100.5];

const NETWORKS: readonly (readonly [string, () => Network])[] = [
  ['a small network', () => echoNetwork(700)],
  ['a filter of 2000 taps', () => filterNetwork(2000)],
  ['pairs of frames', () => pairedNetwork(7)],
];

describe.each(RATES)('in a stream at %f Hz', (streamHz) => {
  it.each(NETWORKS)('%s sounds after a change as if it had run all along, bit for bit', async (_, make) => {
    const input = noise(quanta(0.9, streamHz), 3);
    const expected = run(await streamOf(streamHz).pathFor(make()), input);
    for (const speed of [1, 4, 'immediate'] as const) {
      const begun = quanta(0.4, streamHz);
      const { output, from } = await change(streamHz, gainNetwork(2), [[begun, make()]], speed, input);
      expect(from, `speed ${speed}`).toBeLessThan(input.length - 1000);
      expect(sameBits(output.subarray(from), expected.subarray(from)), `speed ${speed}`).toBe(true);
    }
  });

  it('so does the last of several that are changed quickly one after another', async () => {
    const input = noise(quanta(0.9, streamHz), 4);
    const last = filterNetwork(1500);
    const expected = run(await streamOf(streamHz).pathFor(last), input);
    const [at, later] = [quanta(0.3, streamHz), quanta(0.31, streamHz)];
    const first: [number, Network][] = [
      [at, filterNetwork(3000, 5)],
      [at + QUANTUM_FRAMES, echoNetwork(300)],
      [later, pairedNetwork(7)],
      [later + QUANTUM_FRAMES, last],
    ];
    for (const speed of [4, 'immediate'] as const) {
      const { output, from } = await change(streamHz, echoNetwork(10), first, speed, input);
      expect(sameBits(output.subarray(from), expected.subarray(from)), `speed ${speed}`).toBe(true);
    }
  });
});

describe('a filter of 65 536 taps that is changed to at once', () => {
  it.each([
    [48_000, 1.5],
    [44_101, 1.7],
  ])('has the past that it needs, in a stream at %i Hz', async (streamHz, seconds) => {
    const input = noise(quanta(seconds + 0.2, streamHz), 3);
    const expected = run(await streamOf(streamHz).pathFor(filterNetwork(65_536)), input);
    const at = quanta(seconds, streamHz);
    const { output, from } = await change(streamHz, gainNetwork(1), [[at, filterNetwork(65_536)]], 'immediate', input);
    expect(sameBits(output.subarray(from), expected.subarray(from))).toBe(true);
  });

  it('has it, too, where a model like it has played: what is kept grows with what models need', async () => {
    const streamHz = 96_000;
    const input = noise(quanta(4, streamHz), 3);
    const long = () => filterNetwork(140_000);
    const expected = run(await streamOf(streamHz).pathFor(long()), input);
    const at = quanta(3.7, streamHz);
    const { output, from } = await change(streamHz, filterNetwork(140_000, 8), [[at, long()]], 'immediate', input);
    expect(sameBits(output.subarray(from), expected.subarray(from))).toBe(true);
  });

  it('lacks it where none has and it needs more than is kept, until it has heard it', async () => {
    const input = noise(quanta(7, MODEL_HZ), 3);
    const taps = 140_000;
    const expected = run(await streamOf(MODEL_HZ).pathFor(filterNetwork(taps)), input);
    const at = quanta(3.5, MODEL_HZ);
    const { output, from } = await change(MODEL_HZ, gainNetwork(1), [[at, filterNetwork(taps)]], 'immediate', input);
    expect(sameBits(output.subarray(from), expected.subarray(from))).toBe(false);
    const warm = at + taps + 1024;
    expect(sameBits(output.subarray(warm), expected.subarray(warm))).toBe(true);
  });
});
