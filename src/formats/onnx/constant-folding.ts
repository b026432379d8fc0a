import { malformed, unsupported } from '../reading/schema.js';
import type { Sizes } from './constant.js';
import type { NodeReader } from './node-reader.js';
import { difference, ofFixed, type Size, sum } from './size.js';

/** Numbers of a constant that is computed; those of weights are in the file. */
const MOST_NUMBERS = 1024;

/**
 * What a node makes of constants alone: exporters compute shapes and paddings by such detours. Only short lists and tables
 * are followed.
 */
export function foldConstants(node: NodeReader): Sizes {
  const [x] = node.inputs.length > 0 ? [node.sizes(0)] : [];
  const known = x !== undefined && x.data.length <= MOST_NUMBERS ? FOLDERS.get(node.type) : undefined;
  if (!x || !known) return unsupported(node.where, `one of ${[...FOLDERS.keys()].join(', ')} of constants`, node.type);
  return known(node, x);
}

type Fold = (node: NodeReader, x: Sizes) => Sizes;

const FOLDERS = new Map<string, Fold>([
  ['Identity', (_, x) => x],
  // Numbers are kept as they are, whatever their type.
  ['Cast', (_, x) => x],
  ['Squeeze', (_, { data }) => list(data)],
  ['Unsqueeze', (_, { data }) => list(data)],
  ['ConstantOfShape', constantOfShape],
  ['Neg', (_, x) => ({ ...x, data: Array.from(x.data, (value) => difference(0, value)) })],
  ['Add', combine(sum)],
  ['Sub', combine(difference)],
  ['Mul', combine(ofFixed((a, b) => a * b))],
  // Of the lengths and positions that this is for, as of all integers, the quotient is one.
  ['Div', combine(ofFixed((a, b) => Math.trunc(a / b)))],
  ['Gather', gather],
  ['Concat', concat],
  ['Reshape', reshape],
  ['Slice', slice],
  ['Transpose', transpose],
]);

function list(data: ArrayLike<Size>): Sizes {
  return { kind: 'constant', shape: [data.length], data: Array.from(data) };
}

/** Number by number; one number meets all of the other's. */
function combine(operation: (a: Size, b: Size) => Size): Fold {
  return (node, a) => {
    const b = node.sizes(1);
    const [long, short] = a.data.length >= b.data.length ? [a, b] : [b, a];
    const integers = [...a.data, ...b.data].every(
      (value) => typeof value !== 'number' || Number.isNaN(value) || Number.isInteger(value),
    );
    if (!integers || (short.data.length !== 1 && short.shape.join() !== long.shape.join())) {
      unsupported(node.where, 'integers of one shape', 'others');
    }
    const at = ({ data }: Sizes, n: number): Size => data[data.length === 1 ? 0 : n];
    return { ...long, data: Array.from(long.data, (_, n) => operation(at(a, n), at(b, n))) };
  };
}

/** Entries of a list by their numbers. */
function gather(node: NodeReader, { shape, data }: Sizes): Sizes {
  const places = node.constant(1);
  if (shape.length !== 1 || node.integer('axis', 0) !== 0) unsupported(node.where, 'entries of a list', 'others');
  const kept = Array.from(places.data, (place) => data[place < 0 ? place + data.length : place]);
  if (kept.includes(undefined as never)) malformed(node.where, `a place of ${data.length}`, places.data.join());
  return { ...places, data: kept };
}

function constantOfShape(node: NodeReader): Sizes {
  const { data } = node.constant(0);
  const [count] = data;
  if (data.length !== 1 || !(count >= 0 && count <= MOST_NUMBERS)) unsupported(node.where, 'a short list', 'another');
  return list(new Array<number>(count).fill(node.attributeNumber('value', 0)));
}

function concat(node: NodeReader): Sizes {
  const parts = node.inputs.map((_, n) => node.sizes(n));
  if (parts.some(({ shape }) => shape.length !== 1)) unsupported(node.where, 'lists', 'constants of other shapes');
  const data = parts.flatMap((part) => [...part.data]);
  if (data.length > MOST_NUMBERS) unsupported(node.where, `at most ${MOST_NUMBERS} numbers`, data.length);
  return list(data);
}

/** To a given shape, of which one size may be −1: what is left. */
function reshape(node: NodeReader, { data }: Sizes): Sizes {
  const wanted = [...node.constant(1).data];
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
  const place = (at: number) => Math.min(Math.max(at < 0 ? at + rows : at, least), most);
  const kept: Size[] = [];
  for (let row = place(start); step > 0 ? row < place(end) : row > place(end); row += step) {
    kept.push(...Array.from(data).slice(row * width, (row + 1) * width));
  }
  return { kind: 'constant', shape: [kept.length / width, ...shape.slice(1)], data: kept };
}

function transpose(node: NodeReader, { shape, data }: Sizes): Sizes {
  if (shape.length !== 2) unsupported(node.where, 'a table', `${shape.length} dimensions`);
  const [rows, columns] = shape;
  const turned = Array.from(data, (_, n) => data[(n % rows) * columns + Math.floor(n / rows)]);
  return { kind: 'constant', shape: [columns, rows], data: turned };
}
