import { expect, test } from 'vitest';
import { NetworkBuilder } from '../../src/network/builder.js';
import { networkFacts } from '../../src/network/facts.js';
import { silenceState } from '../../src/network/silence.js';
import { randomNetwork } from '../support/random-network.js';
import { engineFor, runEngine } from '../support/run-engine.js';

test('the silence state is what a stack settles to when zeros come in for a receptive field', async () => {
  for (let seed = 0; seed < 40; seed++) {
    const network = randomNetwork(seed);
    const silence = silenceState(network).signals[network.output];
    const frames = networkFacts(network).receptiveField + 1;
    const engine = await engineFor(network, { engine: 'interpreter' });
    // Noise first: after it the histories hold anything but the silence state.
    const input = Array.from({ length: network.channels[0] }, () =>
      Float32Array.from({ length: 300 + frames }, (_, t) => (t < 300 ? Math.sin(t * t) : 0)),
    );
    runEngine(engine, input).forEach((channel, c) => {
      const last = channel[channel.length - 1];
      expect(Math.abs(last - silence[c])).toBeLessThanOrEqual(1e-5 * Math.max(1, Math.abs(last)));
    });
  }
});

test('a bias passes through a convolution as often as it has taps', () => {
  const builder = new NetworkBuilder(48000, 1);
  const first = builder.conv1d(0, {
    outChannels: 1,
    kernelSize: 1,
    weight: Float32Array.of(5),
    bias: Float32Array.of(2),
  });
  const second = builder.conv1d(first, {
    outChannels: 1,
    kernelSize: 3,
    weight: Float32Array.of(1, 10, 100),
    bias: null,
  });
  expect(silenceState(builder.build(second)).signals.map(([value]) => value)).toEqual([0, 2, 222]);
});
