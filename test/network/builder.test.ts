import { describe, expect, test } from 'vitest';
import { DilatoneError } from '../../src/errors.js';
import { NetworkBuilder } from '../../src/network/builder.js';
import { WorkBudget } from '../../src/network/work-budget.js';

const conv = (outChannels: number, weights: number, extra = {}) => ({
  outChannels,
  kernelSize: 3,
  weight: new Float32Array(weights),
  bias: null,
  ...extra,
});

function failure(act: () => unknown): DilatoneError {
  try {
    act();
  } catch (error) {
    if (error instanceof DilatoneError) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
}

describe('the network builder', () => {
  test('gives each op the number of its signal and knows its channels', () => {
    const builder = new NetworkBuilder(44100, 2);
    const wide = builder.conv1d(builder.input, conv(4, 24));
    const part = builder.slice(wide, 1, 3);
    const stack = builder.concat(part, wide);
    const network = builder.build(stack);
    expect([wide, part, stack]).toEqual([1, 2, 3]);
    expect(network.channels).toEqual([2, 4, 3, 7]);
    expect(network).toMatchObject({ output: 3, sampleRate: 44100 });
  });

  test.each([
    ['too few weights', 'ops[1].weight', (b: NetworkBuilder) => b.conv1d(0, conv(4, 23))],
    ['too many biases', 'ops[1].bias', (b: NetworkBuilder) => b.conv1d(0, conv(4, 24, { bias: new Float32Array(5) }))],
    ['no dilation', 'ops[1].dilation', (b: NetworkBuilder) => b.conv1d(0, conv(4, 24, { dilation: 0 }))],
    ['half a kernel', 'ops[1].kernelSize', (b: NetworkBuilder) => b.conv1d(0, conv(4, 24, { kernelSize: 1.5 }))],
    ['groups that do not divide', 'ops[1].groups', (b: NetworkBuilder) => b.conv1d(0, conv(3, 9, { groups: 2 }))],
    ['an unknown input', 'ops[1].input', (b: NetworkBuilder) => b.activation(7, { kind: 'tanh' })],
    ['a slice past the end', 'ops[1].start', (b: NetworkBuilder) => b.slice(0, 1, 2)],
    ['a sum of one', 'ops[1].inputs', (b: NetworkBuilder) => b.add(0)],
    ['a stack of none', 'ops[1].inputs', (b: NetworkBuilder) => b.concat()],
    ['a sum of unequal widths', 'ops[2].inputs', (b: NetworkBuilder) => b.add(0, b.slice(0, 0, 1))],
    [
      'a slope too few',
      'ops[1].negativeSlopes',
      (b: NetworkBuilder) => b.activation(0, { kind: 'prelu', negativeSlopes: new Float32Array(1) }),
    ],
  ])('refuses %s', (_, where, act) => {
    const error = failure(() => act(new NetworkBuilder(48000, 2)));
    expect(error).toMatchObject({ code: 'malformed', where });
    expect(error.message).toMatch(/expected .+, got .+/);
  });

  test('joins more signals than a call can have arguments', () => {
    const builder = new NetworkBuilder(48000, 1);
    expect(builder.channels(builder.join('concat', new Array(500_000).fill(0)))).toBe(500_000);
    expect(builder.channels(builder.join('add', new Array(500_000).fill(0)))).toBe(1);
  });

  test('asks before it appends an op', () => {
    const work = new WorkBudget(100);
    const builder = new NetworkBuilder(48000, 1, 0, work.spendOp);
    const build = () => builder.concat(...new Array(40).fill(0));
    expect(failure(build)).toMatchObject({ code: 'limit', where: 'file' });
    expect(builder.build(0).ops).toHaveLength(1);
  });

  test('refuses a sample rate that is none', () => {
    expect(failure(() => new NetworkBuilder(Number.NaN, 1)).where).toBe('ops[0].sampleRate');
  });
});
