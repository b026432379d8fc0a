import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { pictureOf } from '../../demo/analysis/network-picture.js';
import { describeFields, fieldsOf, heardShareOf } from '../../demo/explore/fields.js';
import { NetworkBuilder, parseModel } from '../../src/index.js';

/** A stack of convolutions of one channel. */
function pictureWith(dilations: readonly number[], kernelSize: number) {
  const builder = new NetworkBuilder(48_000, 1);
  const weight = new Float32Array(kernelSize).fill(1);
  const output = dilations.reduce(
    (signal, dilation) => builder.conv1d(signal, { outChannels: 1, kernelSize, dilation, weight, bias: null }),
    builder.input,
  );
  return pictureOf(builder.build(output));
}

const words = (picture: Parameters<typeof describeFields>[0]) =>
  describeFields(picture).replace(/[\u00a0\u202f]/g, ' ');

describe('what a model hears', () => {
  test('a capture of 20 layers: 41 frames plain, 4 093 dilated', () => {
    const bytes = readFileSync(new URL('../../models/triode-crunch.nam', import.meta.url));
    const picture = pictureOf(parseModel(bytes).network());
    expect(words(picture)).toBe(
      '20 layers. Plain they would hear 41 frames, 0.85 ms; dilated 4 093, 85 ms, at the same cost. ' +
        'Every one of these frames is heard.',
    );
    const points = fieldsOf(picture);
    expect(points.map(({ layer }) => layer)).toEqual(Array.from({ length: 21 }, (_, n) => n));
    expect(points.at(-1)).toEqual({ layer: 20, dilation: 512, dilatedFrames: 4093, plainFrames: 41 });
    for (let n = 1; n < 21; n++) expect(points[n].dilatedFrames).toBeGreaterThan(points[n - 1].dilatedFrames);
  });

  test('grows layer by layer', () => {
    expect(fieldsOf(pictureWith([1, 2, 4], 2)).map(({ dilatedFrames }) => dilatedFrames)).toEqual([1, 2, 4, 8]);
  });

  test('holes are counted', () => {
    expect(heardShareOf(pictureWith([4, 4, 4], 3))).toBe(7 / 25);
    expect(words(pictureWith([4, 4, 4], 3))).toContain('Of these frames 28 % are heard');
    expect(heardShareOf(pictureWith([1, 3, 9], 3))).toBe(1);
  });

  test('one layer is one layer', () => {
    expect(words(pictureWith([1], 3))).toContain('1 layer, none of them dilated');
  });
});
