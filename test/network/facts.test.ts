import { describe, expect, test } from 'vitest';
import { NetworkBuilder } from '../../src/network/builder.js';
import { memoryBytes, networkFacts, operationsPerFrame } from '../../src/network/facts.js';
import type { Network } from '../../src/network/network.js';
import { engineFor, runEngine } from '../support/run-engine.js';

/** Convolutions of one channel and positive weights, one after the other: no two paths can cancel. */
function stack(kernelSize: number, dilations: readonly number[]): Network {
  const builder = new NetworkBuilder(48000, 1);
  let x = builder.input;
  for (const dilation of dilations) {
    const weight = new Float32Array(kernelSize).fill(1 / kernelSize);
    x = builder.conv1d(x, { outChannels: 1, kernelSize, dilation, weight, bias: null });
  }
  return builder.build(x);
}

describe('network facts', () => {
  test.each([
    [2, [1, 2, 4, 8], 16],
    [3, [1, 2, 4], 15],
    [1, [1, 1], 1],
    [6, [1, 3, 7, 17], 141],
    [20, [3], 58],
  ])(
    'the impulse response of kernel %i, dilations %j is exactly %i frames long',
    async (kernelSize, dilations, frames) => {
      const network = stack(kernelSize, dilations);
      expect(networkFacts(network).receptiveField).toBe(frames);
      const impulse = new Float32Array(frames + 50);
      impulse[0] = 1;
      for (const engine of ['wasm', 'interpreter'] as const) {
        const [response] = runEngine(await engineFor(network, { engine }), [impulse]);
        expect(response[frames - 1]).toBeGreaterThan(0);
        expect(response.subarray(frames).every((sample) => sample === 0)).toBe(true);
      }
    },
  );

  test('the receptive field follows the longest path', () => {
    const builder = new NetworkBuilder(48000, 1);
    const weight = new Float32Array(3).fill(1);
    const short = builder.conv1d(0, { outChannels: 1, kernelSize: 3, weight, bias: null });
    const long = builder.conv1d(short, { outChannels: 1, kernelSize: 3, dilation: 10, weight, bias: null });
    expect(networkFacts(builder.build(builder.add(short, long))).receptiveField).toBe(23);
  });

  test('work does not depend on dilation, state grows with it', () => {
    const near = networkFacts(stack(3, [1, 1, 1]));
    const far = networkFacts(stack(3, [512, 512, 512]));
    expect(near.macsPerFrame).toBe(9);
    expect(far.macsPerFrame).toBe(near.macsPerFrame);
    expect(near.stateBytes).toBe(4 * 6);
    expect(far.stateBytes).toBe(512 * near.stateBytes);
  });

  test('plain work per frame is counted beside multiply-adds, and memory by whole rings', () => {
    const builder = new NetworkBuilder(48000, 10);
    const shared = builder.activation(0, { kind: 'tanh' });
    const sum = builder.build(builder.add(shared, shared, 0));
    expect(operationsPerFrame(sum)).toBe(32 + 10 + (32 + 1 + 16 * 10) + (32 + 3 + 3 * 10));
    expect(operationsPerFrame(sum, 2)).toBe(32 + 3 + 3 * 10);
    expect(memoryBytes(sum)).toBe(4 * 30 * 160);
    expect(memoryBytes(stack(2, [100]))).toBe(4 * (160 + 512 + 160));
  });

  test('parameters count weights, biases and slopes; a history that two convolutions share counts once', () => {
    const builder = new NetworkBuilder(48000, 2);
    const a = builder.conv1d(0, {
      outChannels: 3,
      kernelSize: 2,
      weight: new Float32Array(12),
      bias: new Float32Array(3),
    });
    const b = builder.conv1d(0, { outChannels: 3, kernelSize: 4, weight: new Float32Array(24), bias: null });
    const sum = builder.activation(builder.add(a, b), { kind: 'prelu', negativeSlopes: new Float32Array(3) });
    expect(networkFacts(builder.build(sum))).toEqual({
      receptiveField: 4,
      parameters: 12 + 3 + 24 + 3,
      macsPerFrame: 36,
      stateBytes: 3 * 2 * 4,
    });
  });
});
