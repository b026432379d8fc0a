import type { Conv1dOp, SignalId } from '../../../network/network.js';
import { tileKernel } from '../../code/kernel-library.js';
import type { DraftProgram, StepKind } from '../step-kind.js';
import { tileCode } from './tiled-kernel.js';
import { packTiled, planTiledStep, type TiledStep } from './tiled-step.js';

/** The usual kind: ops run together, tile by tile. It computes every op that no other kind claims. */
export const tiledKind: StepKind<TiledStep> = {
  name: 'tiled',
  fuses: true,
  claims: () => true,
  plan: planTiledStep,
  reserve: () => (program) => ({
    write: (step) => {
      const weightsAddress = program.layout.weights((network) => packTiled(step, network));
      const { key, signals, convs } = shapeOf(step, program);
      const binding = { signals, convs, weightsAddress };
      const tile = tileKernel(program, step, step.vectors, binding, (kernel) => tileCode(step, kernel));
      return program.kernels.add(key, binding, tile);
    },
    rest: (_step, run) => [run],
    zero: () => [],
  }),
};

/** A step's shape: steps with the same key have the same kernel. */
interface StepShape {
  readonly key: string;
  /** The step's signals and convolutions, in the order in which the key mentions them. */
  readonly signals: readonly SignalId[];
  readonly convs: readonly Conv1dOp[];
}

/**
 * Describes a step without its addresses, dilations and weights: faster than writing its kernel and comparing bytes. A part
 * of an expression that is used twice is computed once, so the description says which parts are the same.
 */
function shapeOf({ vectors, rows, stages, stores }: TiledStep, { network, storage, memory }: DraftProgram): StepShape {
  const signals: SignalId[] = [];
  const convs: Conv1dOp[] = [];
  const parts = new Map<unknown, number>();
  const description = JSON.stringify([vectors, rows, stages], (name, value: unknown) => {
    if (name === 'id' || name === 'dilation') return undefined;
    if (name === 'signal' || name === 'input') return slotOf(signals, value as SignalId);
    if (name === 'conv') slotOf(convs, value as Conv1dOp);
    if (ArrayBuffer.isView(value)) return value.byteLength;
    if (typeof value !== 'object' || value === null) return value;
    const known = parts.get(value);
    if (known === undefined) parts.set(value, parts.size);
    return known ?? value;
  });
  const places = signals.map((signal) => {
    const tile = storage[signal] === 'tile' ? memory.tiles.get(signal) : undefined;
    return [storage[signal], network.channels[signal], stores.includes(signal), tile?.address, tile?.stride];
  });
  return { key: `${description} ${JSON.stringify(places)}`, signals, convs };
}

/** The number of an item in a list, to which it is added if it is new. */
function slotOf<T>(list: T[], item: T): number {
  const known = list.indexOf(item);
  return known >= 0 ? known : list.push(item) - 1;
}
