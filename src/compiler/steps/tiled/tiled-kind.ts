import type { Activation } from '../../../network/activation.js';
import type { Conv1dOp, SignalId } from '../../../network/network.js';
import { tileKernel } from '../../code/kernel-library.js';
import type { DraftProgram, StepKind } from '../step-kind.js';
import type { Expression, Stage } from './stages.js';
import { tileCode } from './tiled-kernel.js';
import { packTiled, planTiledStep, type TiledStep } from './tiled-step.js';

/**
 * The usual kind: ops run together, tile by tile. It computes every op that no other kind claims.
 */
export const tiledKind: StepKind<TiledStep> = {
  name: 'tiled',
  fuses: true,
  claims: () => true,
  plan: planTiledStep,
  reserve: () => (program) => ({
    write: (step) => {
      const weightsAddress = program.layout.weights((values) => packTiled(step, values));
      const { key, signals, convs } = shapeOf(step, program);
      const binding = { signals, convs, weightsAddress };
      const tile = tileKernel(program, step, step.vectors, binding, (kernel) => tileCode(step, kernel));
      return program.kernels.add(key, binding, tile);
    },
    reset: () => [],
  }),
};

/** A step's shape: steps with the same key have the same kernel. */
interface StepShape {
  readonly key: string;
  /** The step's signals and convolutions, in the order in which the key mentions them. */
  readonly signals: readonly SignalId[];
  readonly convs: readonly Conv1dOp[];
}

/** Describes a step without its addresses, dilations and weights: faster than writing its kernel and comparing bytes. */
function shapeOf(step: TiledStep, { network, storage, memory }: DraftProgram): StepShape {
  const signals: SignalId[] = [];
  const convs: Conv1dOp[] = [];
  const stages = step.stages.map((stage) => describeStage(stage, signals, convs));
  const slots = signals.map((signal) => {
    const tile = storage[signal] === 'tile' ? memory.tiles.get(signal) : undefined;
    const isStored = step.stores.includes(signal);
    return [storage[signal], network.channels[signal], isStored, tile?.address, tile?.stride];
  });
  const key = JSON.stringify(['tiled', step.vectors, step.rows, stages, slots]);
  return { key, signals, convs };
}

/** The number of an item in a list, to which it is added if it is new. */
function slotOf<T>(list: T[], item: T): number {
  const known = list.indexOf(item);
  return known >= 0 ? known : list.push(item) - 1;
}

function describeStage(stage: Stage, signals: SignalId[], convs: Conv1dOp[]): unknown {
  const sums = stage.sums.map(({ terms }) =>
    terms.map(({ conv, firstRow }) => {
      const { kernelSize, groups, outChannels, weight } = conv;
      const shape = [kernelSize, groups, outChannels, weight.length, groups === 1 ? 0 : firstRow];
      return [slotOf(convs, conv), slotOf(signals, conv.input), ...shape];
    }),
  );
  // A shared part is computed once, so the shape must say which parts are shared.
  const known: Expression[] = [];
  const describe = (expression: Expression): unknown => {
    const before = known.indexOf(expression);
    if (before >= 0) return before;
    known.push(expression);
    switch (expression.kind) {
      case 'sum':
        return ['sum', expression.sum];
      case 'load':
        return ['load', slotOf(signals, expression.signal), expression.channel];
      case 'add':
      case 'multiply':
        return [expression.kind, ...expression.operands.map(describe)];
      case 'activation':
        return [describeActivation(expression.activation), describe(expression.operand)];
      case 'affine':
        return ['affine', describe(expression.operand)];
    }
  };
  const stores = stage.stores.map(({ signal, channel, value }) => [describe(value), slotOf(signals, signal), channel]);
  return [stage.rows, sums, stores];
}

/** All of an activation but slopes per channel, which are weights to a kernel. */
function describeActivation(activation: Activation): unknown {
  return activation.kind === 'prelu' ? 'prelu' : activation;
}
