import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fansOf } from '../../demo/analysis/fan.js';
import type { LayerPicture } from '../../demo/analysis/network-picture.js';

function layer(dilation: number, kernelSize: number): LayerPicture {
  return {
    signal: 0,
    input: 0,
    kernelSize,
    dilation,
    lookbackFrames: (kernelSize - 1) * dilation,
    inChannels: 1,
    outChannels: 1,
    share: 0,
    reachFrames: 0,
    heardFrames: 1,
    plainFrames: 1,
    isHead: false,
    tapStrengths: new Array<number>(kernelSize).fill(1),
  };
}

describe('a fan of taps', () => {
  test('of three layers of kernel 3 reaches each of the last 15 frames', () => {
    const [fan] = fansOf([layer(4, 3), layer(2, 3), layer(1, 3)]);
    expect([...fan.offsets[0]]).toEqual([0]);
    expect([...fan.offsets[1]]).toEqual([0, 4, 8]);
    expect([...fan.offsets[3]]).toEqual(Array.from({ length: 15 }, (_, n) => n));
  });

  test('reaches exactly the sums of one tap per layer', () => {
    const layers = fc.array(
      fc.record({ dilation: fc.integer({ min: 1, max: 40 }), kernel: fc.integer({ min: 1, max: 5 }) }),
      {
        minLength: 1,
        maxLength: 5,
      },
    );
    fc.assert(
      fc.property(layers, (shapes) => {
        const falling = [...shapes].sort((a, b) => b.dilation - a.dilation);
        const [fan] = fansOf(falling.map(({ dilation, kernel }) => layer(dilation, kernel)));
        let sums = new Set([0]);
        falling.forEach(({ dilation, kernel }, i) => {
          sums = new Set([...sums].flatMap((sum) => Array.from({ length: kernel }, (_, k) => sum + k * dilation)));
          expect([...fan.offsets[i + 1]]).toEqual([...sums].sort((a, b) => a - b));
        });
      }),
      { seed: 7 },
    );
  });

  test('starts anew where the dilation grows again', () => {
    const fans = fansOf([4, 2, 1, 8, 4].map((dilation) => layer(dilation, 2)));
    expect(fans.map((fan) => fan.layers.map(({ dilation }) => dilation))).toEqual([
      [4, 2, 1],
      [8, 4],
    ]);
    expect(fans.map((fan) => [...fan.offsets[0]])).toEqual([[0], [0]]);
  });
});
