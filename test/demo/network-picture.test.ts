import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { countLayers, numberOfLayer, pictureOf } from '../../demo/analysis/network-picture.js';
import { parseModel } from '../../src/index.js';
import { NetworkBuilder } from '../../src/network/builder.js';
import { networkFacts } from '../../src/network/facts.js';

const FIXTURES = ['wavenet-1-00', 'wavenet-1-10', 'wavenet-1-20', 'wavenet-1-30'];

function fixture(name: string) {
  return parseModel(readFileSync(new URL(`../fixtures/golden/${name}.nam`, import.meta.url)));
}

/** A stack of convolutions of one channel, from the input to the output. */
function stackOf(dilations: readonly number[], kernelSize: number) {
  const builder = new NetworkBuilder(48_000, 1);
  const weight = Float32Array.from({ length: kernelSize }, (_, k) => k + 1);
  let signal = builder.input;
  for (const dilation of dilations) {
    signal = builder.conv1d(signal, { outChannels: 1, kernelSize, dilation, weight, bias: null });
  }
  return builder.build(signal);
}

describe('the picture of a network', () => {
  test.each(FIXTURES)('%s: as many layers and as large a receptive field as the model tells', (name) => {
    const model = fixture(name);
    const picture = pictureOf(model.network());
    const layers = picture.bands.flatMap((band) => band.layers);
    expect(layers.length).toBeGreaterThanOrEqual(model.info.layers);
    expect(picture.receptiveField).toBe(networkFacts(model.network()).receptiveField);
    expect(Math.max(...layers.map((layer) => layer.reachFrames + layer.lookbackFrames))).toBe(
      picture.receptiveField - 1,
    );
  });

  test.each(FIXTURES)('%s: the shares of the layers make up all of the work', (name) => {
    const layers = pictureOf(fixture(name).network()).bands.flatMap((band) => band.layers);
    expect(layers.reduce((sum, layer) => sum + layer.share, 0)).toBeCloseTo(1, 9);
  });

  test.each([...FIXTURES, 'container-1-07', 'container-1-37', 'rich-1-38'])(
    '%s: has as many layers as the model tells; a head is none of them, and has no number',
    (name) => {
      const model = fixture(name);
      const picture = pictureOf(model.network());
      expect(countLayers(picture)).toBe(model.info.layers);
      const layers = picture.bands.flatMap((band) => band.layers);
      const numbers = layers.map((layer) => numberOfLayer(picture, layer)).filter((number) => number !== null);
      expect(numbers).toEqual(Array.from({ length: model.info.layers }, (_, n) => model.info.layers - n));
    },
  );

  test('tells what each layer hears, and what it would hear if none were dilated', () => {
    const picture = pictureOf(stackOf([1, 2, 4], 3));
    const [band] = picture.bands;
    expect(band.layers.map((layer) => layer.heardFrames)).toEqual([15, 7, 3]);
    expect(band.layers.map((layer) => layer.plainFrames)).toEqual([7, 5, 3]);
    expect([picture.receptiveField, picture.plainReceptiveField]).toEqual([15, 7]);
    expect(countLayers(picture)).toBe(3);
  });

  test('begins at the output, where nothing else is reached yet', () => {
    const [band] = pictureOf(stackOf([1, 2, 4], 3)).bands;
    expect(band.layers.map((layer) => layer.dilation)).toEqual([4, 2, 1]);
    expect(band.layers.map((layer) => layer.reachFrames)).toEqual([0, 8, 12]);
    expect(band.layers.map((layer) => layer.lookbackFrames)).toEqual([8, 4, 2]);
  });

  test('a tap is as strong as its weights, the present one first', () => {
    const [band] = pictureOf(stackOf([1], 3)).bands;
    expect(band.layers[0].tapStrengths).toEqual([1, 2 / 3, 1 / 3].map((x) => expect.closeTo(x, 6)));
  });

  test('layers of another width are another band', () => {
    const builder = new NetworkBuilder(48_000, 1);
    const pair = builder.conv1d(0, { outChannels: 2, kernelSize: 2, weight: new Float32Array(4).fill(1), bias: null });
    const next = builder.conv1d(pair, { outChannels: 2, kernelSize: 2, weight: new Float32Array(8), bias: null });
    const { bands } = pictureOf(builder.build(next));
    expect(bands.map((band) => [band.channels, band.layers.length])).toEqual([
      [2, 1],
      [1, 1],
    ]);
  });

  test('what does not reach the output is not drawn', () => {
    const builder = new NetworkBuilder(48_000, 1);
    const used = builder.conv1d(0, { outChannels: 1, kernelSize: 2, weight: new Float32Array(2), bias: null });
    builder.conv1d(0, { outChannels: 1, kernelSize: 9, weight: new Float32Array(9), bias: null });
    const { bands, receptiveField } = pictureOf(builder.build(used));
    expect(bands.flatMap((band) => band.layers)).toHaveLength(1);
    expect(receptiveField).toBe(2);
  });

  test('a network without memory has no layers', () => {
    const builder = new NetworkBuilder(48_000, 1);
    const { bands, receptiveField } = pictureOf(builder.build(builder.activation(0, { kind: 'tanh' })));
    expect(bands).toEqual([]);
    expect(receptiveField).toBe(1);
  });
});
