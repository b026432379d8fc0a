import { describe, expect, it } from 'vitest';
import { SharedValues } from '../../src/live/meters/shared-values.js';

describe('values in shared memory', () => {
  const writer = SharedValues.create(3);
  const reader = SharedValues.from(writer.buffer);
  const values = new Float64Array(3);

  it('are read once, the newest', () => {
    expect(reader.read(values)).toBe(false);
    writer.write(Float64Array.of(1, 2, 3));
    writer.write(Float64Array.of(4, 5, 6));
    expect(reader.read(values)).toBe(true);
    expect([...values]).toEqual([4, 5, 6]);
    expect(reader.read(values)).toBe(false);
  });

  it('are not read while they are written', () => {
    const turns = new Int32Array(writer.buffer, 0, 1);
    turns[0]++;
    expect(reader.read(values)).toBe(false);
    turns[0]++;
    expect(reader.read(values)).toBe(true);
  });
});
