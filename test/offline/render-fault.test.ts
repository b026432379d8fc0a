import { describe, expect, it } from 'vitest';
import { DilatoneError } from '../../src/errors.js';
import { NetworkBuilder } from '../../src/network/builder.js';
import type { Network } from '../../src/network/network.js';
import { type RenderOptions, renderModel } from '../../src/offline/render.js';
import { RenderFault } from '../../src/offline/render-fault.js';
import { modelOf } from '../support/model-of.js';

/** y = 1/x for `channels` signals: infinite where the input is zero. */
function inverse(channels = 1): Network {
  const builder = new NetworkBuilder(48_000, channels);
  return builder.build(builder.activation(builder.input, { kind: 'reciprocal' }), 'zero');
}

/** Ones, with a zero at a frame. */
function ones(frames: number, zeroAt: number): Float32Array {
  return new Float32Array(frames).fill(1).fill(0, zeroAt, zeroAt + 1);
}

async function faultOf(network: Network, input: Float32Array[], options: RenderOptions = {}): Promise<RenderFault> {
  const error = await renderModel(modelOf(network), input, options).catch((caught: unknown) => caught);
  expect(error).toBeInstanceOf(RenderFault);
  expect(error).toBeInstanceOf(DilatoneError);
  return error as RenderFault;
}

describe('a model that gives a sample which is not finite', () => {
  it.each([1, 17, 128, 5000])('ends the rendering with the frame, in blocks of %i', async (blockSize) => {
    const fault = await faultOf(inverse(), [ones(3000, 1234)], { blockSize });
    expect(fault.code).toBe('fault');
    expect(fault.frame).toBe(1234);
    expect(fault.message).toBe(
      'output: expected finite numbers, got Infinity from frame 1234 (0.026 s) of channel 1 on',
    );
    expect(fault.rendered[0]).toEqual(new Float32Array(3000).fill(1, 0, 1234));
  });

  it('names the earliest of its channels', async () => {
    const fault = await faultOf(inverse(2), [ones(900, 800), ones(900, 70)]);
    expect([fault.frame, fault.channel]).toEqual([70, 1]);
  });

  it('names the channel that it processes by itself', async () => {
    const fault = await faultOf(inverse(), [ones(900, 901), ones(900, 70)]);
    expect([fault.frame, fault.channel]).toEqual([70, 1]);
    expect(fault.rendered[0]).toEqual(new Float32Array(900).fill(1));
  });

  it('names a frame of the sound, not of the model, where the rates differ', async () => {
    const builder = new NetworkBuilder(48_000, 1);
    const gain = { outChannels: 1, kernelSize: 1, weight: Float32Array.of(3e38), bias: null };
    const network = builder.build(builder.conv1d(builder.conv1d(builder.input, gain), gain));
    const sound = new Float32Array(3000).fill(1e-3, 1500);
    const fault = await faultOf(network, [sound], { sampleRate: 44_100 });
    expect(fault.frame).toBeGreaterThan(1300);
    expect(fault.frame).toBeLessThan(1510);
    expect(fault.rendered[0].every(Number.isFinite)).toBe(true);
  });
});

it('input that is not finite is refused with its place', async () => {
  const sound = [new Float32Array(100), new Float32Array(100).fill(Number.NaN, 42, 43)];
  await expect(renderModel(modelOf(inverse()), sound)).rejects.toThrow(
    'input: channel 2, frame 42: expected a finite number, got NaN',
  );
});
