import { describe, expect, it } from 'vitest';
import { parseModel } from '../../src/formats/parse-model.js';
import { NetworkBuilder } from '../../src/network/builder.js';
import { historySignals } from '../../src/network/engine.js';
import { silenceState } from '../../src/network/silence.js';
import { tapNetwork } from '../../src/network/tap.js';
import { renderModel } from '../../src/offline/render.js';
import { tapModel } from '../../src/offline/tap-model.js';
import { A1, encodeFile, makeWaveNetFile } from '../support/make-wavenet.js';
import { modelOf } from '../support/model-of.js';
import { engineFor, peakOf, runEngine } from '../support/run-engine.js';
import { noise } from '../support/signals.js';
import { tinyWaveNet } from '../support/tiny-wavenet.js';

const rms = (signal: Float32Array) => Math.sqrt(signal.reduce((sum, x) => sum + x * x, 0) / signal.length);

describe('a network that is tapped', () => {
  it('gives the tapped signal, its channels mixed to one', async () => {
    const builder = new NetworkBuilder(48_000, 1);
    const two = { outChannels: 2, kernelSize: 1, weight: Float32Array.of(2, 4), bias: Float32Array.of(0.5, 3) };
    const wide = builder.conv1d(0, two);
    const end = { outChannels: 1, kernelSize: 1, weight: Float32Array.of(9, 9), bias: null };
    const network = builder.build(builder.conv1d(wide, end));
    const input = noise(300, 1);
    const [output] = runEngine(await engineFor(tapNetwork(network, wide, Math.SQRT2)), [input]);
    output.forEach((y, t) => {
      expect(y).toBeCloseTo(6 * input[t], 5);
    });
  });

  it.each(historySignals(parseModel(encodeFile(tinyWaveNet())).network()))(
    'at signal %i answers silence with silence',
    async (signal) => {
      const network = parseModel(encodeFile(tinyWaveNet())).network();
      const tapped = tapNetwork(network, signal);
      expect(peakOf(runEngine(await engineFor(tapped), [new Float32Array(500)]))).toBeLessThan(1e-5);
      expect(silenceState(tapped).signals[tapped.output][0]).toBeCloseTo(0, 5);
      expect(historySignals(tapped)).toEqual(historySignals(network).filter((id) => id < signal));
    },
  );

  it('refuses signals that it does not have', () => {
    const network = parseModel(encodeFile(tinyWaveNet())).network();
    for (const signal of [-1, 0.5, network.ops.length]) expect(() => tapNetwork(network, signal)).toThrow(RangeError);
  });
});

describe('a model that is tapped', () => {
  const model = parseModel(encodeFile(makeWaveNetFile(A1.nano, 3)));
  const signals = historySignals(model.network());
  const tone = Float32Array.from({ length: 24_000 }, (_, t) => 0.25 * Math.sin((2 * Math.PI * 220 * t) / 48_000));

  it.each([signals[1], signals[9], signals.at(-1)!])('at signal %i is about as loud as the whole', async (signal) => {
    const [whole] = await renderModel(model, [tone]);
    const [part] = await renderModel(await tapModel(model, signal), [tone]);
    expect(Math.abs(20 * Math.log10(rms(part) / rms(whole)))).toBeLessThan(12);
  });

  it('is not turned up without end where nothing comes', async () => {
    const builder = new NetworkBuilder(48_000, 1);
    const silent = { outChannels: 1, kernelSize: 1, weight: Float32Array.of(0), bias: null };
    const nothing = builder.conv1d(0, silent);
    const tapped = await tapModel(modelOf(builder.build(builder.add(nothing, 0))), nothing);
    const [output] = await renderModel(tapped, [tone]);
    expect(peakOf([output])).toBe(0);
  });
});
