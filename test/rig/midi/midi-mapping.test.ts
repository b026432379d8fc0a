import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DilatoneError } from '../../../src/errors.js';
import { readMappings } from '../../../src/rig/midi/midi-mapping.js';

const KNOB = { controller: 1, id: 'gain', parameter: 'gainDb' };
const SWITCH = { controller: 1, id: 'gain', bypass: true };

describe('mappings from anywhere', () => {
  it.each([
    [null, 'mappings: expected a list of mappings, got null'],
    [[null], 'mappings[0]: expected an object, got null'],
    [[KNOB, { ...KNOB, controller: 128 }], 'mappings[1].controller: expected a whole number from 0 to 127, got 128'],
    [
      [{ ...KNOB, controller: undefined }],
      'mappings[0].controller: expected a whole number from 0 to 127, got undefined',
    ],
    [[{ ...KNOB, controller: 32, bits: 14 }], 'mappings[0].controller: expected a whole number from 0 to 31, got 32'],
    [[{ ...KNOB, bits: 8 }], 'mappings[0].bits: expected 7 or 14, got 8'],
    [[{ ...KNOB, channel: 0 }], 'mappings[0].channel: expected a whole number from 1 to 16, got 0'],
    [[{ ...KNOB, minimum: '1' }], 'mappings[0].minimum: expected a finite number, got the text "1"'],
    [[{ ...KNOB, maximum: Number.NaN }], 'mappings[0].maximum: expected a finite number, got NaN'],
    [[{ ...KNOB, curve: 'wild' }], 'mappings[0].curve: expected linear or log, got wild'],
    [[{ ...KNOB, id: 7 }], 'mappings[0].id: expected a string, got 7'],
    [[{ ...KNOB, bypass: true }], 'mappings[0]: expected a parameter or a bypass, got both'],
    [[{ ...SWITCH, bypass: false }], 'mappings[0].bypass: expected true, got false'],
    [[{ ...SWITCH, note: 1 }], 'mappings[0]: expected a controller or a note, got both'],
    [[{ id: 'gain', bypass: true, note: -1 }], 'mappings[0].note: expected a whole number from 0 to 127, got -1'],
    [[{ ...SWITCH, mode: {} }], /^mappings\[0\]\.mode: expected toggle or momentary, got/],
  ])('are refused by place: %j', (mappings, message) => {
    const read = () => readMappings(mappings);
    expect(read).toThrow(message);
    expect(read).toThrow(expect.objectContaining({ code: 'malformed' }));
  });

  it('are bounded', () => {
    const many = Array.from({ length: 1025 }, () => KNOB);
    expect(() => readMappings(many)).toThrow(expect.objectContaining({ code: 'limit' }));
    expect(() => readMappings(new Array(2 ** 32 - 1))).toThrow(expect.objectContaining({ code: 'limit' }));
    expect(() => readMappings([{ ...KNOB, id: 'x'.repeat(201) }])).toThrow(expect.objectContaining({ code: 'limit' }));
  });

  it('keep what is known and drop the rest', () => {
    const odd = JSON.parse('{"__proto__": {"channel": 3}, "controller": 1, "id": "a", "parameter": "b", "more": 1}');
    expect(readMappings([odd])).toEqual([{ controller: 1, id: 'a', parameter: 'b' }]);
  });

  it('read again are the same, and never fail in another way', () => {
    const value = fc.oneof(
      fc.integer({ min: -1, max: 130 }),
      fc.constantFrom('gain', 'log', 'toggle', true, null, 7, 14),
    );
    const keys = [
      'controller',
      'note',
      'channel',
      'id',
      'parameter',
      'bypass',
      'mode',
      'bits',
      'minimum',
      'maximum',
      'curve',
    ];
    const wild = fc.dictionary(fc.constantFrom(...keys), value);
    const sound = fc
      .record({ note: fc.nat(127), channel: fc.integer({ min: 1, max: 16 }) }, { requiredKeys: ['note'] })
      .map((base) => ({ ...base, id: 'gain', bypass: true }));
    fc.assert(
      fc.property(fc.array(fc.oneof(wild, sound, fc.anything()), { maxLength: 3 }), (mappings) => {
        try {
          const read = readMappings(mappings);
          expect(readMappings(JSON.parse(JSON.stringify(read)))).toEqual(read);
        } catch (error) {
          expect(error).toBeInstanceOf(DilatoneError);
        }
      }),
    );
  });
});
