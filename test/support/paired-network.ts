import { NetworkBuilder } from '../../src/network/builder.js';
import type { Network, SignalId } from '../../src/network/network.js';
import { seededRandom } from './seeded-random.js';

/**
 * A network of convolutions of three taps that are computed for pairs of frames, of all dilations for which that is done
 * differently, in random order and width: some side by side, some behind one another with nothing between, one of them
 * heard directly. The same seed gives the same network.
 */
export function pairedNetwork(seed: number): Network {
  const random = seededRandom(seed);
  const integer = (from: number, to: number): number => from + Math.floor(random() * (to - from + 1));
  const values = (length: number, scale: number): Float32Array =>
    Float32Array.from({ length }, () => (random() * 2 - 1) * scale);
  const builder = new NetworkBuilder(48000, integer(1, 2));
  const conv = (input: SignalId, outChannels: number, kernelSize: number, dilation: number): SignalId => {
    const fanIn = builder.channels(input) * kernelSize;
    return builder.conv1d(input, {
      outChannels,
      kernelSize,
      dilation,
      groups: 1,
      weight: values(outChannels * fanIn, 1.2 / Math.sqrt(fanIn)),
      bias: random() < 0.7 ? values(outChannels, 0.3) : null,
    });
  };
  const dilations = [1, 2, 4, 8, 16, 32, 128].sort(() => random() - 0.5);
  let x = conv(builder.input, integer(12, 18), 1, 1);
  for (const dilation of dilations) {
    const width = integer(12, 18);
    let y = conv(x, width, 3, dilation);
    if (random() < 0.3) y = builder.add(y, conv(x, width, 3, 2 * dilation), conv(builder.input, width, 1, 1));
    x = random() < 0.7 ? builder.activation(y, { kind: 'tanh' }) : y;
  }
  return builder.build(random() < 0.5 ? conv(x, 12, 3, 16) : conv(x, 1, 1, 1));
}
