import { type Code, f32x4, type Statement, type Variable, v128 } from '../../assembler/code.js';
import type { Locals } from '../../assembler/module.js';
import { VECTOR_BYTES } from '../../plan/memory.js';

/** A complex vector: four numbers. */
export interface Complex {
  readonly re: Code<'v128'>;
  readonly im: Code<'v128'>;
}

/** Four-point transform of vectors, its results 1, 2, 3 turned by their factors. */
export function butterfly(
  locals: Locals,
  inputs: readonly Complex[],
  factorOf: (r: number) => Complex,
): { statements: Statement[]; results: Complex[] } {
  const statements: Statement[] = [];
  const keep = (value: Code<'v128'>): Code<'v128'> => {
    const variable = locals.v128();
    statements.push(variable.set(value));
    return variable;
  };
  const add = (a: Complex, b: Complex): Complex => ({
    re: keep(f32x4.add(a.re, b.re)),
    im: keep(f32x4.add(a.im, b.im)),
  });
  const sub = (a: Complex, b: Complex): Complex => ({
    re: keep(f32x4.sub(a.re, b.re)),
    im: keep(f32x4.sub(a.im, b.im)),
  });
  const turn = (z: Complex, r: number): Complex => {
    const factor = factorOf(r);
    return {
      re: keep(f32x4.sub(f32x4.mul(z.re, factor.re), f32x4.mul(z.im, factor.im))),
      im: keep(f32x4.add(f32x4.mul(z.re, factor.im), f32x4.mul(z.im, factor.re))),
    };
  };
  const [a, b, c, d] = inputs.map(({ re, im }) => ({ re: keep(re), im: keep(im) }));
  const [evenSum, evenDifference, oddSum, oddDifference] = [add(a, c), sub(a, c), add(b, d), sub(b, d)];
  // −i · z and i · z swap real and imaginary part and negate one of them.
  const minus: Complex = {
    re: keep(f32x4.add(evenDifference.re, oddDifference.im)),
    im: keep(f32x4.sub(evenDifference.im, oddDifference.re)),
  };
  const plus: Complex = {
    re: keep(f32x4.sub(evenDifference.re, oddDifference.im)),
    im: keep(f32x4.add(evenDifference.im, oddDifference.re)),
  };
  const results = [add(evenSum, oddSum), turn(minus, 1), turn(sub(evenSum, oddSum), 2), turn(plus, 3)];
  return { statements, results };
}

/** Stores four vectors as the columns of sixteen contiguous numbers. */
export function storeTransposed(
  locals: Locals,
  address: Variable<'i32'>,
  [a, b, c, d]: readonly Code<'v128'>[],
): Statement[] {
  const pairs: [Code<'v128'>, Code<'v128'>, readonly [number, number, number, number]][] = [
    [a, b, [0, 4, 1, 5]],
    [c, d, [0, 4, 1, 5]],
    [a, b, [2, 6, 3, 7]],
    [c, d, [2, 6, 3, 7]],
  ];
  const mixed = pairs.map(() => locals.v128());
  const [abLow, cdLow, abHigh, cdHigh] = mixed;
  const rows = [
    v128.shuffle(abLow, cdLow, [0, 1, 4, 5]),
    v128.shuffle(abLow, cdLow, [2, 3, 6, 7]),
    v128.shuffle(abHigh, cdHigh, [0, 1, 4, 5]),
    v128.shuffle(abHigh, cdHigh, [2, 3, 6, 7]),
  ];
  return [
    ...pairs.map(([first, second, lanes], n) => mixed[n].set(v128.shuffle(first, second, lanes))),
    ...rows.map((row, n) => v128.store(address, row, n * VECTOR_BYTES)),
  ];
}
