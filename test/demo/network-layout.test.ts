import { describe, expect, test } from 'vitest';
import type { LayerPicture, NetworkPicture } from '../../demo/analysis/network-picture.js';
import { layerAtY, layersOf, layoutNetwork } from '../../demo/drawing/network-layout.js';

function picture(...bands: readonly (readonly number[])[]): NetworkPicture {
  const layer = (dilation: number): LayerPicture => ({
    signal: dilation,
    input: dilation,
    kernelSize: 3,
    dilation,
    lookbackFrames: 2 * dilation,
    inChannels: 4,
    outChannels: 4,
    share: 0,
    reachFrames: 0,
    heardFrames: 1,
    plainFrames: 1,
    isHead: false,
    tapStrengths: [1, 1, 1],
  });
  return {
    bands: bands.map((dilations) => ({ channels: 4, layers: dilations.map(layer) })),
    receptiveField: 1 + bands.flat().reduce((sum, dilation) => sum + 2 * dilation, 0),
    plainReceptiveField: 1,
    sampleRate: 48_000,
  };
}

const TEN = [512, 256, 128, 64, 32, 16, 8, 4, 2, 1];
const CASES: [string, NetworkPicture][] = [
  ['1 layer', picture([1])],
  ['5 layers', picture([16, 8, 4, 2, 1])],
  ['20 layers in 2 bands', picture(TEN, TEN)],
  ['50 layers in 2 bands', picture([...TEN, ...TEN, 16, 8, 4, 2, 1], [...TEN, ...TEN, 16, 8, 4, 2, 1])],
];

describe.each(CASES)('the layout of %s', (_, network) => {
  describe.each([
    [950, 380],
    [330, 300],
  ])('in %s × %s pixels', (width, height) => {
    const layout = layoutNetwork(network, width, height);
    const rows = layout.fans.flatMap((fan) => fan.rowYs);

    test('keeps its rows apart, in order, between output and input', () => {
      const heights = [layout.outputY, ...rows, layout.inputY];
      for (let i = 1; i < heights.length; i++) expect(heights[i]).toBeGreaterThan(heights[i - 1]);
      expect(layout.outputY - layout.ribbonHeight).toBeGreaterThanOrEqual(0);
      expect(layout.inputY + layout.ribbonHeight).toBeLessThan(layout.timeLabelsY);
      expect(layout.timeLabelsY).toBeLessThan(height);
    });

    test('gives every layer the same height, of 2 pixels at least', () => {
      expect(layout.rowPitch).toBeGreaterThanOrEqual(2);
      for (const { rowYs } of layout.fans) {
        for (let i = 1; i < rowYs.length; i++) expect(rowYs[i] - rowYs[i - 1]).toBeCloseTo(layout.rowPitch, 9);
      }
    });

    test('finds the layer that is pointed at', () => {
      const found = layout.fans.flatMap(({ fan, rowYs }) =>
        fan.layers.map((_, i) => layerAtY(layout, (rowYs[i] + rowYs[i + 1]) / 2)),
      );
      expect(found).toEqual(layersOf(layout));
      expect(layersOf(layout)).toHaveLength(network.bands.flatMap((band) => band.layers).length);
      expect(layerAtY(layout, layout.outputY)).toBeNull();
    });
  });
});

test('narrow views drop the labels and give their room to the network', () => {
  const [wide, narrow] = [950, 330].map((width) => layoutNetwork(picture(TEN), width, 300));
  expect([wide.showsLabels, narrow.showsLabels]).toEqual([true, false]);
  expect(narrow.axis.left).toBeLessThan(wide.axis.left);
});
