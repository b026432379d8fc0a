import type { Activation } from '../../network/activation.js';
import type { Conv1dOp, SignalId } from '../../network/network.js';
import type { MemoryPlan } from '../plan/memory.js';
import type { Plan, TiledStep } from '../plan/plan.js';
import type { Expression, Stage } from '../plan/stage.js';

/** What makes a kernel that of one step: what its descriptor is computed from. */
export interface StepBinding {
  /** The step's signals and convolutions, in the order in which its shape mentions them. */
  readonly signals: readonly SignalId[];
  readonly convs: readonly Conv1dOp[];
  /** Where the step's packed weights lie. */
  readonly weightsAddress: number;
}

/** A step's shape: steps with the same key have the same kernel. */
export interface StepShape {
  readonly key: string;
  readonly binding: StepBinding;
}

/** Describes a step without its addresses, dilations and weights. */
export function shapeOf(step: TiledStep, plan: Plan, memory: MemoryPlan, weightsAddress: number): StepShape {
  const signals: SignalId[] = [];
  const convs: Conv1dOp[] = [];
  const stages = step.stages.map((stage) => describeStage(stage, signals, convs));
  const slots = signals.map((signal) => {
    const storage = plan.storage[signal];
    const tile = storage === 'tile' ? memory.tiles.get(signal) : undefined;
    return [storage, plan.network.channels[signal], step.stores.includes(signal), tile?.address, tile?.stride];
  });
  const key = JSON.stringify([step.vectors, step.rows, stages, slots]);
  return { key, binding: { signals, convs, weightsAddress } };
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
  // What two expressions share is computed once, so that it matters which parts are the same.
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
