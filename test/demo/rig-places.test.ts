import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bandsOf, gainAt } from '../../demo/widgets/rig/filter-curve.js';
import { formatValue, mainParametersOf, parametersOf, parseValue } from '../../demo/widgets/rig/parameters.js';
import { describePlace, placeForMove, positionsOf, stepPlace } from '../../demo/widgets/rig/rig-places.js';
import { createEffectBlock } from '../../src/live/rig/blocks/create-effect-block.js';
import { moveBlock } from '../../src/rig/document/edit-rig.js';
import { BLOCK_PARAMETERS, type RigBlock, readRig } from '../../src/rig/index.js';
import { SERIES, SPLIT } from './support/fake-rig.js';

const rig = readRig({ format: 'dilatone-rig', version: 1, blocks: [...SERIES.slice(0, 2), SPLIT, ...SERIES.slice(3)] });
const ids = positionsOf(rig).map(({ block }) => block.id as string);

describe('places in a rig', () => {
  test('every gap that a card may be dropped on is a place that the rig takes, and another than its own', () => {
    const gaps = positionsOf(rig).flatMap(({ index, path }) => [
      { index, path },
      { index: index + 1, path },
    ]);
    fc.assert(
      fc.property(fc.constantFrom(...ids), fc.constantFrom(...gaps), (id, gap) => {
        const place = placeForMove(rig, id, gap);
        if (place) expect(moveBlock(rig, id, place)).not.toEqual(rig);
      }),
    );
    expect(placeForMove(rig, 'split', { index: 0, path: { split: 'split', path: 0 } })).toBeNull();
    expect(placeForMove(rig, 'gate', { index: 1 })).toBeNull();
    expect(placeForMove(rig, 'gate', { index: 2 })).toEqual({ index: 1 });
  });

  test('arrow keys bring a block from one end to the other through the split, and back', () => {
    const walk = (key: string) => {
      let document = rig;
      const seen: string[] = [];
      for (let i = 0; i < 20; i++) {
        const place = stepPlace(document, 'drive', key);
        if (!place) break;
        document = moveBlock(document, 'drive', place);
        seen.push(describePlace(document, 'drive', 'Drive'));
      }
      return { document, seen };
    };
    const { document, seen } = walk('ArrowRight');
    expect(seen).toContain('Drive, 1 of 2 on path 1 of the split');
    expect(document.blocks.at(-1)?.id).toBe('drive');
    expect(walk('ArrowLeft').document.blocks[0].id).toBe('drive');
  });

  test('up and down change between the paths of a split', () => {
    expect(stepPlace(rig, 'compressor', 'ArrowDown')).toEqual({ index: 0, path: { split: 'split', path: 1 } });
    expect(stepPlace(rig, 'compressor', 'ArrowUp')).toBeNull();
    expect(stepPlace(rig, 'gate', 'ArrowDown')).toBeNull();
  });
});

describe('parameters', () => {
  const blocks = Object.keys(BLOCK_PARAMETERS).map((type) => ({ type, paths: [[], []] }) as unknown as RigBlock);

  test('a Level knob ends at +12 dB, and no card has more than three knobs', () => {
    for (const block of blocks) {
      const level = parametersOf(block).find(({ name }) => name === 'outputDb');
      if (level) expect(level.maximum).toBe(12);
      expect(mainParametersOf(block).length).toBeLessThanOrEqual(3);
      for (const { minimum, maximum, defaultValue } of parametersOf(block)) {
        expect(defaultValue).toBeGreaterThanOrEqual(minimum);
        expect(defaultValue).toBeLessThanOrEqual(maximum);
      }
    }
  });

  test('what a knob shows can be typed again', () => {
    for (const block of blocks) {
      for (const parameter of parametersOf(block)) {
        for (const share of [0, 0.3, 1]) {
          const value = parameter.minimum + share * (parameter.maximum - parameter.minimum);
          const read = parseValue(parameter, formatValue(parameter, value)) as number;
          expect(Math.abs(read - value), `${block.type} ${parameter.name} ${value}`).toBeLessThan(
            0.011 * Math.max(5, Math.abs(value)),
          );
        }
      }
    }
  });
});

describe('the curve of a filter', () => {
  const RATE = 48_000;
  const FRAMES = 16_384;

  test.each<[string, RigBlock]>([
    [
      'equalizer',
      { type: 'equalizer', gain1Db: 8, frequency2: 300, gain2Db: -12, q2: 4, gain3Db: 5, q3: 0.4, gain4Db: -9 },
    ],
    ['tone', { type: 'tone', bassDb: -10, midDb: 7, trebleDb: 12, midHz: 900 }],
    ['high-pass', { type: 'highpass', frequency: 300 }],
  ])('is what the audio thread does: %s', (_, block) => {
    const values = parametersOf(block).map(({ value }) => value);
    const effect = createEffectBlock(block.type as 'tone', values, RATE);
    const sound = [new Float32Array(FRAMES), new Float32Array(FRAMES)];
    sound[0][0] = 1;
    sound[1][0] = 1;
    for (let start = 0; start < FRAMES; start += 128) {
      const part = sound.map((plane) => plane.subarray(start, start + 128));
      effect.process(part as never, 128);
    }
    for (const hz of [40, 100, 150, 300, 700, 900, 2500, 6400, 12_000]) {
      let real = 0;
      let imaginary = 0;
      sound[0].forEach((x, t) => {
        real += x * Math.cos((2 * Math.PI * hz * t) / RATE);
        imaginary -= x * Math.sin((2 * Math.PI * hz * t) / RATE);
      });
      expect(gainAt(bandsOf(block), hz), `${hz} Hz`).toBeCloseTo(10 * Math.log10(real ** 2 + imaginary ** 2), 1);
    }
  });
});
