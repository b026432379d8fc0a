import { describe, expect, it } from 'vitest';
import { parseModel } from '../../src/formats/parse-model.js';
import { Interpreter } from '../../src/interpreter/interpreter.js';
import type { Model } from '../../src/model/model.js';
import { encodeFile } from '../support/make-wavenet.js';
import { numbers, tinyConvNet, tinyLinear, tinyLstm } from '../support/small-files.js';

const modelOf = (file: object): Model => parseModel(encodeFile(file));

/** The output of a model for an input of so many channels, in its silence state before. [channels][frames] */
function run(model: Model, input: readonly Float32Array[]): Float32Array[] {
  const output = Array.from({ length: model.info.outputs }, () => new Float32Array(input[0].length));
  new Interpreter(model.network()).process(output, input, input[0].length);
  return output;
}

/** Channels of a smooth signal, each another. */
const signal = (channels: number, frames = 40) =>
  Array.from({ length: channels }, (_, c) =>
    Float32Array.from({ length: frames }, (_, t) => Math.sin(0.1 * t * (t + c))),
  );

const impulse = Float32Array.from({ length: 6 }, (_, t) => (t === 1 ? 1 : 0));
const silence = new Float32Array(6);

describe('a Linear', () => {
  it('answers an impulse with its weights, the current frame’s first', () => {
    const model = modelOf({
      ...tinyLinear(),
      config: { receptive_field: 4, bias: false },
      weights: [0.5, 0.25, -1, 2],
    });
    expect(run(model, [impulse])).toEqual([Float32Array.of(0, 0.5, 0.25, -1, 2, 0)]);
    expect(model.info).toMatchObject({ architecture: 'Linear', receptiveField: 4, parameters: 4, layers: 1 });
  });

  it('adds its bias to every frame', () => {
    const output = run(modelOf({ ...tinyLinear(), weights: [1, 0, 0, 0.5] }), [impulse]);
    expect(output).toEqual([Float32Array.of(0.5, 1.5, 0.5, 0.5, 0.5, 0.5)]);
  });

  it('of as many outputs as inputs has one response for all', () => {
    const config = { receptive_field: 2, bias: true, in_channels: 2, out_channels: 2 };
    const model = modelOf({ ...tinyLinear(), config, weights: [1, 2, 0.5] });
    expect(run(model, [impulse, silence])).toEqual([
      Float32Array.of(0.5, 1.5, 2.5, 0.5, 0.5, 0.5),
      new Float32Array(6).fill(0.5),
    ]);
  });

  it('of one input has a response and a bias for each output', () => {
    const config = { receptive_field: 2, bias: true, out_channels: 2 };
    const model = modelOf({ ...tinyLinear(), config, weights: [1, 2, 3, 4, 0, 0.5] });
    expect(run(model, [impulse])).toEqual([
      Float32Array.of(0, 1, 2, 0, 0, 0),
      Float32Array.of(0.5, 3.5, 4.5, 0.5, 0.5, 0.5),
    ]);
  });

  it('of one output adds up a response for each input', () => {
    const config = { receptive_field: 2, bias: false, in_channels: 2 };
    const model = modelOf({ ...tinyLinear(), config, weights: [1, 2, 3, 4] });
    expect(run(model, [impulse, silence])).toEqual([Float32Array.of(0, 1, 2, 0, 0, 0)]);
    expect(run(model, [silence, impulse])).toEqual([Float32Array.of(0, 3, 4, 0, 0, 0)]);
  });
});

describe('an LSTM', () => {
  it('of several layers, inputs and outputs runs as its equations say', () => {
    const [hidden, inputs, outputs] = [3, 2, 2];
    const config = {
      num_layers: 2,
      input_size: inputs,
      hidden_size: hidden,
      in_channels: inputs,
      out_channels: outputs,
    };
    const sizes = [4 * hidden * (inputs + hidden) + 6 * hidden, 8 * hidden * hidden + 6 * hidden];
    const weights = numbers(sizes[0] + sizes[1] + outputs * (hidden + 1), 9).map((number) => 3 * number);
    const model = modelOf({ ...tinyLstm(), config, weights });
    expect(model.info).toMatchObject({ inputs, outputs, layers: 2, parameters: weights.length });

    const input = signal(inputs);
    const cells = [
      lstm(weights.slice(0, sizes[0]), hidden),
      lstm(weights.slice(sizes[0], sizes[0] + sizes[1]), hidden),
    ];
    const head = weights.slice(sizes[0] + sizes[1]);
    const step = (x: readonly number[]) => cells.reduce((y, cell) => cell(y), x);
    for (let frame = 0; frame < 24_000; frame++) step([0, 0]);
    const expected = Array.from(input[0], (_, t) => {
      const h = step(input.map((channel) => channel[t]));
      return [0, 1].map((o) => h.reduce((y, x, i) => y + head[o * hidden + i] * x, head[outputs * hidden + o]));
    });
    const output = run(model, input);
    for (const [t, frame] of expected.entries()) {
      for (const [o, y] of frame.entries()) expect(output[o][t]).toBeCloseTo(y, 6);
    }
    expect(Math.max(...output[1])).toBeGreaterThan(Math.min(...output[1]) + 0.1);
  });

  it('has the fast approximation in its gates in fast mode', () => {
    const model = modelOf(tinyLstm());
    const gates = (tanh: 'exact' | 'fast') =>
      model.network({ tanh }).ops.flatMap((op) => (op.kind === 'lstm' ? [op.gates] : []));
    expect([gates('exact'), gates('fast')]).toEqual([
      ['exact', 'exact'],
      ['fast', 'fast'],
    ]);
  });
});

describe('a ConvNet', () => {
  it('with batch normalization runs as its equations say', () => {
    const file = tinyConvNet();
    const [input] = signal(1);
    const weights = file.weights ?? [];
    let at = 0;
    const take = (count: number) => {
      at += count;
      return weights.slice(at - count, at);
    };
    const layers = [1, 4].map((dilation, index) => {
      const kernels = take(3 * (index === 0 ? 1 : 3) * 2);
      return { dilation, kernels, norm: [take(3), take(3), take(3), take(3), take(1)] };
    });
    let x: number[][] = [[...input]];
    for (const { dilation, kernels, norm } of layers) {
      const [mean, variance, scale, shift, [epsilon]] = norm;
      x = mean.map((_, o) =>
        Array.from(input, (_, t) => {
          // Silence before the first frame is not zero in deeper layers; the frames compared are behind its reach.
          const sum = x.reduce((y, channel, i) => {
            const [old, current] = kernels.slice((o * x.length + i) * 2);
            return y + old * (channel[t - dilation] ?? 0) + current * channel[t];
          }, 0);
          return Math.tanh(((sum - mean[o]) * scale[o]) / Math.sqrt(epsilon + variance[o]) + shift[o]);
        }),
      );
    }
    const [w0, w1, w2, bias] = take(4);
    const output = run(modelOf(file), [input])[0];
    for (let t = 5; t < input.length; t++) {
      expect(output[t]).toBeCloseTo(w0 * x[0][t] + w1 * x[1][t] + w2 * x[2][t] + bias, 6);
    }
    expect(at).toBe(weights.length);
  });

  it('may have groups, several inputs and several outputs', () => {
    const config = {
      ...{ channels: 4, dilations: [1, 4], batchnorm: false, activation: { type: 'LeakyReLU', negative_slope: 0.3 } },
      ...{ groups: 2, in_channels: 2, out_channels: 3 },
    };
    const weights = numbers(4 * 1 * 2 + 4 + (4 * 2 * 2 + 4) + 3 * (4 + 1), 10);
    const { info, network } = ((model) => ({ info: model.info, network: model.network() }))(
      modelOf({ ...tinyConvNet(), config, weights }),
    );
    expect(info).toMatchObject({ inputs: 2, outputs: 3, layers: 2, receptiveField: 1 + 1 + 4 });
    expect(network.ops).toMatchObject([
      { kind: 'input', channels: 2 },
      { kind: 'conv1d', outChannels: 4, kernelSize: 2, dilation: 1, groups: 2 },
      { kind: 'activation', activation: { kind: 'leakyRelu', negativeSlope: 0.3 } },
      { kind: 'conv1d', outChannels: 4, kernelSize: 2, dilation: 4, groups: 2 },
      { kind: 'activation' },
      { kind: 'conv1d', outChannels: 3, kernelSize: 1 },
    ]);
  });

  it('has fast tanh in fast mode', () => {
    const { ops } = modelOf(tinyConvNet()).network({ tanh: 'fast' });
    expect(ops.filter(({ kind }) => kind === 'activation')).toMatchObject([
      { activation: { kind: 'fastTanh' } },
      { activation: { kind: 'fastTanh' } },
    ]);
  });
});

/** One LSTM as its equations say: a function from a frame of its input to the next hidden state. */
function lstm(weights: readonly number[], hiddenSize: number): (x: readonly number[]) => number[] {
  const columns = (weights.length - 6 * hiddenSize) / (4 * hiddenSize);
  const bias = weights.slice(4 * hiddenSize * columns);
  let hidden = bias.slice(4 * hiddenSize, 5 * hiddenSize);
  let cell = bias.slice(5 * hiddenSize);
  const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));
  return (x) => {
    const seen = [...x, ...hidden];
    const row = (index: number) =>
      seen.reduce((sum, value, i) => sum + weights[index * columns + i] * value, bias[index]);
    const next = cell.map((c, j) => {
      const [i, f, g] = [row(j), row(hiddenSize + j), row(2 * hiddenSize + j)];
      return sigmoid(f) * c + sigmoid(i) * Math.tanh(g);
    });
    hidden = next.map((c, j) => sigmoid(row(3 * hiddenSize + j)) * Math.tanh(c));
    cell = next;
    return hidden;
  };
}
