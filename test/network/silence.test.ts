import { expect, test } from 'vitest';
import { NetworkBuilder } from '../../src/network/builder.js';
import { networkFacts, recurrentPrewarmFrames } from '../../src/network/facts.js';
import { isRecurrent } from '../../src/network/network.js';
import { createCell } from '../../src/network/recurrent-cell.js';
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

test('a recurrent op that comes to rest early is left where half a second would have left it', () => {
  for (let seed = 0; seed < 20; seed++) {
    const network = randomNetwork(seed, { recurrent: true });
    const { signals, cells } = silenceState(network);
    const running = new Map(
      network.ops.flatMap((op, id) => (isRecurrent(op) && op.input === 0 ? [[id, createCell(op)]] : [])),
    );
    for (const [id, cell] of running) {
      const silence = new Float64Array(network.channels[0]);
      for (let frame = 0; frame < recurrentPrewarmFrames(network); frame++) cell.step(silence);
      cell.hidden.forEach((h, n) => {
        expect(Math.abs(h - signals[id][n])).toBeLessThanOrEqual(1e-7);
      });
      cell.cell.forEach((c, n) => {
        expect(Math.abs(c - (cells.get(id)?.cell[n] ?? Number.NaN))).toBeLessThanOrEqual(1e-6);
      });
    }
  }
});
