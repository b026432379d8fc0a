import { describe, expect, test } from 'vitest';
import { Interpreter } from '../../src/interpreter/interpreter.js';
import { NetworkBuilder } from '../../src/network/builder.js';
import { randomAudio } from '../support/random-network.js';
import { runEngine } from '../support/run-engine.js';

describe('the interpreter', () => {
  test('an impulse comes out as the kernel, spread by the dilation, its last tap first', () => {
    const builder = new NetworkBuilder(48000, 1);
    const conv = { outChannels: 1, kernelSize: 3, dilation: 4, weight: Float32Array.of(3, 2, 1), bias: null };
    const interpreter = new Interpreter(builder.build(builder.conv1d(builder.input, conv)));
    const [response] = runEngine(interpreter, [Float32Array.of(1, ...new Array(11).fill(0))]);
    expect([...response]).toEqual([1, 0, 0, 0, 2, 0, 0, 0, 3, 0, 0, 0]);
  });

  test('a grouped convolution is the sum of its definition', () => {
    const [inChannels, outChannels, kernelSize, dilation, groups, frames] = [4, 6, 3, 5, 2, 300];
    const inputs = inChannels / groups;
    const [weight] = randomAudio(1, 1, outChannels * inputs * kernelSize);
    const [bias] = randomAudio(2, 1, outChannels);
    const x = randomAudio(3, inChannels, frames);
    const builder = new NetworkBuilder(48000, inChannels);
    const conv = { outChannels, kernelSize, dilation, groups, weight, bias };
    const y = runEngine(new Interpreter(builder.build(builder.conv1d(builder.input, conv))), x, [37]);
    for (let o = 0; o < outChannels; o++) {
      for (let t = 0; t < frames; t++) {
        let sum = bias[o];
        for (let i = 0; i < inputs; i++) {
          for (let k = 0; k < kernelSize; k++) {
            const from = t - (kernelSize - 1 - k) * dilation;
            const source = x[Math.floor((o * groups) / outChannels) * inputs + i];
            sum += weight[(o * inputs + i) * kernelSize + k] * (from < 0 ? 0 : source[from]);
          }
        }
        expect(y[o][t]).toBeCloseTo(sum, 5);
      }
    }
  });

  test('sum, product, slice and stack do what they say', () => {
    const builder = new NetworkBuilder(48000, 2);
    const { input } = builder;
    const swapped = builder.concat(builder.slice(input, 1, 1), builder.slice(input, 0, 1));
    const network = builder.build(builder.add(builder.multiply(input, swapped), input, swapped));
    const [a, b] = runEngine(new Interpreter(network), [Float32Array.of(2, 3), Float32Array.of(5, 7)]);
    expect([...a]).toEqual([2 * 5 + 2 + 5, 3 * 7 + 3 + 7]);
    expect([...b]).toEqual([...a]);
  });

  test('reset forgets the past', () => {
    const builder = new NetworkBuilder(48000, 1);
    const conv = { outChannels: 1, kernelSize: 2, dilation: 3, weight: Float32Array.of(1, 0), bias: null };
    const interpreter = new Interpreter(builder.build(builder.conv1d(builder.input, conv)));
    runEngine(interpreter, [new Float32Array(10).fill(1)]);
    interpreter.reset();
    expect([...runEngine(interpreter, [new Float32Array(4)])[0]]).toEqual([0, 0, 0, 0]);
  });
});
