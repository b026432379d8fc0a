import { type Code, call, doWhile, i32, type Statement, type Variable, v128 } from '../../assembler/code.js';
import type { Locals, ModuleBuilder } from '../../assembler/module.js';
import { FLOAT_BYTES, LANES, VECTOR_BYTES } from '../../plan/memory.js';
import type { WeightLayout } from '../../weight-layout.js';
import { butterfly, type Complex, storeTransposed } from './butterfly.js';

const RADIX = 4;

/** The addresses of real and imaginary parts. */
interface ComplexPointer {
  readonly re: Variable<'i32'>;
  readonly im: Variable<'i32'>;
}

/** A Fourier transform in a module. */
interface Transform {
  /**
   * Statements that transform `points` complex numbers at (re, im), which they overwrite; the scratch has the same size.
   * With re and im swapped in input and output, it is the inverse transform, times `points`.
   */
  run(re: number, im: number, scratchRe: number, scratchIm: number): Statement[];
  /** Whether the result lies in the scratch rather than where the input was. */
  readonly endsInScratch: boolean;
}

/**
 * Adds the forward Fourier transform of `points` = 4^n complex numbers to a module: radix-4 stages in Stockham's order,
 * which sorts as it goes. Stage by stage, with length L = points / s and s = 1, 4, 16 …, for p < L/4 and q < s:
 *
 *   y[q + s(4p + r)] = e^(−2πi·p·r/L) · Σ_j e^(−2πi·j·r/4) · x[q + s(p + j·L/4)]
 *
 * Vectors run over q; in the first stage, where s = 1, over p.
 */
export function addTransform(module: ModuleBuilder, layout: WeightLayout, points: number): Transform {
  const stages = Math.round(Math.log(points) / Math.log(RADIX));
  const first = module.func(4, (locals, xRe, xIm, yRe, yIm) =>
    firstStageCode(locals, { re: xRe, im: xIm }, { re: yRe, im: yIm }, points, layout.floats(firstTwiddles(points))),
  );
  const stage = module.func(7, (locals, xRe, xIm, yRe, yIm, stride, quarter, twiddles) =>
    stageCode(locals, { re: xRe, im: xIm }, { re: yRe, im: yIm }, stride, quarter, twiddles),
  );
  const tables = Array.from({ length: stages - 1 }, (_, n) => layout.floats(stageTwiddles(points / RADIX ** (n + 1))));
  return {
    endsInScratch: stages % 2 === 1,
    run: (re, im, scratchRe, scratchIm) => {
      const statements = [call(first, re, im, scratchRe, scratchIm)];
      tables.forEach((table, n) => {
        const stride = RADIX ** (n + 1);
        const [from, to] =
          n % 2 === 0
            ? [
                [scratchRe, scratchIm],
                [re, im],
              ]
            : [
                [re, im],
                [scratchRe, scratchIm],
              ];
        statements.push(call(stage, ...from, ...to, stride * FLOAT_BYTES, points / (RADIX * stride), table));
      });
      return statements;
    },
  };
}

/** e^(−2πi·p·r/length), real and imaginary, for r = 1, 2, 3. */
function twiddle(length: number, p: number, r: number): [number, number] {
  const angle = (-2 * Math.PI * p * r) / length;
  return [Math.cos(angle), Math.sin(angle)];
}

/** For the first stage: for every four p the factors of r = 1, 2, 3, real then imaginary, a vector each. */
function firstTwiddles(points: number): number[] {
  const table: number[] = [];
  for (let p = 0; p < points / RADIX; p += LANES) {
    for (const r of [1, 2, 3]) {
      for (const part of [0, 1]) {
        for (let lane = 0; lane < LANES; lane++) table.push(twiddle(points, p + lane, r)[part]);
      }
    }
  }
  return table;
}

/** For the other stages: for every p the factors of r = 1, 2, 3, real then imaginary. */
function stageTwiddles(length: number): number[] {
  return Array.from({ length: length / RADIX }, (_, p) => [1, 2, 3].flatMap((r) => twiddle(length, p, r))).flat();
}

function firstStageCode(
  locals: Locals,
  x: ComplexPointer,
  y: ComplexPointer,
  points: number,
  twiddles: number,
): Statement[] {
  const factor = locals.i32();
  const end = locals.i32();
  const quarterBytes = (points / RADIX) * FLOAT_BYTES;
  const load = (n: number): Complex => ({
    re: v128.load(x.re, n * quarterBytes),
    im: v128.load(x.im, n * quarterBytes),
  });
  const { statements, results } = butterfly(locals, [0, 1, 2, 3].map(load), (r) => ({
    re: v128.load(factor, (2 * r - 2) * VECTOR_BYTES),
    im: v128.load(factor, (2 * r - 1) * VECTOR_BYTES),
  }));
  return [
    factor.set(i32.const(twiddles)),
    end.set(i32.add(x.re, quarterBytes)),
    doWhile(
      [
        ...statements,
        ...storeTransposed(
          locals,
          y.re,
          results.map(({ re }) => re),
        ),
        ...storeTransposed(
          locals,
          y.im,
          results.map(({ im }) => im),
        ),
        factor.set(i32.add(factor, 6 * VECTOR_BYTES)),
        ...[x.re, x.im].map((pointer) => pointer.set(i32.add(pointer, VECTOR_BYTES))),
        ...[y.re, y.im].map((pointer) => pointer.set(i32.add(pointer, RADIX * VECTOR_BYTES))),
      ],
      i32.ltU(x.re, end),
    ),
  ];
}

/** Stage of stride s bytes for p < quarter; the inner loop goes over q. */
function stageCode(
  locals: Locals,
  x: ComplexPointer,
  y: ComplexPointer,
  stride: Variable<'i32'>,
  quarter: Variable<'i32'>,
  twiddles: Variable<'i32'>,
): Statement[] {
  const [p, end, jump] = locals.i32s(3);
  const from = [1, 2, 3].map(() => ({ re: locals.i32(), im: locals.i32() }));
  const to = [1, 2, 3].map(() => ({ re: locals.i32(), im: locals.i32() }));
  const factors = locals.v128s(6);
  const inputs = [x, ...from].map(({ re, im }) => ({ re: v128.load(re), im: v128.load(im) }));
  const { statements, results } = butterfly(locals, inputs, (r) => ({
    re: factors[2 * r - 2],
    im: factors[2 * r - 1],
  }));
  /** Sets pointers one distance apart, from the given one on. */
  const spread = (first: ComplexPointer, others: readonly ComplexPointer[], distance: Code<'i32'>): Statement[] =>
    others.flatMap(({ re, im }, n) => {
      const before = n === 0 ? first : others[n - 1];
      return [re.set(i32.add(before.re, distance)), im.set(i32.add(before.im, distance))];
    });
  const outputs = [y, ...to];
  return [
    p.set(quarter),
    jump.set(i32.mul(stride, quarter)),
    doWhile(
      [
        ...factors.map((factor, n) => factor.set(v128.loadSplat(twiddles, n * FLOAT_BYTES))),
        ...spread(x, from, jump),
        ...spread(y, to, stride),
        end.set(i32.add(x.re, stride)),
        doWhile(
          [
            ...statements,
            ...results.flatMap(({ re, im }, r) => [v128.store(outputs[r].re, re), v128.store(outputs[r].im, im)]),
            ...[x, ...from, ...outputs].flatMap(({ re, im }) =>
              [re, im].map((pointer) => pointer.set(i32.add(pointer, VECTOR_BYTES))),
            ),
          ],
          i32.ltU(x.re, end),
        ),
        // The outputs of the next p begin three strides further.
        ...[y.re, y.im].map((pointer) => pointer.set(i32.add(pointer, i32.mul(stride, 3)))),
        twiddles.set(i32.add(twiddles, 6 * FLOAT_BYTES)),
        p.set(i32.sub(p, 1)),
      ],
      p,
    ),
  ];
}
