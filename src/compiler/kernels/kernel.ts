import { type Code, call, doWhile, i32, type Statement, v128 } from '../assembler/code.js';
import type { Locals } from '../assembler/module.js';
import type { ImageBuilder } from '../image.js';
import type { MemoryPlan } from '../plan/memory.js';
import type { Plan, RecurrentStep, TiledStep } from '../plan/plan.js';
import type { Stage } from '../plan/stage.js';
import { LANES } from '../plan/tile.js';
import type { MultiplyAddCode } from './arithmetic.js';
import { type Accumulators, passCode } from './convolution-code.js';
import { ExpressionWriter } from './expression-code.js';
import type { KernelContext } from './kernel-context.js';
import { passesOf } from './passes.js';
import { type DescriptorWord, type KernelParameters, Pointers } from './pointers.js';
import { recurrentCode } from './recurrent-code.js';
import type { StepBinding } from './step-shape.js';
import { VectorWriter } from './vector-writer.js';

const FLOAT_BYTES = 4;

/** What kernels need to know of the program around them. */
export interface KernelSettings {
  readonly plan: Plan;
  readonly memory: MemoryPlan;
  /** Takes the kernels' constants. */
  readonly image: ImageBuilder;
  readonly madd: MultiplyAddCode;
  /** Index of the function that mirrors a ring; see `mirrorCode`. */
  readonly mirror: number;
}

/** A kernel's body, and the words of the descriptors that make it the kernel of a step. */
export interface Kernel {
  readonly body: Statement[];
  readonly words: readonly DescriptorWord[];
}

/** Writes the function that runs one step on one block and then mirrors the rings that it has written. */
export function writeKernel(
  step: TiledStep | RecurrentStep,
  binding: StepBinding,
  locals: Locals,
  parameters: KernelParameters,
  { plan, memory, image, madd, mirror }: KernelSettings,
): Kernel {
  const vectors = step.kind === 'tiled' ? step.vectors : 1;
  const tileFrames = step.kind === 'tiled' ? vectors * LANES : 1;
  const pointers = new Pointers(locals, parameters, memory, plan.storage, binding, tileFrames * FLOAT_BYTES);
  const firstWeight = pointers.word(({ weightsAddress }) => weightsAddress);
  const kernel: KernelContext = {
    parameters,
    locals,
    pointers,
    madd,
    weights: locals.i32(),
    done: locals.i32(),
    inputs: Array.from({ length: vectors }, () => locals.v128()),
    weight: locals.v128(),
    writer: new VectorWriter(locals, image, madd),
  };
  const tile = step.kind === 'tiled' ? tileCode(step, kernel) : recurrentCode(step, memory, kernel);
  const rings = step.stores.filter((signal) => plan.storage[signal] === 'ring');
  const mirrors = rings.map((signal) => {
    const { base, mask, stride } = pointers.ring(signal);
    return call(mirror, base, mask, stride, plan.network.channels[signal], parameters.frame, parameters.frames);
  });
  const body = [
    ...pointers.prologue,
    kernel.done.set(i32.const(0)),
    doWhile(
      [
        kernel.weights.set(firstWeight),
        ...tile,
        ...pointers.advance,
        kernel.done.set(i32.add(kernel.done, tileFrames)),
      ],
      i32.ltU(kernel.done, parameters.frames),
    ),
    ...mirrors,
  ];
  return { body, words: pointers.words };
}

/**
 * One tile: every stage in turn. The last tile of a block may run past its end; what it leaves there the next block
 * overwrites before anyone reads it.
 */
function tileCode(step: TiledStep, kernel: KernelContext): Statement[] {
  return step.stages.flatMap((stage, n) => stageCode(stage, step.rows[n], kernel));
}

/** All rows of a stage: full groups in a loop, then the rest. */
function stageCode(stage: Stage, groupRows: number, kernel: KernelContext): Statement[] {
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
function biasCode(accumulators: Accumulators, { weights }: KernelContext): Statement[] {
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
