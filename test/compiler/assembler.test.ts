import { describe, expect, test } from 'vitest';
import {
  call,
  doWhile,
  f32x4,
  i32,
  i32x4,
  type Statement,
  signed,
  unsigned,
  v128,
  when,
} from '../../src/compiler/assembler/code.js';
import { flatten, type Locals, ModuleBuilder } from '../../src/compiler/assembler/module.js';

/** Runs statements once and returns the memory that they leave. */
function memoryAfter(write: (locals: Locals) => Statement[]): DataView {
  const module = new ModuleBuilder();
  module.exportFunction('run', module.func(0, write));
  const bytes = module.build(1) as Uint8Array<ArrayBuffer>;
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(bytes));
  (exports.run as () => void)();
  return new DataView((exports.memory as WebAssembly.Memory).buffer);
}

describe('the assembler', () => {
  test.each([
    [0, [0]],
    [127, [0x7f]],
    [128, [0x80, 1]],
    [624485, [0xe5, 0x8e, 0x26]],
    [2 ** 32 - 1, [0xff, 0xff, 0xff, 0xff, 0x0f]],
  ])('writes %i as unsigned LEB128', (value, bytes) => {
    expect([...flatten(unsigned(value))]).toEqual(bytes);
  });

  test.each([
    [0, [0]],
    [63, [0x3f]],
    [64, [0xc0, 0]],
    [-1, [0x7f]],
    [-123456, [0xc0, 0xbb, 0x78]],
  ])('writes %i as signed LEB128', (value, bytes) => {
    expect([...flatten(signed(value))]).toEqual(bytes);
  });

  test('loops, conditions and integer arithmetic run as written', () => {
    const memory = memoryAfter((locals) => {
      const n = locals.i32();
      const cell = i32.shl(n, 4);
      return [
        n.set(i32.const(0)),
        doWhile([v128.store(cell, f32x4.const(7)), n.set(i32.add(n, 1))], i32.ltU(n, 3)),
        when(i32.gtU(n, 2), [v128.store(64, f32x4.const(1))]),
        when(i32.gtU(n, 3), [v128.store(80, f32x4.const(1))]),
      ];
    });
    expect([0, 16, 32, 48, 64, 80].map((at) => memory.getFloat32(at, true))).toEqual([7, 7, 7, 0, 1, 0]);
  });

  test('vector arithmetic runs as written', () => {
    const memory = memoryAfter(() => [
      v128.store(0, f32x4.div(f32x4.sub(f32x4.const(1), f32x4.mul(f32x4.const(3), f32x4.const(-2))), f32x4.const(2))),
      v128.store(16, f32x4.pmax(f32x4.pmin(f32x4.const(9), f32x4.const(4)), f32x4.abs(f32x4.const(-5)))),
      v128.store(32, i32x4.shl(f32x4.const(2 ** -126), 8)),
      ...[1, 4].map((x, n) =>
        v128.store(48 + 16 * n, v128.select(f32x4.const(3), f32x4.const(2), f32x4.lt(f32x4.const(x), f32x4.const(2)))),
      ),
    ]);
    expect(memory.getFloat32(12, true)).toBe(3.5);
    expect(memory.getFloat32(16, true)).toBe(5);
    expect(memory.getUint32(44, true)).toBe(2 ** 31);
    expect([48, 64].map((at) => memory.getFloat32(at, true))).toEqual([3, 2]);
  });

  test('functions that come out equal are one', () => {
    const module = new ModuleBuilder();
    const write = (): Statement[] => [v128.store(0, f32x4.const(1))];
    const first = module.func(0, write);
    expect(module.func(0, write)).toBe(first);
    expect(module.func(1, write)).not.toBe(first);
    expect(module.func(0, () => [call(first)])).not.toBe(first);
  });
});
