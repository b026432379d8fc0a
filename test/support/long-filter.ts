import { NetworkBuilder } from '../../src/network/builder.js';
import type { Network } from '../../src/network/network.js';
import { randomAudio } from './random-network.js';

/** A long filter to make. */
export interface FilterShape {
  readonly taps: number;
  readonly inputs?: number;
  readonly outputs?: number;
  /** Ops around the filter, so that its input is computed and convolutions look back on its output. */
  readonly surrounded?: boolean;
}

/** A network that is, or holds, one filter with decaying random taps. */
export function filterNetwork({ taps, inputs = 1, outputs = 1, surrounded = false }: FilterShape): Network {
  const builder = new NetworkBuilder(48000, inputs);
  const [weight, bias] = [outputs * inputs * taps, outputs].map((length, n) => randomAudio(n + 1, 1, length)[0]);
  const decay = weight.map((w, n) => (w * Math.exp((-3 * (taps - 1 - (n % taps))) / taps)) / Math.sqrt(taps));
  const smooth = { outChannels: inputs, kernelSize: 2, weight: new Float32Array(2 * inputs * inputs).fill(0.3), bias };
  const before = surrounded
    ? builder.conv1d(builder.input, { ...smooth, bias: new Float32Array(inputs).fill(0.2) })
    : builder.input;
  const filter = builder.conv1d(before, { outChannels: outputs, kernelSize: taps, weight: decay, bias });
  if (!surrounded) return builder.build(filter);
  const after = { outChannels: outputs, kernelSize: 3, dilation: 5, bias: null };
  return builder.build(builder.conv1d(filter, { ...after, weight: new Float32Array(3 * outputs * outputs).fill(0.4) }));
}
