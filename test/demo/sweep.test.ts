import { describe, expect, test } from 'vitest';
import { measureSweep, type SweepSetup, sweepOf, type TransferCurve, transferOf } from '../../demo/analysis/sweep.js';
import { modelOfNetwork, NetworkBuilder, type SignalId } from '../../src/index.js';

function setupOf(build: (builder: NetworkBuilder) => SignalId, changes: Partial<SweepSetup> = {}): SweepSetup {
  const builder = new NetworkBuilder(48_000, 1);
  const model = modelOfNetwork(builder.build(build(builder)));
  const setup = { controls: {}, size: 1, inputGainDb: 0, outputGainDb: 0, mix: 1, bypassed: false };
  return { model, ...setup, ...changes };
}

const tanh = (builder: NetworkBuilder) => builder.activation(builder.input, { kind: 'tanh' });

async function curveOf(setup: SweepSetup): Promise<TransferCurve> {
  return transferOf(await measureSweep(setup), setup);
}

/** The largest distance of a curve from a function. */
function distance({ dry, wet }: TransferCurve, expected: (x: number) => number): number {
  return dry.reduce((most, x, t) => Math.max(most, Math.abs(wet[t] - expected(x))), 0);
}

describe('the transfer curve', () => {
  test('the sweep reaches full scale, both ways', () => {
    const sweep = sweepOf(48_000);
    expect(Math.max(...sweep)).toBeCloseTo(1, 3);
    expect(Math.min(...sweep)).toBeCloseTo(-1, 3);
  });

  test('of a function is that function, at the drive and the level that are set', async () => {
    const setup = setupOf(tanh, { inputGainDb: 12, outputGainDb: -6 });
    const [drive, level] = [10 ** (12 / 20), 10 ** (-6 / 20)];
    expect(distance(await curveOf(setup), (x) => level * Math.tanh(drive * x))).toBeLessThan(1e-4);
  });

  test('bypassed is the diagonal, and half of the mix is between', async () => {
    expect(distance(await curveOf(setupOf(tanh, { bypassed: true })), (x) => x)).toBe(0);
    const half = await curveOf(setupOf(tanh, { mix: 0.5 }));
    expect(distance(half, (x) => 0.5 * x + 0.5 * Math.tanh(x))).toBeLessThan(1e-4);
  });

  test('delay and inversion open no loop', async () => {
    const late = setupOf((builder) => {
      const weight = new Float32Array(21);
      weight[0] = -0.5;
      return builder.conv1d(builder.input, { outChannels: 1, kernelSize: 21, weight, bias: null });
    });
    expect(distance(await curveOf(late), (x) => -0.5 * x)).toBeLessThan(1e-5);
  });
});
