import { historyFrames } from '../../network/facts.js';
import { inputsOf, type Network, type Op, type SignalId } from '../../network/network.js';

/**
 * Where a signal is stored:
 *
 * - `ring`: a ring buffer per channel; convolutions look back on it
 * - `block`: one block; another step, or the host, reads it
 * - `tile`: the frames of one tile; only its own step reads it
 * - `inline`: nowhere; it is computed in registers where it is used
 */
export type Storage = 'ring' | 'block' | 'tile' | 'inline';

/** Sums that one expression may hold in registers at once, beside each other. */
const MAX_SUMS = 4;
/** Operations that one expression may have. */
const MAX_NODES = 40;
/** Operations that the code of one expression may have, which is written again for every part of a concatenation. */
const MAX_WRITTEN = 320;

/** Chooses the storage of each signal of a simplified network that is divided into steps. */
export function chooseStorage(network: Network, stepOf: readonly (number | null)[]): Storage[] {
  const storage = storageByUse(network, stepOf);
  limitExpressions(network, storage);
  return storage;
}

/** A convolution without lookback or mixing of channels: y[c] = w[c] · x[c] + b[c]. */
export function isAffine(op: Op): boolean {
  return op.kind === 'conv1d' && op.kernelSize === 1 && op.groups === op.outChannels && op.weight.length === op.groups;
}

function storageByUse(network: Network, stepOf: readonly (number | null)[]): Storage[] {
  const history = historyFrames(network);
  const consumers: SignalId[][] = network.ops.map(() => []);
  network.ops.forEach((op, id) => {
    for (const input of inputsOf(op)) consumers[input].push(id);
  });
  const storage: Storage[] = [];
  // The stored signal that each signal contributes to, from the last op to the first; null for several.
  const roots: (SignalId | null)[] = [];
  for (let id = network.ops.length - 1; id >= 0; id--) {
    const [root = null] = consumers[id].map((consumer) => roots[consumer]);
    roots[id] = consumers[id].every((consumer) => roots[consumer] === root) ? root : null;
    if (history[id] > 0) storage[id] = 'ring';
    else if (id === 0 || id === network.output || consumers[id].some((consumer) => stepOf[consumer] !== stepOf[id])) {
      storage[id] = 'block';
    } else if (consumers[id].some((consumer) => readsRows(network.ops[consumer]))) storage[id] = 'tile';
    // A value that several stored signals need is stored and computed once. A slice is only a view of its input.
    else if (roots[id] === null && network.ops[id].kind !== 'slice') storage[id] = 'tile';
    else storage[id] = 'inline';
    if (storage[id] !== 'inline') roots[id] = id;
  }
  return storage;
}

/** Whether an op reads all channels of its input for each channel of its output. */
function readsRows(op: Op): boolean {
  return op.kind === 'conv1d' && !isAffine(op);
}

/** Stores inputs of expressions that would grow beyond what registers and kernels should hold. */
function limitExpressions(network: Network, storage: Storage[]): void {
  const sums: number[] = [];
  const nodes: number[] = [];
  /** Parts at most in which an expression is written, for different inputs of concatenations. */
  const parts: number[] = [];
  network.ops.forEach((op, id) => {
    const inputs = inputsOf(op);
    const count = (): void => {
      const inlined = inputs.filter((input) => storage[input] === 'inline' && !readsRows(op));
      const merged = op.kind === 'add' ? inlined.filter((input) => isSum(network, storage, input)).length : 0;
      sums[id] = readsRows(op) ? 1 : inlined.reduce((sum, input) => sum + sums[input], 0) - Math.max(0, merged - 1);
      nodes[id] = inlined.reduce((sum, input) => sum + nodes[input], inputs.length);
      const whole = op.kind === 'concat' ? inputs.length : 1;
      parts[id] = inlined.reduce((sum, input) => sum + parts[input] - 1, whole);
    };
    count();
    if (sums[id] <= MAX_SUMS && nodes[id] <= MAX_NODES && nodes[id] * parts[id] <= MAX_WRITTEN) return;
    for (const input of inputs) if (storage[input] === 'inline') storage[input] = 'tile';
    count();
  });
}

/** Whether an inlined signal is nothing but a sum of convolutions, so that sums of it need one accumulator. */
export function isSum(network: Network, storage: readonly Storage[], id: SignalId): boolean {
  if (storage[id] !== 'inline') return false;
  const op = network.ops[id];
  if (op.kind === 'conv1d') return !isAffine(op);
  if (op.kind === 'slice') return isSum(network, storage, op.input);
  return op.kind === 'add' && op.inputs.every((input) => isSum(network, storage, input));
}
