import { afterEach, describe, expect, it, vi } from 'vitest';
import { prepareEngine } from '../../src/engine/prepare.js';
import { designResampledEngine } from '../../src/engine/resample/resampled-engine.js';
import { createGuardedEngine } from '../../src/live/guarded-engine.js';
import { SignalPath } from '../../src/live/signal-path.js';
import { bytesPerCall } from '../support/allocation.js';
import { noise } from '../support/signals.js';
import { bentNetwork, echoNetwork, recurrentNetwork } from '../support/small-networks.js';
import { runAlong } from '../support/swap-plan.js';
import { defaultParameters, standInProcessor } from '../support/worklet-scope.js';

afterEach(() => vi.unstubAllGlobals());

/** Fewer than by default: some of these engines are slow. */
const CALLS = 200;

describe('process()', () => {
  const input = [[noise(128, 1), noise(128, 2)]];
  const output = [[new Float32Array(128), new Float32Array(128)]];
  const layout = { inputChannels: 2, outputChannels: 2 };

  describe.each(['wasm', 'interpreter'] as const)('with %s engines', (engine) => {
    it.each([
      ['convolutions and a tanh', bentNetwork({ kind: 'tanh' })],
      ['a fast tanh', bentNetwork({ kind: 'fastTanh' })],
      ['slopes per channel', bentNetwork({ kind: 'prelu', negativeSlopes: Float32Array.of(0.1) })],
      ['a swish', bentNetwork({ kind: 'silu' })],
      ['an LSTM', recurrentNetwork()],
    ])('allocates nothing for %s, alone and while engines change', async (_, network) => {
      const source = await prepareEngine(network, { engine });
      const standIn = await standInProcessor({ layout, source, resampling: null });
      const parameters = defaultParameters();
      const process = () => standIn.processor.process(input, output, parameters);
      expect(bytesPerCall(process, CALLS)).toBeLessThan(1);
      standIn.post({ type: 'setEngine', id: 1, source, resampling: null, plan: runAlong(0, 1e9) });
      expect(bytesPerCall(process, CALLS)).toBeLessThan(1);
      expect(standIn.notices).toHaveLength(1);
    });
  });

  it('allocates nothing where channels part and come together', async () => {
    const source = await prepareEngine(echoNetwork(10), { engine: 'wasm' });
    const { processor } = await standInProcessor({ layout, source, resampling: null });
    const parameters = defaultParameters();
    const mono = [[input[0][0], input[0][0]]];
    let quantum = 0;
    const process = () => processor.process(quantum++ % 100 < 50 ? input : mono, output, parameters);
    expect(bytesPerCall(process)).toBeLessThan(1);
  });

  it('allocates nothing while parameters and engines change', async () => {
    const source = await prepareEngine(echoNetwork(10), { engine: 'wasm' });
    const standIn = await standInProcessor({ layout, source, resampling: null });
    standIn.processor.process(input, output, defaultParameters());
    standIn.post({ type: 'setEngine', id: 1, source, resampling: null, plan: runAlong(0, 1e9) });
    const curve = noise(128, 3);
    const parameters = { inputGainDb: curve, outputGainDb: curve, mix: curve.map(Math.abs) };
    expect(bytesPerCall(() => standIn.processor.process(input, output, parameters))).toBeLessThan(1);
    expect(standIn.notices).toHaveLength(1);
  });

  it('allocates nothing while the limiter acts and bad samples come', async () => {
    const source = await prepareEngine(echoNetwork(10), { engine: 'wasm' });
    const path = new SignalPath(createGuardedEngine(source, layout), layout, 48_000);
    path.limiter.limitDb = -6;
    const broken = input[0].map((plane) => plane.slice().fill(Number.NaN, 30, 60));
    const parameters = { ...defaultParameters(), outputGainDb: Float32Array.of(1000) };
    let quantum = 0;
    const process = () => path.process(output[0], quantum++ % 20 === 0 ? broken : input[0], parameters, 128);
    expect(bytesPerCall(process)).toBeLessThan(1);
    expect(path.limiter.smallestGain[0]).toBeLessThan(0.1);
  });

  it('allocates nothing while a resampled engine catches up', { timeout: 120_000 }, async () => {
    const source = await prepareEngine(echoNetwork(10), { engine: 'wasm' });
    const resampling = designResampledEngine(48_000, 44_100);
    const create = () => createGuardedEngine(source, layout, resampling);
    const path = new SignalPath(create(), layout, 48_000);
    const parameters = defaultParameters();
    for (let quantum = 0; quantum < 200; quantum++) path.process(output[0], input[0], parameters, 128);
    const incoming = create();
    const plan = { warmFrames: 20_000, catchUpSpeed: 2, fadeFrames: 1000 };
    const quantum = () => {
      // Begun over and over, so that it never comes to an end.
      path.setEngine(incoming, plan);
      path.process(output[0], input[0], parameters, 128);
    };
    // Each call begins a change, which resets engines: a few hundred tell as much.
    expect(bytesPerCall(quantum, 300)).toBeLessThan(1);
    expect(path.swapping).toBe(true);
  });

  it('allocates two numbers, the times of beginning and end, while the meters tell and engines change', async () => {
    const source = await prepareEngine(echoNetwork(10), { engine: 'wasm' });
    const standIn = await standInProcessor({ layout, source, resampling: null });
    standIn.processor.process(input, output, defaultParameters());
    standIn.post({ type: 'setEngine', id: 2, source, resampling: null, plan: runAlong(0, 1e9) });
    standIn.post({ type: 'setMeters', id: 1, intervalFrames: 128 });
    standIn.onNotice = () => {};
    standIn.notices.push = () => 0;
    const parameters = defaultParameters();
    expect(bytesPerCall(() => standIn.processor.process(input, output, parameters))).toBeLessThan(40);
  });

  it('would be caught if it allocated one small object per call', async () => {
    const source = await prepareEngine(echoNetwork(10), { engine: 'wasm' });
    const { processor } = await standInProcessor({ layout, source, resampling: null });
    const parameters = defaultParameters();
    const kept: { last: object } = { last: {} };
    const leaky = () => {
      kept.last = { frame: 1 };
      processor.process(input, output, parameters);
    };
    expect(bytesPerCall(leaky)).toBeGreaterThan(8);
  });
});
