import { KEPT } from '../../network/work-budget.js';
import { malformed, unsupported } from '../reading/json.js';
import { difference, MOST_AXES, product, quotient, type Size, type Sizes, sum } from './constant.js';
import type { NodeReader } from './node-reader.js';

/** Numbers of a computed constant, or that one is computed from, at most. Weights stand in the file. */
const MOST_NUMBERS = 1024;

/**
 * Evaluates a node whose inputs are all constants. Exporters compute shapes and paddings this way, so only short lists and
 * tables are supported.
 */
export function foldConstants(node: NodeReader): Sizes {
  const inputs = node.inputs.flatMap((_, n) => (node.has(n) ? [node.sizes(n)] : []));
  const fold = inputs.length > 0 ? FOLDERS.get(node.type) : undefined;
  if (!fold) return unsupported(node.where, `one of ${[...FOLDERS.keys()].join(', ')} of constants`, node.type);
  const numbers = inputs.reduce((total, { data }) => total + data.length, 0);
  const most = inputs.reduce((most, { data }) => Math.max(most, data.length), 0);
  if (most > MOST_NUMBERS) return unsupported(node.where, `constants of at most ${MOST_NUMBERS} numbers`, most);
  node.spend(KEPT * (1 + numbers));
  return fold(node, node.sizes(0));
}

const FOLDERS = new Map<string, (node: NodeReader, x: Sizes) => Sizes>([
  ['Identity', (_, x) => x],
  // All numbers are kept as they are, whatever their type.
  ['Cast', (_, x) => x],
  ['Squeeze', (_, { data }) => listOf(data)],
  ['Unsqueeze', (_, { data }) => listOf(data)],
  ['ConstantOfShape', constantOfShape],
  ['Neg', (_, x) => ({ ...x, data: x.data.map((value) => difference(0, value)) })],
  ['Add', (node, x) => combine(node, x, sum)],
  ['Sub', (node, x) => combine(node, x, difference)],
  ['Mul', (node, x) => combine(node, x, product)],
  ['Div', (node, x) => combine(node, x, quotient)],
  ['Gather', gather],
  ['Concat', concat],
  ['Reshape', reshape],
  ['Slice', slice],
  ['Transpose', transpose],
]);

function listOf(data: readonly Size[]): Sizes {
  return { kind: 'constant', shape: [data.length], data };
}

/** Element by element; a single number is combined with every element of the other constant. */
function combine(node: NodeReader, a: Sizes, operation: (a: Size, b: Size) => Size): Sizes {
  const b = node.sizes(1);
  const [long, short] = a.data.length >= b.data.length ? [a, b] : [b, a];
  if (![...a.data, ...b.data].every(isExact) || (short.data.length !== 1 && short.shape.join() !== long.shape.join())) {
    unsupported(node.where, 'integers of one shape', 'others');
  }
  const at = ({ data }: Sizes, n: number): Size => data[data.length === 1 ? 0 : n];
  const data = long.data.map((_, n) => operation(at(a, n), at(b, n)));
  if (!data.every(isExact)) unsupported(node.where, 'integers below 2^53', 'larger ones');
  return { ...long, data };
}

/** Whether a number is an integer that has not been rounded. */
function isExact(value: Size): boolean {
  return typeof value !== 'number' || Number.isSafeInteger(value);
}

/** Entries of a list by their indices. */
function gather(node: NodeReader, { shape, data }: Sizes): Sizes {
  const indices = node.constant(1);
  if (shape.length !== 1 || node.integer('axis', 0) !== 0) unsupported(node.where, 'entries of a list', 'others');
  const entries = indices.data.map(
    (index) =>
      data[index < 0 ? index + data.length : index] ?? malformed(node.where, `indices below ${data.length}`, index),
  );
  return { ...indices, data: entries };
}

function constantOfShape(node: NodeReader): Sizes {
  const { data } = node.constant(0);
  const [count] = data;
  const isShort = Number.isInteger(count) && count >= 0 && count <= MOST_NUMBERS;
  if (data.length !== 1 || !isShort) {
    unsupported(node.where, `one whole size up to ${MOST_NUMBERS}`, data.slice(0, 8).join(' × ') || 'none');
  }
  node.spend(KEPT * count);
  return listOf(new Array<number>(count).fill(node.attributeNumber('value', 0)));
}

function concat(node: NodeReader): Sizes {
  const parts = node.inputs.map((_, n) => node.sizes(n));
  if (parts.some(({ shape }) => shape.length !== 1)) unsupported(node.where, 'lists', 'constants of other shapes');
  const numbers = parts.reduce((sum, { data }) => sum + data.length, 0);
  if (numbers > MOST_NUMBERS) unsupported(node.where, `at most ${MOST_NUMBERS} numbers`, numbers);
  return listOf(parts.flatMap(({ data }) => data));
}

/** To a given shape, of which one size may be −1: that one follows from the others. */
function reshape(node: NodeReader, { data }: Sizes): Sizes {
  const wanted = node.constant(1).data;
  if (wanted.length > MOST_AXES) malformed(node.where, `at most ${MOST_AXES} axes`, wanted.length);
  const rest = data.length / wanted.reduce((product, size) => product * (size === -1 ? 1 : size), 1);
  const shape = wanted.map((size) => (size === -1 ? rest : size));
  const fits = shape.every((size) => Number.isSafeInteger(size) && size >= 0);
  if (!fits || shape.reduce((product, size) => product * size, 1) !== data.length) {
    malformed(node.where, `a shape of ${data.length} numbers`, wanted.join(' × ') || 'that of a number');
  }
  return { kind: 'constant', shape, data };
}

/** Rows of a list or table, forwards or backwards. */
function slice(node: NodeReader, { shape, data }: Sizes): Sizes {
  const [start, end, axis, step] = [1, 2, 3, 4].map((n) => (node.has(n) ? node.constant(n).data[0] : n === 4 ? 1 : 0));
  if (axis !== 0 || (step !== 1 && step !== -1)) unsupported(node.where, 'rows with a step of 1 or −1', 'others');
  if (!Number.isInteger(start) || !Number.isInteger(end)) unsupported(node.where, 'whole positions', 'others');
  const [rows = 1] = shape;
  const [least, most] = step > 0 ? [0, rows] : [-1, rows - 1];
  const rowAt = (at: number) => Math.min(Math.max(at < 0 ? at + rows : at, least), most);
  const count = Math.max(0, step * (rowAt(end) - rowAt(start)));
  // A table of no numbers may have any number of rows.
  const width = data.length === 0 ? 0 : data.length / rows;
  const kept = Array.from({ length: count * width }, (_, n) => {
    const row = rowAt(start) + step * Math.floor(n / width);
    return data[row * width + (n % width)];
  });
  return { kind: 'constant', shape: [count, ...shape.slice(1)], data: kept };
}

function transpose(node: NodeReader, { shape, data }: Sizes): Sizes {
  if (shape.length !== 2) unsupported(node.where, 'a table', `${shape.length} dimensions`);
  const [rows, columns] = shape;
  const transposed = data.map((_, n) => data[(n % rows) * columns + Math.floor(n / rows)]);
  return { kind: 'constant', shape: [columns, rows], data: transposed };
}
