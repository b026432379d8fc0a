import { type Code, doWhile, i32, type Statement, v128 } from '../../assembler/code.js';
import type { TileContext } from '../../code/kernel-library.js';
import { FLOAT_BYTES, VECTOR_BYTES } from '../../plan/memory.js';
import { type Accumulators, ExpressionWriter } from './expression-code.js';
import type { Stage } from './stages.js';
import { type Pass, passesOf, type TiledStep } from './tiled-step.js';

/** Up to this many taps a kernel keeps a pointer for each and unrolls them. */
const MAX_UNROLLED_TAPS = 16;

/** One tile: every stage in turn. */
export function tileCode({ stages, rows }: TiledStep, kernel: TileContext): Statement[] {
  return stages.flatMap((stage, n) => stageCode(stage, rows[n], kernel));
}

/** All rows of a stage: full groups in a loop, then the rest. */
function stageCode(stage: Stage, groupRows: number, kernel: TileContext): Statement[] {
  const { locals, inputs } = kernel;
  const fullRows = stage.rows - (stage.rows % groupRows);
  const passes = passesOf(stage);
  const expressions = new ExpressionWriter(stage, kernel);
  const row = locals.i32();
  const accumulators = stage.sums.map(() => Array.from({ length: groupRows }, () => inputs.map(() => locals.v128())));
  /** One group of rows: biases, passes, values. */
  const groupCode = (rows: number): Statement[] => {
    const group = accumulators.map((sum) => sum.slice(0, rows));
    return [
      ...biasCode(group, kernel),
      ...passes.flatMap((pass) => passCode(pass, group, row, kernel)),
      ...Array.from({ length: rows }, (_, n) => expressions.rowCode(n, group)).flat(),
      row.set(i32.add(row, rows)),
    ];
  };
  const full = groupCode(groupRows);
  return [
    ...expressions.start,
    row.set(i32.const(0)),
    ...(fullRows === groupRows ? full : [doWhile(full, i32.ltU(row, fullRows))]),
    ...(fullRows < stage.rows ? groupCode(stage.rows - fullRows) : []),
  ];
}

/** Sets every accumulator to its row's bias. */
function biasCode(accumulators: Accumulators, { weights }: TileContext): Statement[] {
  const statements: Statement[] = [];
  let offset = 0;
  for (const row of accumulators.flat()) {
    let bias: Code<'v128'> = v128.loadSplat(weights, offset);
    for (const accumulator of row) {
      statements.push(accumulator.set(bias));
      bias = row[0];
    }
    offset += FLOAT_BYTES;
  }
  if (offset > 0) statements.push(weights.set(i32.add(weights, offset)));
  return statements;
}

/**
 * Adds one pass to the accumulators and moves the weight pointer past it. The loop runs over in-channels with all taps
 * inside. `row` is the stage's row that the group begins with; only grouped convolutions use it.
 */
function passCode(pass: Pass, accumulators: Accumulators, row: Code<'i32'>, kernel: TileContext): Statement[] {
  const { conv } = pass;
  return conv.kernelSize > MAX_UNROLLED_TAPS
    ? tapLoopCode(pass, accumulators, row, kernel)
    : unrolledTapsCode(pass, accumulators, row, kernel);
}

function unrolledTapsCode(pass: Pass, accumulators: Accumulators, row: Code<'i32'>, kernel: TileContext): Statement[] {
  const { conv, inputs } = pass;
  const { pointers, locals, weights } = kernel;
  const taps = Array.from({ length: conv.kernelSize }, (_, k) => pointers.tap(conv, k));
  const bytesPerTap = weightsPerTap(pass, accumulators) * FLOAT_BYTES;
  if (inputs === 1 && conv.groups === 1) {
    return [
      ...taps.flatMap((tap, k) => tapCode(tap, k * bytesPerTap, pass, accumulators, kernel)),
      weights.set(i32.add(weights, conv.kernelSize * bytesPerTap)),
    ];
  }
  const stride = pointers.stride(conv.input);
  const running = taps.map(() => locals.i32());
  const skip = locals.i32();
  const end = locals.i32();
  const start = conv.groups === 1 ? [] : [skip.set(i32.mul(firstInput(pass, row), stride))];
  return [
    ...start,
    ...taps.map((tap, k) => running[k].set(conv.groups === 1 ? tap : i32.add(tap, skip))),
    end.set(i32.add(weights, inputs * conv.kernelSize * bytesPerTap)),
    doWhile(
      [
        // The weight pointer moves with every tap: V8 keeps the address of each distinct offset of a splat in a register,
        // and one tap's offsets are few.
        ...running.flatMap((pointer) => [
          ...tapCode(pointer, 0, pass, accumulators, kernel),
          weights.set(i32.add(weights, bytesPerTap)),
          pointer.set(i32.add(pointer, stride)),
        ]),
      ],
      i32.ltU(weights, end),
    ),
  ];
}

/** For long kernels: a loop over taps inside the loop over in-channels; each tap's position is masked by itself. */
function tapLoopCode(pass: Pass, accumulators: Accumulators, row: Code<'i32'>, kernel: TileContext): Statement[] {
  const { conv, inputs } = pass;
  const { pointers, locals, weights } = kernel;
  const { base, mask, stride } = pointers.ring(conv.input);
  const dilation = pointers.dilation(conv);
  const bytesPerTap = weightsPerTap(pass, accumulators) * FLOAT_BYTES;
  const [channel, position, tap, endOfTaps, end] = locals.i32s(5);
  return [
    channel.set(i32.add(base, i32.mul(firstInput(pass, row), stride))),
    end.set(i32.add(weights, inputs * conv.kernelSize * bytesPerTap)),
    doWhile(
      [
        position.set(i32.sub(i32.add(kernel.parameters.frame, kernel.done), i32.mul(dilation, conv.kernelSize - 1))),
        endOfTaps.set(i32.add(weights, conv.kernelSize * bytesPerTap)),
        doWhile(
          [
            tap.set(i32.add(channel, i32.shl(i32.and(position, mask), 2))),
            ...tapCode(tap, 0, pass, accumulators, kernel),
            position.set(i32.add(position, dilation)),
            weights.set(i32.add(weights, bytesPerTap)),
          ],
          i32.ltU(weights, endOfTaps),
        ),
        channel.set(i32.add(channel, stride)),
      ],
      i32.ltU(weights, end),
    ),
  ];
}

/** The first in-channel that the group of rows reads. All entries of a pass of a grouped convolution are one. */
function firstInput({ conv, inputs, entries }: Pass, row: Code<'i32'>): Code<'i32'> {
  if (conv.groups === 1) return i32.const(0);
  const groupRows = conv.outChannels / conv.groups;
  return i32.mul(i32.divU(i32.add(row, entries[0].term.firstRow), groupRows), inputs);
}

/** Multiply-adds of one tap of one in-channel: every vector of frames with every row of every sum. */
function tapCode(
  address: Code<'i32'>,
  weightOffset: number,
  pass: Pass,
  accumulators: Accumulators,
  { inputs: x, weight, weights, madd }: TileContext,
): Statement[] {
  const statements = x.map((vector, v) => vector.set(v128.load(address, v * VECTOR_BYTES)));
  let offset = weightOffset;
  for (const { sum } of pass.entries) {
    for (const row of accumulators[sum]) {
      statements.push(weight.set(v128.loadSplat(weights, offset)));
      row.forEach((accumulator, v) => {
        statements.push(accumulator.set(madd(weight, x[v], accumulator)));
      });
      offset += FLOAT_BYTES;
    }
  }
  return statements;
}

function weightsPerTap({ entries }: Pass, accumulators: Accumulators): number {
  return entries.length * accumulators[0].length;
}
