import { afterEach, describe, expect, it, vi } from 'vitest';
import { DilatoneError } from '../../src/errors.js';
import { Interpreter } from '../../src/interpreter/interpreter.js';
import { NetworkBuilder } from '../../src/network/builder.js';
import type { Network } from '../../src/network/network.js';
import { renderModel } from '../../src/offline/render.js';
import { modelOf } from '../support/model-of.js';
import { sameBits } from '../support/same-bits.js';
import { seededRandom } from '../support/seeded-random.js';
import { noise } from '../support/signals.js';

/** A small causal stack with memory, whose answer to silence is not silent. */
function stack(inputs: number, outputs: number, sampleRate = 48_000): Network {
  const random = seededRandom(inputs * 10 + outputs);
  const numbers = (count: number) => Float32Array.from({ length: count }, () => random() - 0.5);
  const builder = new NetworkBuilder(sampleRate, inputs);
  let signal = builder.input;
  for (const dilation of [1, 9, 60]) {
    const weight = numbers(5 * 2 * builder.channels(signal));
    const conv = builder.conv1d(signal, { outChannels: 5, kernelSize: 2, dilation, weight, bias: numbers(5) });
    signal = builder.activation(conv, { kind: 'tanh' });
  }
  const weight = numbers(5 * outputs);
  return builder.build(builder.conv1d(signal, { outChannels: outputs, kernelSize: 1, weight, bias: null }));
}

/** y = x. */
function identity(sampleRate: number): Network {
  const builder = new NetworkBuilder(sampleRate, 1);
  return builder.build(builder.input);
}

/** What the plain engine gives for one whole block from the silence state. */
function plain(network: Network, input: Float32Array[]): Float32Array[] {
  const engine = new Interpreter(network);
  const output = Array.from({ length: engine.outputChannels }, () => new Float32Array(input[0].length));
  engine.process(output, input, input[0].length);
  return output;
}

afterEach(() => {
  vi.restoreAllMocks();
});

describe.each(['wasm', 'interpreter'] as const)('rendering with the %s engine', (engine) => {
  it('processes every channel by itself, from the silence state', async () => {
    const network = stack(1, 1);
    const channels = [noise(3_000, 1), noise(3_000, 2), noise(3_000, 1)];
    const rendered = await renderModel(modelOf(network), channels, { engine });
    expect(rendered.length).toBe(3);
    channels.forEach((channel, c) => {
      const [expected] = plain(network, [channel]);
      expect(rendered[c].length).toBe(channel.length);
      expected.forEach((value, t) => {
        expect(Math.abs(rendered[c][t] - value)).toBeLessThan(1e-5);
      });
    });
    expect(sameBits(rendered[2], rendered[0])).toBe(true);
  });

  it.each([48_000, 44_100])('gives the same bits for every block size, at %d Hz', async (sampleRate) => {
    const model = modelOf(stack(1, 1));
    const input = noise(5_000, 3);
    const [expected] = await renderModel(model, [input], { engine, sampleRate });
    for (const blockSize of [1, 7, 1000, 4096, 10_000_000_000]) {
      const [output] = await renderModel(model, [input], { engine, sampleRate, blockSize });
      expect(sameBits(output, expected), `blocks of ${blockSize}`).toBe(true);
    }
  });

  it.each([
    [2, 1],
    [1, 2],
    [3, 2],
  ])('feeds a model of %d inputs and %d outputs all channels together', async (inputs, outputs) => {
    const network = stack(inputs, outputs);
    const channels = Array.from({ length: inputs }, (_, c) => noise(700, c));
    const rendered = await renderModel(modelOf(network), channels, { engine });
    const expected = plain(network, channels);
    expect(rendered.length).toBe(outputs);
    rendered.forEach((channel, c) => {
      channel.forEach((value, t) => {
        expect(Math.abs(value - expected[c][t])).toBeLessThan(1e-5);
      });
    });
    await expect(renderModel(modelOf(network), [...channels, noise(700, 9)], { engine })).rejects.toThrow(
      `channels: expected ${inputs}, one per input of the model, got ${inputs + 1}`,
    );
  });
});

describe('rendering', () => {
  const engine = 'interpreter';

  it.each([44_100, 96_000, 22_050, 44_099, 192_000])(
    'keeps audio at %d Hz in time with the input',
    async (sampleRate) => {
      const hz = 0.3 * Math.min(sampleRate, 48_000);
      // A burst in the middle, so that both ends are silent.
      const input = Float32Array.from({ length: 4_001 }, (_, t) => {
        return Math.exp(-(((t - 2_000) / 300) ** 2)) * Math.sin((2 * Math.PI * hz * t) / sampleRate);
      });
      const [output] = await renderModel(modelOf(identity(48_000)), [input], { engine, sampleRate });
      expect(output.length).toBe(input.length);
      output.forEach((value, t) => {
        expect(Math.abs(value - input[t])).toBeLessThan(1e-4);
      });
    },
  );

  it('answers silence with what the model answers to endless silence, at any rate', async () => {
    const network = stack(1, 1);
    const silence = new Float32Array(2_000);
    const [[expected]] = plain(network, [silence]);
    expect(Math.abs(expected)).toBeGreaterThan(1e-3);
    for (const sampleRate of [48_000, 44_100, 96_000]) {
      const [output] = await renderModel(modelOf(network), [silence], { engine, sampleRate });
      for (const value of output) expect(Math.abs(value - expected)).toBeLessThan(1e-6);
    }
  });

  it('leaves its input as it was', async () => {
    const input = noise(1_000, 4);
    const before = input.slice();
    await renderModel(modelOf(stack(1, 1)), [input], { engine, sampleRate: 44_100 });
    expect(sameBits(input, before)).toBe(true);
  });

  it('makes nothing of nothing', async () => {
    const model = modelOf(stack(1, 1));
    expect(await renderModel(model, [], { engine })).toEqual([]);
    expect(await renderModel(model, [new Float32Array(0)], { engine })).toEqual([new Float32Array(0)]);
    const resampled = await renderModel(model, [new Float32Array(0)], { engine, sampleRate: 44_100 });
    expect(resampled).toEqual([new Float32Array(0)]);
    const stereo = await renderModel(modelOf(stack(2, 2)), [new Float32Array(0), new Float32Array(0)], { engine });
    expect(stereo).toEqual([new Float32Array(0), new Float32Array(0)]);
  });

  it('reports growing shares of the work, last of all 1', async () => {
    everyLookAtTheClockTakes(100);
    const shares: number[] = [];
    const channels = [noise(1_000, 5), noise(1_000, 6)];
    await renderModel(modelOf(stack(1, 1)), channels, { engine, onProgress: (share) => shares.push(share) });
    expect(shares.length).toBeGreaterThan(10);
    expect(shares.at(-1)).toBe(1);
    expect(shares.every((share, i) => share >= 0 && (i === 0 || share >= shares[i - 1]))).toBe(true);
  });

  it('reports also while the system clock is set back', async () => {
    everyLookAtTheClockTakes(-100);
    const onProgress = vi.fn();
    await renderModel(modelOf(stack(1, 1)), [noise(2_000, 5)], { engine, onProgress });
    expect(onProgress.mock.calls.length).toBeGreaterThan(3);
  });

  it.each(['MessageChannel', 'setTimeout'])('lets the event loop turn while it works (%s)', async (means) => {
    everyLookAtTheClockTakes(100);
    if (means === 'setTimeout') vi.stubGlobal('MessageChannel', undefined);
    let turns = 0;
    let rendering = true;
    const turn = () => {
      if (!rendering) return;
      turns++;
      setImmediate(turn);
    };
    setImmediate(turn);
    await renderModel(modelOf(stack(1, 1)), [noise(2_000, 7)], { engine });
    rendering = false;
    vi.unstubAllGlobals();
    expect(turns).toBeGreaterThan(3);
  });

  it('ends when the signal says so, with its reason', async () => {
    everyLookAtTheClockTakes(100);
    const controller = new AbortController();
    const reason = new Error('enough');
    const rendering = renderModel(modelOf(stack(1, 1)), [noise(5_000, 8)], {
      engine,
      signal: controller.signal,
      onProgress: (share) => {
        expect(share).toBeLessThan(0.5);
        controller.abort(reason);
      },
    });
    const error = await rendering.catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(DilatoneError);
    expect(error).toMatchObject({ code: 'aborted', where: 'render', cause: reason });
    const late = renderModel(modelOf(stack(1, 1)), [], { engine, signal: controller.signal });
    await expect(late).rejects.toMatchObject({ code: 'aborted' });
  });

  it('refuses wrong arguments', async () => {
    const model = modelOf(stack(1, 1));
    const input = [noise(10, 1)];
    for (const blockSize of [0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY]) {
      await expect(renderModel(model, input, { engine, blockSize })).rejects.toThrow(RangeError);
    }
    for (const sampleRate of [0, -1, Number.NaN, Number.POSITIVE_INFINITY]) {
      await expect(renderModel(model, input, { engine, sampleRate })).rejects.toThrow(RangeError);
    }
    await expect(renderModel(model, input, { engine, sampleRate: 10 })).rejects.toThrow(
      'sample rates: expected a ratio',
    );
    await expect(renderModel(model, [noise(10, 1), noise(11, 1)], { engine })).rejects.toThrow('expected 10 frames');
    await expect(renderModel(model, [[0, 1]] as unknown as Float32Array[], { engine })).rejects.toThrow(TypeError);
    await expect(renderModel(model, input[0] as unknown as Float32Array[], { engine })).rejects.toThrow(TypeError);
    await expect(renderModel(model, input, { engine: 'fast' as 'wasm' })).rejects.toThrow(
      new RangeError('engine: expected auto, wasm or interpreter, got fast'),
    );
    await expect(renderModel(Promise.resolve(model) as never, input, { engine })).rejects.toThrow(
      new TypeError('model: expected what loadModel resolves with, got a Promise; is an await missing?'),
    );
    await expect(renderModel(undefined as never, input, { engine })).rejects.toThrow(TypeError);
  });
});

/** A clock that a busy machine cannot disturb. */
function everyLookAtTheClockTakes(ms: number): void {
  let now = 0;
  vi.spyOn(Date, 'now').mockImplementation(() => {
    now += ms;
    return now;
  });
}
