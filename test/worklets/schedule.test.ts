import { afterEach, describe, expect, it, vi } from 'vitest';
import { catchUpNeeds } from '../../src/engine/engine-source.js';
import { prepareEngine } from '../../src/engine/prepare.js';
import { designResampledEngine } from '../../src/engine/resample/resampled-engine.js';
import type { ParameterValues } from '../../src/live/parameters.js';
import type { Command } from '../../src/live/protocol.js';
import type { Network } from '../../src/network/network.js';
import { sameBits } from '../support/same-bits.js';
import { seededRandom } from '../support/seeded-random.js';
import { noise } from '../support/signals.js';
import { echoNetwork, longFilterNetwork, recurrentNetwork } from '../support/small-networks.js';
import { loadProcessorClass } from '../support/worklet-scope.js';

/** What happens, happens between frames whose number is a multiple of this: there all render quanta begin. */
const GRID_FRAMES = 256;
const FRAMES = 96 * GRID_FRAMES;
const STEREO = { inputChannels: 2, outputChannels: 2 };
const STREAM_HZ = 48_000;

const left = noise(FRAMES, 1);
const right = noise(FRAMES, 2);
/** Mono in the second quarter. */
const input = [left, right.map((sample, t) => (t >= FRAMES / 4 && t < FRAMES / 2 ? left[t] : sample))];

/** A parameter that jumps, stands and glides. */
function curve(seed: number, low: number, high: number): Float32Array {
  const random = seededRandom(seed);
  const values = Array.from({ length: FRAMES / 100 + 2 }, () => low + (high - low) * random());
  return Float32Array.from({ length: FRAMES }, (_, t) => {
    const n = Math.floor(t / 100);
    return n % 3 === 0 ? values[n] + ((values[n + 1] - values[n]) * (t % 100)) / 100 : values[n - (n % 3)];
  });
}

const automation = { inputGainDb: curve(3, -12, 12), outputGainDb: curve(4, -12, 12), mix: curve(5, 0, 1) };

async function setEngine(network: Network, modelHz: number, catchUpSpeed: number): Promise<Command> {
  const resampling = modelHz === STREAM_HZ ? null : designResampledEngine(STREAM_HZ, modelHz);
  const source = await prepareEngine(network, { engine: 'wasm' });
  const plan = { ...catchUpNeeds(source, resampling), catchUpSpeed, fadeFrames: 2000 };
  return { type: 'setEngine', source, resampling, plan };
}

/** What is asked for, by the frame before which that comes. */
async function makeSchedule(): Promise<ReadonlyMap<number, Command>> {
  const commands: [number, Command][] = [
    [8, await setEngine(longFilterNetwork(), STREAM_HZ, 5)],
    [20, { type: 'setBypass', bypass: true }],
    [26, { type: 'setBypass', bypass: false }],
    [30, await setEngine(echoNetwork(3000), 44_100, 3)],
    // Overtakes the one before.
    [33, await setEngine(echoNetwork(2000), 44_100, 4)],
    [52, { type: 'reset' }],
    [56, await setEngine(echoNetwork(777), STREAM_HZ, 1)],
    [66, await setEngine(echoNetwork(4000), STREAM_HZ, 1)],
    // Before it was heard.
    [69, { type: 'finishSwap' }],
    [80, await setEngine(recurrentNetwork(), STREAM_HZ, 8)],
  ];
  return new Map(commands.map(([at, command]) => [at * GRID_FRAMES, command]));
}

/** Runs the schedule through a processor whose render quanta have these lengths in turn; [channel][frame] as one array. */
async function render(quanta: readonly number[]): Promise<Float32Array> {
  const construct = await loadProcessorClass(STREAM_HZ);
  const source = await prepareEngine(echoNetwork(500), { engine: 'wasm' });
  const { processor, post } = construct({ layout: STEREO, source, resampling: null });
  const schedule = await makeSchedule();
  const output = new Float32Array(2 * FRAMES);
  for (let start = 0, n = 0; start < FRAMES; n++) {
    const command = schedule.get(start);
    if (command) post({ ...command, id: 1 + start });
    const end = start + quanta[n % quanta.length];
    const part = (signal: Float32Array) => signal.subarray(start, end);
    const parameters: ParameterValues = {
      inputGainDb: part(automation.inputGainDb),
      outputGainDb: part(automation.outputGainDb),
      mix: part(automation.mix),
    };
    const planes = [output.subarray(start, end), output.subarray(FRAMES + start, FRAMES + end)];
    processor.process([input.map(part)], [planes], parameters);
    start = end;
  }
  return output;
}

afterEach(() => vi.unstubAllGlobals());

describe('a schedule of changes, automation, bypass and reset', () => {
  it('sounds the same in every run', async () => {
    expect(sameBits(await render([128]), await render([128]))).toBe(true);
  });

  it.each([[[32]], [[256]], [[64, 192]], [[1, 255]], [[100, 28, 120, 8]]])(
    'sounds the same in render quanta of %j frames as of 128',
    async (quanta) => {
      expect(sameBits(await render(quanta), await render([128]))).toBe(true);
    },
  );

  it('is heard: every part of it matters', async () => {
    const output = await render([128]);
    expect(output.every(Number.isFinite)).toBe(true);
    // In the second quarter both channels are alike, but for what is left of the first; in the others they are not.
    const channelsDiffer = (start: number) =>
      !sameBits(output.subarray(start, start + 512), output.subarray(FRAMES + start, FRAMES + start + 512));
    expect(channelsDiffer(FRAMES / 2 - 512)).toBe(false);
    expect(channelsDiffer(FRAMES / 8)).toBe(true);
    expect(channelsDiffer((3 * FRAMES) / 4)).toBe(true);
  });
});
