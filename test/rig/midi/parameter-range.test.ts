import fc from 'fast-check';
import { expect, it } from 'vitest';
import { BLOCK_PARAMETERS, type BlockParameter } from '../../../src/live/rig/block-parameters.js';
import { knobScale } from '../../../src/rig/midi/parameter-range.js';

const parameters = Object.values(BLOCK_PARAMETERS).flat() as BlockParameter[];

/** Ranges as people may ask for: any, and those within the parameter's own. */
const asked = (parameter: BlockParameter) => {
  const own = fc.double({ min: parameter.minimum, max: parameter.maximum, noNaN: true });
  const any = fc.oneof(own, own, fc.double({ noNaN: true, noDefaultInfinity: true }), fc.constant(undefined));
  return fc.record({ minimum: any, maximum: any, curve: fc.constantFrom('linear', 'log', undefined) });
};

const cases = fc
  .constantFrom(...parameters)
  .chain((parameter) => fc.tuple(fc.constant(parameter), asked(parameter), fc.double({ min: 0, max: 1, noNaN: true })));

it('a knob never leaves the range of its parameter, and its ends are exact', () => {
  fc.assert(
    fc.property(cases, ([parameter, mapping, position]) => {
      const { minimum, maximum } = parameter;
      const scale = knobScale(mapping, parameter);
      const value = scale.valueAt(position);
      expect(value >= minimum && value <= maximum).toBe(true);
      const within = (end: number) => Math.min(maximum, Math.max(minimum, end));
      expect(scale.valueAt(0)).toBe(within(mapping.minimum ?? minimum));
      expect(scale.valueAt(1)).toBe(within(mapping.maximum ?? maximum));
      expect(scale.positionOf(value)).toBeGreaterThanOrEqual(0);
      expect(scale.positionOf(value)).toBeLessThanOrEqual(1);
    }),
  );
});

it('a value is found again at its position', () => {
  for (const parameter of parameters) {
    for (const curve of ['linear', 'log', undefined] as const) {
      const scale = knobScale({ curve }, parameter);
      for (const position of [0, 0.01, 0.3, 0.77, 1]) {
        expect(scale.positionOf(scale.valueAt(position))).toBeCloseTo(position, 9);
      }
    }
  }
});
