import { afterEach, describe, expect, it, vi } from 'vitest';
import { createDilatone } from '../../src/controller/node/create-dilatone.js';
import { prepareEngine } from '../../src/engine/prepare.js';
import { parseModel } from '../../src/formats/parse-model.js';
import type { ActivityReading } from '../../src/live/meters/activity.js';
import { NetworkBuilder } from '../../src/network/builder.js';
import type { EngineKind } from '../../src/network/engine.js';
import { ActivitySums, historySignals } from '../../src/network/engine.js';
import type { Network } from '../../src/network/network.js';
import { silenceState } from '../../src/network/silence.js';
import { bytesPerCall } from '../support/allocation.js';
import { inProcessHost } from '../support/in-process-host.js';
import { A1, encodeFile, makeWaveNetFile } from '../support/make-wavenet.js';
import { modelOf } from '../support/model-of.js';
import { randomAudio, randomNetwork } from '../support/random-network.js';
import { engineFor, runEngine } from '../support/run-engine.js';
import { noise, randomPartition } from '../support/signals.js';
import { echoNetwork, gainNetwork } from '../support/small-networks.js';
import { tinyWaveNet } from '../support/tiny-wavenet.js';
import { defaultParameters, runQuanta, standInProcessor } from '../support/worklet-scope.js';

afterEach(() => vi.unstubAllGlobals());

const wavenet = parseModel(encodeFile(tinyWaveNet())).network();

/** y[t] = x[t] + 0.5 · x[t − 10]. */
function linearEcho(): Network {
  const builder = new NetworkBuilder(48_000, 1);
  const weight = Float32Array.of(0.5, 1);
  return builder.build(builder.conv1d(0, { outChannels: 1, kernelSize: 2, dilation: 10, weight, bias: null }));
}

/** Levels of all histories over a run of audio, taken after each of the given stretches. */
async function levelsOf(network: Network, engine: EngineKind, input: Float32Array[], blocks: number[], cuts = [1]) {
  const running = await engineFor(network, { engine });
  const sums = new ActivitySums(running.histories.length);
  running.measure(sums);
  const levels = new Float32Array(cuts.length * sums.energies.length);
  let start = 0;
  cuts.forEach((share, row) => {
    const end = Math.round(share * input[0].length);
    const part = input.map((channel) => channel.subarray(start, end));
    runEngine(running, part, blocks);
    sums.take(levels, row * sums.energies.length);
    start = end;
  });
  return levels;
}

function expectNear(actual: Float32Array, expected: Float32Array): void {
  expect(actual.length).toBe(expected.length);
  actual.forEach((level, i) => {
    expect(Math.abs(level - expected[i])).toBeLessThanOrEqual(1e-5 + 1e-4 * expected[i]);
  });
}

describe('the activity of a network', () => {
  it('is known for the signals that convolutions look back on, and for no others', async () => {
    const signals = historySignals(wavenet);
    expect(signals.length).toBe(4);
    for (const engine of ['wasm', 'interpreter'] as const) {
      expect((await engineFor(wavenet, { engine })).histories).toEqual(signals);
      expect((await engineFor(gainNetwork(2), { engine })).histories).toEqual([]);
      expect((await engineFor(echoNetwork(3), { engine })).histories).toEqual([0]);
    }
  });

  it('is the root mean square of every fourth frame, of a history that is the input', async () => {
    const input = [noise(4096, 1)];
    const measured = input[0].filter((_, t) => t % 4 === 0);
    const rms = Math.sqrt(measured.reduce((sum, x) => sum + x * x, 0) / measured.length);
    for (const engine of ['wasm', 'interpreter'] as const) {
      const [level] = await levelsOf(echoNetwork(300), engine, input, [128]);
      expect(level).toBeCloseTo(rms, 6);
    }
  });

  it('is that which the interpreter finds, stretch by stretch, whatever the block sizes', async () => {
    const input = [noise(3000, 2)];
    const cuts = [0.1, 0.25, 0.5, 1];
    const expected = await levelsOf(wavenet, 'interpreter', input, [64], cuts);
    expect(Math.max(...expected)).toBeGreaterThan(0.01);
    for (const blocks of [[128], [1000], randomPartition(3000, 300, 3)]) {
      expectNear(await levelsOf(wavenet, 'wasm', input, blocks, cuts), expected);
      expectNear(await levelsOf(wavenet, 'interpreter', input, blocks, cuts), expected);
    }
  });

  it.each([1, 2, 3, 4, 5, 6, 7, 8])('is the same compiled and interpreted, of random network %i', async (seed) => {
    const network = randomNetwork(seed);
    const input = randomAudio(seed, network.channels[0], 600);
    expectNear(await levelsOf(network, 'wasm', input, [100]), await levelsOf(network, 'interpreter', input, [100]));
  });

  it('is nothing in silence, though silence leaves constants in the histories', async () => {
    expect(Math.max(...silenceState(wavenet).signals.flatMap((values) => [...values.map(Math.abs)]))).toBeGreaterThan(
      0.01,
    );
    for (const engine of ['wasm', 'interpreter'] as const) {
      const levels = await levelsOf(wavenet, engine, [new Float32Array(1000)], [128]);
      expect(Math.max(...levels)).toBeLessThan(1e-5);
    }
  });
});

describe('a processor that is asked for the activity', () => {
  const layout = { inputChannels: 1, outputChannels: 1 };

  it('tells one reading for each interval, in four rows, and none when nobody asks', async () => {
    const source = await prepareEngine(wavenet, { engine: 'wasm' });
    const standIn = await standInProcessor({ layout, source, resampling: null });
    const readings = () => standIn.notices.filter(({ type }) => type === 'activity');
    runQuanta(standIn, noise(4800, 1));
    expect(readings()).toHaveLength(0);
    standIn.post({ type: 'setActivity', id: 1, intervalFrames: 800 });
    runQuanta(standIn, noise(128 + 8000, 2));
    expect(readings()).toHaveLength(10);
    expect(readings()[0]).toMatchObject({ signals: historySignals(wavenet), levels: { length: 16 } });
    standIn.post({ type: 'setActivity', id: 2, intervalFrames: null });
    runQuanta(standIn, noise(8000, 3));
    expect(readings()).toHaveLength(10);
  });

  it.each(['wasm', 'interpreter'] as const)('allocates nothing in process(), with the %s engine', async (engine) => {
    const source = await prepareEngine(engine === 'wasm' ? wavenet : linearEcho(), { engine });
    const standIn = await standInProcessor({ layout, source, resampling: null });
    standIn.post({ type: 'setActivity', id: 1, intervalFrames: 256 });
    let readings = 0;
    standIn.onNotice = () => {
      readings++;
    };
    standIn.notices.push = () => 0;
    const input = [[noise(128, 1)]];
    const output = [[new Float32Array(128)]];
    const parameters = defaultParameters();
    expect(bytesPerCall(() => standIn.processor.process(input, output, parameters))).toBeLessThan(1);
    expect(readings).toBeGreaterThan(100);
  });
});

describe('a node', () => {
  it('measures while somebody listens, follows a change of models, and stops when nobody does', async () => {
    const host = await inProcessHost(() => ({ connect: () => {}, disconnect: () => {} }));
    const dilatone = await createDilatone({ sampleRate: 48_000, state: 'running' } as never, {
      model: modelOf(wavenet),
      host,
    });
    const settle = () => new Promise((resolve) => setImmediate(resolve));
    const heard: ActivityReading[] = [];
    const stop = dilatone.on('activity', (reading) => heard.push(reading));
    await settle();
    runQuanta(host.processors[0], noise(1024, 1));
    await settle();
    expect(heard).toHaveLength(1);
    expect(heard[0].signals).toEqual(historySignals(wavenet));
    expect(heard[0].levels).toHaveLength(4);
    expect(heard[0].rowSeconds).toBeCloseTo(1 / 240, 9);
    expect(Math.min(...heard[0].levels.map((row) => row[0]))).toBeGreaterThan(0.01);

    const change = dilatone.setModel(modelOf(echoNetwork(20)), { crossfadeSeconds: 0 });
    await host.nextRequest();
    runQuanta(host.processors[0], noise(9600, 2));
    await change;
    expect(heard.at(-1)?.signals).toEqual([0]);

    stop();
    await settle();
    const before = heard.length;
    runQuanta(host.processors[0], noise(4800, 3));
    await settle();
    expect(heard).toHaveLength(before);
  });

  it('of a model of another rate tells the same signals', async () => {
    const host = await inProcessHost(() => ({ connect: () => {}, disconnect: () => {} }));
    const file = makeWaveNetFile({ ...A1.nano, sampleRate: 44_100 }, 4);
    const model = parseModel(encodeFile(file));
    const dilatone = await createDilatone({ sampleRate: 48_000, state: 'running' } as never, { model, host });
    const heard: ActivityReading[] = [];
    dilatone.on('activity', (reading) => heard.push(reading));
    await host.nextRequest();
    runQuanta(host.processors[0], noise(4800, 1));
    await new Promise((resolve) => setImmediate(resolve));
    expect(heard.at(-1)?.signals).toEqual(historySignals(model.network()));
    expect(heard.at(-1)?.levels[3].every((level) => level > 0)).toBe(true);
  });
});
