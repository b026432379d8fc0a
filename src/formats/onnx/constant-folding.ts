import { malformed, unsupported } from '../reading/json.js';
import { difference, product, quotient, type Size, type Sizes, sum } from './constant.js';
import type { NodeReader } from './node-reader.js';

/** Numbers of a computed constant, at most. Weights are not computed but stand in the file. */
const MOST_NUMBERS = 1024;

/**
 * Evaluates a node whose inputs are all constants. Exporters compute shapes and paddings this way, so only short lists and
 * tables are supported.
 */
export function foldConstants(node: NodeReader): Sizes {
  const [x] = node.inputs.length > 0 ? [node.sizes(0)] : [];
  const fold = x !== undefined && x.data.length <= MOST_NUMBERS ? FOLDERS.get(node.type) : undefined;
  if (!x || !fold) return unsupported(node.where, `one of ${[...FOLDERS.keys()].join(', ')} of constants`, node.type);
  return fold(node, x);
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
  const areIntegers = [...a.data, ...b.data].every((value) => typeof value !== 'number' || Number.isInteger(value));
  if (!areIntegers || (short.data.length !== 1 && short.shape.join() !== long.shape.join())) {
    unsupported(node.where, 'integers of one shape', 'others');
  }
  const at = ({ data }: Sizes, n: number): Size => data[data.length === 1 ? 0 : n];
  return { ...long, data: long.data.map((_, n) => operation(at(a, n), at(b, n))) };
}

/** Entries of a list by their indices. */
function gather(node: NodeReader, { shape, data }: Sizes): Sizes {
  const indices = node.constant(1);
  if (shape.length !== 1 || node.integer('axis', 0) !== 0) unsupported(node.where, 'entries of a list', 'others');
  const entries = indices.data.map(
    (index) =>
      data[index < 0 ? index + data.length : index] ??
      malformed(node.where, `indices below ${data.length}`, indices.data.join()),
  );
  return { ...indices, data: entries };
}

function constantOfShape(node: NodeReader): Sizes {
  const { data } = node.constant(0);
  const [count] = data;
  if (data.length !== 1 || !(count >= 0 && count <= MOST_NUMBERS)) unsupported(node.where, 'a short list', 'another');
  return listOf(new Array<number>(count).fill(node.attributeNumber('value', 0)));
}

function concat(node: NodeReader): Sizes {
  const parts = node.inputs.map((_, n) => node.sizes(n));
  if (parts.some(({ shape }) => shape.length !== 1)) unsupported(node.where, 'lists', 'constants of other shapes');
  const data = parts.flatMap((part) => part.data);
  if (data.length > MOST_NUMBERS) unsupported(node.where, `at most ${MOST_NUMBERS} numbers`, data.length);
  return listOf(data);
}

/** To a given shape, of which one size may be −1: that one follows from the others. */
function reshape(node: NodeReader, { data }: Sizes): Sizes {
  const wanted = node.constant(1).data;
  const rest = data.length / wanted.reduce((product, size) => product * (size === -1 ? 1 : size), 1);
  const shape = wanted.map((size) => (size === -1 ? rest : size));
  const fits = shape.every((size) => Number.isSafeInteger(size) && size >= 0);
  if (!fits || shape.reduce((product, size) => product * size, 1) !== data.length) {
    malformed(node.where, `a shape of ${data.length} numbers`, wanted.join(' × '));
  }
  return { kind: 'constant', shape, data };
}

/** Rows of a list or table, forwards or backwards. */
function slice(node: NodeReader, { shape, data }: Sizes): Sizes {
  const [start, end, axis, step] = [1, 2, 3, 4].map((n) => (node.has(n) ? node.constant(n).data[0] : n === 4 ? 1 : 0));
  if (axis !== 0 || (step !== 1 && step !== -1)) unsupported(node.where, 'rows with a step of 1 or −1', 'others');
  const [rows = 1] = shape;
  const width = data.length / rows;
  const [least, most] = step > 0 ? [0, rows] : [-1, rows - 1];
  const rowAt = (at: number) => Math.min(Math.max(at < 0 ? at + rows : at, least), most);
  const kept: Size[] = [];
  for (let row = rowAt(start); step > 0 ? row < rowAt(end) : row > rowAt(end); row += step) {
    kept.push(...data.slice(row * width, (row + 1) * width));
  }
  return { kind: 'constant', shape: [kept.length / width, ...shape.slice(1)], data: kept };
}

function transpose(node: NodeReader, { shape, data }: Sizes): Sizes {
  if (shape.length !== 2) unsupported(node.where, 'a table', `${shape.length} dimensions`);
  const [rows, columns] = shape;
  const transposed = data.map((_, n) => data[(n % rows) * columns + Math.floor(n / rows)]);
  return { kind: 'constant', shape: [columns, rows], data: transposed };
}
