import * as runtime from 'onnxruntime-web';
import { beforeAll, describe, expect, it } from 'vitest';
import { networkToOnnx } from '../../bench/onnx/network-to-onnx.js';
import { OnnxEngine } from '../../bench/onnx/onnx-engine.js';
import { Interpreter } from '../../src/interpreter/interpreter.js';
import { NetworkBuilder } from '../../src/network/builder.js';
import type { Network, Op } from '../../src/network/network.js';
import { randomAudio, randomNetwork } from '../support/random-network.js';
import { peakOf, runEngine } from '../support/run-engine.js';

const BLOCK_FRAMES = 64;
const BLOCKS = 6;

beforeAll(() => {
  runtime.env.wasm.numThreads = 1;
});

/** The same network without the approximations that ONNX has no operator for. */
function exactly(network: Network): Network {
  const exact = (op: Op): Op => {
    if (op.kind === 'activation' && op.activation.kind === 'fastTanh') return { ...op, activation: { kind: 'tanh' } };
    return op.kind === 'lstm' ? { ...op, gates: 'exact' } : op;
  };
  return { ...network, ops: network.ops.map(exact) };
}

/** The largest difference between runtime and interpreter over some blocks, relative to max(1, peak). */
async function errorOf(network: Network, seed: number): Promise<number> {
  const input = randomAudio(seed, network.channels[0], BLOCK_FRAMES * BLOCKS);
  const expected = runEngine(new Interpreter(network), input);
  const engine = await OnnxEngine.open(runtime, networkToOnnx(network, BLOCK_FRAMES));
  let error = 0;
  for (let start = 0; start < BLOCK_FRAMES * BLOCKS; start += BLOCK_FRAMES) {
    const block = Float32Array.from(input.flatMap((channel) => [...channel.subarray(start, start + BLOCK_FRAMES)]));
    const output = await engine.process(block);
    const want = expected.flatMap((channel) => [...channel.subarray(start, start + BLOCK_FRAMES)]);
    expect(output).toHaveLength(want.length);
    for (const [n, value] of want.entries()) error = Math.max(error, Math.abs(output[n] - value));
  }
  return error / Math.max(1, peakOf(expected));
}

describe('a network as ONNX graph, run by onnxruntime-web block by block', () => {
  it('gives what our engine gives, whatever the network', async () => {
    for (let seed = 1; seed <= 30; seed++) {
      const network = exactly(randomNetwork(seed, { recurrent: seed % 3 === 0 }));
      expect(await errorOf(network, seed), `seed ${seed}`).toBeLessThan(1e-4);
    }
  }, 120_000);

  it('remembers across blocks what a convolution with a long lookback needs', async () => {
    const builder = new NetworkBuilder(48_000, 1);
    const weight = Float32Array.of(1, 0);
    const network = builder.build(
      builder.conv1d(builder.input, {
        outChannels: 1,
        kernelSize: 2,
        dilation: 3 * BLOCK_FRAMES + 1,
        weight,
        bias: null,
      }),
    );
    expect(await errorOf(network, 1)).toBe(0);
  });

  it('refuses approximations, so that nobody compares unlike things', () => {
    const builder = new NetworkBuilder(48_000, 1);
    const network = builder.build(builder.activation(builder.input, { kind: 'fastTanh' }));
    expect(() => networkToOnnx(network, 128)).toThrow('expected an exact one, got fastTanh');
  });
});
