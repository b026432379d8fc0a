import { type OnnxNodeSpec, type OnnxSpec, onnxFile } from './onnx-file.js';

/** What becomes of a file: it plays, or is refused with a code. */
export type Fate = 'plays' | 'limit' | 'malformed' | 'unsupported';

/** A small file that asks for much, by what it does. */
export interface HostileFile {
  readonly name: string;
  readonly fate: Fate;
  readonly bytes: () => Uint8Array;
}

const MANY = 250_000;
const NODES = 4000;
const many = { dims: [MANY], int64: new Uint8Array(MANY) };
const list = (...int64: (number | bigint)[]) => ({ dims: [int64.length], int64 });
const filled = (count: number, value: number) => ({ dims: [count], int64: new Uint8Array(count).fill(value) });
const one = { dims: [], int64: [1] };

/** A graph whose constants are computed by `nodes`, beside y = relu(x). */
function constants(
  fate: Fate,
  name: string,
  given: OnnxSpec['constants'],
  nodes: readonly OnnxNodeSpec[],
): HostileFile {
  const relu = { type: 'Relu', inputs: ['x'], outputs: ['y'] };
  return { name: `constants: ${name}`, fate, bytes: () => onnxFile({ constants: given, nodes: [...nodes, relu] }) };
}

/** A graph for signals. */
function graph(fate: Fate, name: string, spec: () => OnnxSpec): HostileFile {
  return { name: `graph: ${name}`, fate, bytes: () => onnxFile(spec()) };
}

/** `count` nodes of a kind with one output each, all of the same inputs. */
function repeated(type: string, inputs: readonly string[], attributes?: OnnxNodeSpec['attributes'], count = NODES) {
  return Array.from({ length: count }, (_, n) => ({ type, inputs, outputs: [`c${n}`], attributes }));
}

/** Nodes of a kind that each read the one before; `inputs` makes the inputs from its name. */
function chain(first: string, type: string, inputs: (before: string) => string[], last = 'y', count = NODES) {
  return Array.from({ length: count }, (_, n) => ({
    type,
    inputs: inputs(n === 0 ? first : `h${n - 1}`),
    outputs: [n === count - 1 ? last : `h${n}`],
  }));
}

/** ONNX files that a reader might work on without end, or fill the memory with. */
export const HOSTILE_GRAPHS: readonly HostileFile[] = [
  constants(
    'plays',
    'a slice of 2^40 rows of nothing',
    { e: { dims: [2 ** 40, 0], int64: [] }, s: list(0), t: list(2 ** 40) },
    [{ type: 'Slice', inputs: ['e', 's', 't', 's'], outputs: ['c'] }],
  ),
  constants('malformed', 'a slice of 2^60 rows of nothing', { e: { dims: [2 ** 60, 0], int64: [] } }, []),
  constants('unsupported', 'gathered 4000 times', { a: list(0), m: many }, repeated('Gather', ['a', 'm'])),
  constants('unsupported', 'added 4000 times', { m: many, one }, repeated('Add', ['one', 'm'])),
  constants(
    'limit',
    'short ones, negated 4000 times',
    { a: { dims: [1024], int64: new Uint8Array(1024) } },
    repeated('Neg', ['a']),
  ),
  constants('unsupported', 'large parts concatenated', { m: many }, repeated('Concat', new Array(8).fill('m'))),
  constants(
    'unsupported',
    'concatenated with themselves',
    { a: list(1, 2) },
    chain('a', 'Concat', (c) => [c, c], 'c', 40),
  ),
  constants('limit', '200 000 concatenated', { a: list(1) }, repeated('Concat', new Array(200_000).fill('a'), {}, 1)),
  constants(
    'unsupported',
    'of half a number',
    { s: { dims: [1], float32: [0.5] } },
    repeated('ConstantOfShape', ['s'], {}, 1),
  ),
  constants('unsupported', 'of −1 numbers', { s: list(-1) }, repeated('ConstantOfShape', ['s'], {}, 1)),
  constants('limit', 'filled 4000 times', { s: list(1024) }, repeated('ConstantOfShape', ['s'])),
  constants('malformed', 'that are no number', {}, repeated('Constant', [], { value_float: { float: Number.NaN } }, 1)),
  constants('malformed', 'without end', {}, repeated('Constant', [], { value_floats: { floats: [1, 1 / 0] } }, 1)),
  constants('unsupported', 'whose product is rounded', { a: list(2 ** 40) }, repeated('Mul', ['a', 'a'], {}, 1)),
  constants(
    'unsupported',
    'rounded in the file',
    { a: list(2n ** 53n + 1n), one },
    repeated('Sub', ['a', 'one'], {}, 1),
  ),
  constants('malformed', 'of a negative size', { a: { dims: [-1, -1], int64: [1] } }, []),
  constants('limit', 'of a size that overflows', { a: { dims: [2 ** 32, 2 ** 32], int64: [] } }, []),
  constants('malformed', 'of 100 000 axes', { a: { dims: new Array(100_000).fill(1), int64: [1] } }, []),
  constants(
    'malformed',
    'shaped to 1000 axes',
    { a: one, s: list(...new Array(1000).fill(1)) },
    repeated('Reshape', ['a', 's']),
  ),
  constants(
    'limit',
    'shaped 4000 times',
    { a: { dims: [1024], int64: new Uint8Array(1024) }, s: list(-1, 2) },
    repeated('Reshape', ['a', 's']),
  ),
  constants(
    'limit',
    'transposed 4000 times',
    { a: { dims: [32, 32], int64: new Uint8Array(1024) } },
    chain('a', 'Transpose', (c) => [c], 'c'),
  ),
  constants(
    'unsupported',
    'cast in a chain',
    { m: many },
    chain('m', 'Cast', (c) => [c], 'c'),
  ),
  constants(
    'plays',
    'unsqueezed in a chain',
    { a: list(1), z: list(0) },
    chain('a', 'Unsqueeze', (c) => [c, 'z'], 'c'),
  ),
  ...['Expand', 'Tile', 'Range', 'Where'].map((type) =>
    constants('unsupported', `by ${type}`, { a: list(2 ** 40), one }, repeated(type, ['one', 'a', 'a'])),
  ),
  graph('limit', 'one filter 4000 times', () => ({
    constants: { w: { dims: [500, 1, 500], float32: new Float32Array(MANY) } },
    nodes: repeated('Conv', ['x', 'w']),
  })),
  graph('limit', '4000 softmaxes of 1000 channels', () => ({
    channels: 1000,
    nodes: repeated('Softmax', ['x'], { axis: { int: 1 } }),
  })),
  graph('limit', '200 000 signals concatenated', () => ({
    nodes: chain('x', 'Concat', (h) => new Array(200_000).fill(h), 'y', 1),
  })),
  graph('malformed', 'a slice of 100 000 ranges', () => ({
    constants: { s: filled(100_000, 0), e: filled(100_000, 1) },
    nodes: chain('x', 'Slice', (h) => [h, 's', 'e', 's'], 'y', 1),
  })),
  graph('malformed', 'a split into 200 000 parts', () => ({
    nodes: [
      {
        type: 'Split',
        inputs: ['x'],
        outputs: Array.from({ length: 200_000 }, (_, n) => `p${n}`),
        attributes: { axis: { int: 1 } },
      },
    ],
  })),
  graph('malformed', 'padding beyond all sounds', () => ({
    constants: { p: list(0, 0, 2 ** 52, 0, 0, 0) },
    nodes: chain('x', 'Pad', (h) => [h, 'p'], 'y', 4),
  })),
  graph('unsupported', 'a name of megabytes', () => ({
    nodes: [{ type: 'Nothing'.repeat(2 ** 18), name: 'n'.repeat(2 ** 21), inputs: ['x'], outputs: ['y'] }],
  })),
  ...['Add', 'Mul'].map((type) =>
    graph('plays', `4000 times ${type} of a signal and itself`, () => ({ nodes: chain('x', type, (h) => [h, h]) })),
  ),
  graph('limit', 'concatenated with itself', () => ({ nodes: chain('x', 'Concat', (h) => [h, h], 'y', 40) })),
  ...['Identity', 'Relu', 'Tanh'].map((type) =>
    graph('plays', `4000 times ${type}`, () => ({ nodes: chain('x', type, (h) => [h]) })),
  ),
];
