import { describe, expect, it, vi } from 'vitest';
import { ModuleBuilder } from '../../src/compiler/assembler/module.js';
import { compileNetwork, compileStructure, structureOf } from '../../src/compiler/compile.js';
import { prepareEngine } from '../../src/engine/prepare.js';
import type { ControlValues } from '../../src/model/model.js';
import type { Activation } from '../../src/network/activation.js';
import { NetworkBuilder } from '../../src/network/builder.js';
import type { Network, Op } from '../../src/network/network.js';
import { conditionedModel } from '../support/conditioned-model.js';
import { filterNetwork } from '../support/long-filter.js';
import { pairedNetwork } from '../support/paired-network.js';
import { randomNetwork } from '../support/random-network.js';
import { seededRandom } from '../support/seeded-random.js';
import { recurrentNetwork } from '../support/small-networks.js';

async function moduleOf(network: Network): Promise<WebAssembly.Module> {
  const source = await prepareEngine(network, { engine: 'wasm' });
  if (source.kind !== 'module') throw new Error(`expected a module, got ${source.kind}`);
  return source.module;
}

describe('compiled modules', () => {
  it('are shared by all settings of a model', async () => {
    const model = conditionedModel();
    const settings: ControlValues[] = [{}, { drive: 0 }, { drive: 3, tone: 1 }];
    const modules = settings.map((controls) => moduleOf(model.network({ controls })));
    const [first, ...others] = await Promise.all(modules);
    for (const module of others) expect(module).toBe(first);
  });

  it('are not shared by networks of other shapes, and the oldest are let go', async () => {
    const first = await moduleOf(randomNetwork(1));
    expect(await moduleOf(randomNetwork(2))).not.toBe(first);
    expect(await moduleOf(randomNetwork(1))).toBe(first);
    for (let seed = 3; seed < 7; seed++) await moduleOf(randomNetwork(seed));
    expect(await moduleOf(randomNetwork(1))).not.toBe(first);
  });
});

describe('the program of a network whose structure was compiled before', () => {
  const seeds = Array.from({ length: 40 }, (_, seed) => seed);

  it.each(seeds)('is, byte for byte, what compiling it gives (seed %i)', (seed) => {
    const network = seed % 4 === 0 ? pairedNetwork(seed) : randomNetwork(seed, { recurrent: seed % 3 === 0 });
    const other = withOtherWeights(network, seed);
    expect(structureOf(other)).toBe(structureOf(network));
    expect(compileStructure(network).structure.programOf(other)).toEqual(compileNetwork(other));
  });

  it('is that also of a long filter with biases, and of an LSTM', () => {
    const filter = filterNetwork({ taps: 700, inputs: 2, outputs: 2, surrounded: true });
    for (const network of [filter, recurrentNetwork()]) {
      const other = withOtherWeights(network, 1);
      expect(compileNetwork(other).image).not.toEqual(compileNetwork(network).image);
      expect(compileStructure(network).structure.programOf(other)).toEqual(compileNetwork(other));
    }
  });

  it('packs weights only: nothing is planned and no code is written when a control turns', async () => {
    const model = conditionedModel();
    await moduleOf(model.network({ controls: { drive: 1 } }));
    const written = vi.spyOn(ModuleBuilder.prototype, 'func');
    await moduleOf(model.network({ controls: { drive: 2 } }));
    expect(written).not.toHaveBeenCalled();
    await moduleOf(randomNetwork(99));
    expect(written).toHaveBeenCalled();
    written.mockRestore();
  });
});

describe('two networks have one structure', () => {
  it('where only the values of weights differ, not where a bias is missing or an activation is another', () => {
    const build = (bias: Float32Array | null, activation: Activation) => {
      const builder = new NetworkBuilder(48_000, 1);
      const weight = Float32Array.of(bias ? 2 : 1);
      const conv = builder.conv1d(builder.input, { outChannels: 1, kernelSize: 1, weight, bias });
      const network = builder.build(builder.activation(conv, { kind: 'relu' }));
      // The builder refuses some of the slopes below; a network need not come from it.
      const ops = network.ops.map((op) => (op.kind === 'activation' ? { ...op, activation } : op));
      return structureOf({ ...network, ops });
    };
    const leaky = (negativeSlope: number): Activation => ({ kind: 'leakyRelu', negativeSlope });
    const bias = Float32Array.of(0);
    expect(build(bias, leaky(0.1))).toBe(build(Float32Array.of(3), leaky(0.1)));
    expect(build(bias, leaky(0.1))).not.toBe(build(null, leaky(0.1)));
    expect(build(bias, leaky(0.1))).not.toBe(build(bias, leaky(0.2)));
    const slopes = [0, -0, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, Number.NaN];
    expect(new Set(slopes.map((slope) => build(bias, leaky(slope)))).size).toBe(slopes.length);
  });
});

/** The same structure with other numbers in every list of weights. */
function withOtherWeights(network: Network, seed: number): Network {
  const random = seededRandom(seed + 1);
  const other = <T>(value: T): T =>
    value instanceof Float32Array ? (value.map((x) => x * (0.5 + random())) as T & Float32Array) : value;
  const ops = network.ops.map((op) => {
    const changed = Object.fromEntries(
      Object.entries(op).map(([name, value]) => [name, other(value)]),
    ) as unknown as Op;
    if (changed.kind !== 'activation' || changed.activation.kind !== 'prelu') return changed;
    const negativeSlopes = other(changed.activation.negativeSlopes);
    return { ...changed, activation: { ...changed.activation, negativeSlopes } };
  });
  return { ...network, ops };
}
