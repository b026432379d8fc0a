import { describe, expect, it } from 'vitest';
import { compileStructure, structureOf } from '../../src/compiler/compile.js';
import { createEngine } from '../../src/engine/engine-source.js';
import { Interpreter } from '../../src/interpreter/interpreter.js';
import { NetworkBuilder } from '../../src/network/builder.js';
import { networkFacts } from '../../src/network/facts.js';
import type { Network, SignalId } from '../../src/network/network.js';
import { tapNetwork } from '../../src/network/tap.js';
import { operationCounter } from '../support/operation-count.js';

const operationCount = await operationCounter();

/** WebAssembly engines take functions of some megabytes and 50 000 variables; ours stay far below. */
const MOST_CODE_BYTES = 2 ** 20;

/** Ops that read one signal twice, each the one before: as a tree they would be 2^n. */
const CHAINS: Readonly<Record<string, (builder: NetworkBuilder, h: SignalId) => SignalId>> = {
  add: (builder, h) => builder.add(h, h),
  multiply: (builder, h) => builder.multiply(h, h),
  concat: (builder, h) => builder.slice(builder.concat(h, h), 1, 1),
  slice: (builder, h) => builder.slice(h, 0, 1),
  activation: (builder, h) => builder.activation(h, { kind: 'relu' }),
  'add of two activations': (builder, h) =>
    builder.add(builder.activation(h, { kind: 'relu' }), builder.activation(h, { kind: 'hardTanh' })),
};
const KINDS = Object.keys(CHAINS);

function chain(kind: string, ops: number): Network {
  const builder = new NetworkBuilder(48_000, 1);
  let h = builder.input;
  while (ops-- > 0) h = CHAINS[kind](builder, h);
  return builder.build(h);
}

/** One op that reads so many signals, all of them different. */
function fan(kind: 'add' | 'multiply' | 'concat', inputs: number): Network {
  const builder = new NetworkBuilder(48_000, 1);
  const parts = Array.from({ length: inputs }, (_, n) =>
    builder.activation(builder.input, { kind: 'leakyRelu', negativeSlope: 1 + (n % 7) / 8 }),
  );
  const wide = builder.join(kind, parts);
  return builder.build(kind === 'concat' ? builder.slice(wide, inputs - 3, 2) : wide);
}

const INPUT = Float32Array.from({ length: 24 }, (_, t) => Math.sin(t + 0.5));

/** Compiles, and expects the interpreter's output, bit for bit, and functions of bounded size. */
function expectSameSound(network: Network): void {
  const { program } = compileStructure(network);
  expect(program.bytes.length).toBeLessThan(MOST_CODE_BYTES);
  const outputs = [createEngine({ kind: 'bytes', program }), new Interpreter(network)].map((engine) => {
    const output = Array.from({ length: engine.outputChannels }, () => new Float32Array(INPUT.length));
    engine.process(output, [INPUT], INPUT.length);
    return output;
  });
  expect(outputs[0]).toEqual(outputs[1]);
}

describe('a shared graph is a graph, not a tree', { timeout: 60_000 }, () => {
  it.each(KINDS)('%s of a signal and itself, 40 and 4000 times, sounds as interpreted', (kind) => {
    expectSameSound(chain(kind, 40));
    expectSameSound(chain(kind, 4000));
  });

  it.each(KINDS)('%s: work is in proportion to ops, from facts to code', async (kind) => {
    const work = (network: Network) =>
      operationCount(() => {
        networkFacts(network);
        structureOf(network);
        compileStructure(network);
        new Interpreter(network);
        tapNetwork(network, network.output);
      });
    const [some, more] = [await work(chain(kind, 1000)), await work(chain(kind, 4000))];
    expect(more / some).toBeGreaterThan(1.5);
    expect(more / some).toBeLessThan(4.5);
  });

  it.each(['add', 'multiply', 'concat'] as const)('%s of 4000 signals sounds as interpreted', (kind) => {
    expectSameSound(fan(kind, 4000));
  });

  it.each(['add', 'multiply', 'concat'] as const)('%s: work is in proportion to inputs', async (kind) => {
    const work = (inputs: number) => operationCount(() => compileStructure(fan(kind, inputs)));
    expect((await work(4000)) / (await work(1000))).toBeLessThan(5);
  });

  it.each(KINDS)('%s, 60 000 ops deep, compiles and sounds as interpreted', (kind) => {
    expectSameSound(chain(kind, 60_000 / (chain(kind, 1).ops.length - 1)));
  });

  it('hundreds of different functions get code for small tiles, with the sound of large ones', () => {
    const builder = new NetworkBuilder(48_000, 3);
    let h = builder.input;
    for (let n = 0; n < 400; n++) h = builder.activation(h, { kind: 'elu', alpha: 1 + n / 4096 });
    const network = builder.build(h);
    const [small, large] = [{}, { tiling: { accumulators: 8, vectors: 4 } }].map(
      (options) => compileStructure(network, options).program,
    );
    expect(small.bytes.length).toBeLessThan(large.bytes.length / 5);
    const outputs = [small, large].map((program) => {
      const output = [0, 1, 2].map(() => new Float32Array(INPUT.length));
      createEngine({ kind: 'bytes', program }).process(output, [INPUT, INPUT, INPUT], INPUT.length);
      return output;
    });
    expect(outputs[0]).toEqual(outputs[1]);
  });
});
