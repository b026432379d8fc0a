import { expectAtMost, INNER_WIDTH, type ModelLimits } from '../../model/limits.js';
import type { Activation } from '../../network/activation.js';
import type { NetworkBuilder } from '../../network/builder.js';
import { softmax } from '../lowering/arithmetic.js';
import type { WeightBudget } from '../reading/numbers.js';
import { malformed, unsupported } from '../reading/schema.js';
import { combine } from './arithmetic-nodes.js';
import { type Constant, readConstant, type Sizes } from './constant.js';
import { foldConstants } from './constant-folding.js';
import type { OnnxNode } from './decode.js';
import { compute, type GraphContext } from './graph-context.js';
import { NodeReader, type Value } from './node-reader.js';
import { type Axis, Beginning, expectAligned, type Signal } from './signal.js';
import { batchNorm, product } from './weight-nodes.js';

/** A function of every sample from a node. */
type ReadActivation = (node: NodeReader, channels: number) => Activation;

const ACTIVATIONS = new Map<string, ReadActivation>([
  ['Tanh', () => ({ kind: 'tanh' })],
  ['Sigmoid', () => ({ kind: 'sigmoid' })],
  ['Relu', () => ({ kind: 'relu' })],
  ['Softsign', () => ({ kind: 'softsign' })],
  ['HardSwish', () => ({ kind: 'hardSwish' })],
  ['Exp', () => ({ kind: 'exp' })],
  ['Reciprocal', () => ({ kind: 'reciprocal' })],
  ['LeakyRelu', (node) => ({ kind: 'leakyRelu', negativeSlope: node.float('alpha', 0.01) })],
  ['Elu', (node) => ({ kind: 'elu', alpha: node.float('alpha', 1) })],
  ['Clip', clip],
  ['PRelu', (node, channels) => ({ kind: 'prelu', negativeSlopes: node.perChannel(1, channels) })],
]);

/** The bounds of numbers, as good as none. */
const LARGEST = 3.4028234663852886e38;

/** Bounds below and above from inputs or, in old files, attributes; without one of them there is no bound. */
function clip(node: NodeReader): Activation {
  const bound = (index: number, name: string, none: number): number =>
    node.has(index) ? node.perChannel(index, 1)[0] : node.float(name, none);
  const [min, max] = [bound(1, 'min', -LARGEST), bound(2, 'max', LARGEST)];
  if (!(min <= max)) malformed(node.where, `an upper bound of at least ${min}`, max);
  if (min === 0 && max >= LARGEST) return { kind: 'relu' };
  if (min === -1 && max === 1) return { kind: 'hardTanh' };
  return { kind: 'leakyHardTanh', min, max, minSlope: 0, maxSlope: 0 };
}

/** Operators that need more than one sample, or none. */
const OTHERS = [
  ...['Conv', 'Pad', 'Add', 'Sub', 'Mul', 'Div', 'BatchNormalization', 'Softmax', 'MatMul', 'Gemm', 'Slice', 'Split'],
  ...['Concat', 'Identity', 'Dropout', 'Constant', 'Squeeze', 'Unsqueeze', 'Transpose', 'Shape'],
];

/** Follows a graph node by node, and appends what it computes to a network. */
export class GraphReader {
  readonly beginning = new Beginning();
  readonly #context: GraphContext;
  readonly #builder: NetworkBuilder;
  readonly #budget: WeightBudget;
  readonly #limits: ModelLimits;
  readonly #values = new Map<string, Value>();

  /** @param frames how many the graph was made for; 0 where any number */
  constructor(builder: NetworkBuilder, budget: WeightBudget, limits: ModelLimits, frames: number) {
    this.#builder = builder;
    this.#context = { builder, beginning: this.beginning, frames };
    this.#budget = budget;
    this.#limits = limits;
  }

  /** Makes a value known by its name. */
  name(name: string, value: Value): void {
    this.#values.set(name, value);
  }

  /** The value of a name, if it is known. */
  value(name: string): Value | undefined {
    return this.#values.get(name);
  }

  /** Follows a node, which stands at `where`. */
  append(node: OnnxNode, where: string): void {
    const reader = new NodeReader(node, this.#values, where);
    const results = this.#follow(reader);
    for (const result of results) {
      if (result.kind !== 'signal') continue;
      expectAtMost(INNER_WIDTH * this.#limits.channels, 'channels', this.#builder.channels(result.id), where);
    }
    node.outputs.forEach((output, n) => {
      if (output !== '' && results[n]) this.name(output, results[n]);
    });
  }

  #follow(node: NodeReader): Value[] {
    const { type } = node;
    if (type === 'Constant') return [this.#constant(node)];
    if (node.isConstant) return [foldConstants(node)];
    if (type === 'Shape') return [this.#shape(node)];
    const activation = ACTIVATIONS.get(type);
    if (activation) {
      const x = node.signal(0);
      return [
        compute(this.#context, node, x, (id) =>
          this.#builder.activation(id, activation(node, this.#builder.channels(id))),
        ),
      ];
    }
    switch (type) {
      case 'Identity':
      case 'Dropout':
        return [node.input(0)];
      case 'Conv':
        return [this.#conv(node)];
      case 'Pad':
        return [this.#pad(node)];
      case 'Add':
      case 'Sub':
      case 'Mul':
      case 'Div':
        return [combine(this.#context, node)];
      case 'BatchNormalization':
        return [batchNorm(this.#context, node)];
      case 'Softmax':
        node.expectChannelAxis(node.signal(0), node.integer('axis', -1));
        return [compute(this.#context, node, node.signal(0), (id) => softmax(this.#builder, id))];
      case 'MatMul':
      case 'Gemm':
        return [product(this.#context, node)];
      case 'Slice':
        return [this.#slice(node)];
      case 'Split':
        return this.#split(node);
      case 'Concat':
        return [this.#concat(node)];
      case 'Squeeze':
      case 'Unsqueeze':
      case 'Transpose':
        return [this.#arrange(node)];
      default:
        return unsupported(node.where, `one of ${[...OTHERS, ...ACTIVATIONS.keys()].join(', ')}`, type);
    }
  }

  #constant(node: NodeReader): Constant {
    const { tensor, floats, integers, name, float, integer } = node.soleAttribute();
    if (tensor) return readConstant(tensor, this.#budget, node.where);
    const isList = name.endsWith('s');
    const data = isList ? [...floats, ...integers] : [name === 'value_float' ? float : integer];
    this.#budget.take(data.length, node.where);
    return { kind: 'constant', shape: isList ? [data.length] : [], data };
  }

  /** The sizes of a signal's axes, or some of them; nothing is known of that of a batch. */
  #shape(node: NodeReader): Sizes {
    const { id, axes, first, beyond } = node.signal(0);
    const { frames } = this.#context;
    const more = beyond - first;
    const sizes = {
      batch: Number.NaN,
      channels: this.#builder.channels(id),
      time: frames > 0 ? frames + more : { more },
    };
    const data = axes.map((axis) => sizes[axis]).slice(node.integer('start', 0), node.integer('end', axes.length));
    return { kind: 'constant', shape: [data.length], data };
  }

  #conv(node: NodeReader): Signal {
    const weight = node.constant(1);
    const [outChannels, columns, kernelSize] = weight.shape;
    if (weight.shape.length !== 3 || kernelSize === 0) unsupported(node.where, 'a filter over time', 'another');
    node.expectText('auto_pad', ['', 'NOTSET', 'VALID']);
    const [dilation] = node.integers('dilations', [1]);
    const [stride] = node.integers('strides', [1]);
    if (stride !== 1) unsupported(node.where, 'a stride of 1', stride);
    const [before, behind] = node.integers('pads', [0, 0]);
    const groups = node.integer('group', 1);
    const x = node.signal(0, ['batch', 'channels', 'time']);
    const inChannels = this.#builder.channels(x.id);
    if (!(groups >= 1 && columns * groups === inChannels && outChannels >= 1 && outChannels % groups === 0)) {
      malformed(node.where, `a filter of ${inChannels} channels`, `${columns} in each of ${groups} groups`);
    }
    if (!(Number.isSafeInteger(dilation) && dilation >= 1 && before >= 0 && behind >= 0)) {
      malformed(node.where, 'a positive dilation and paddings', `${dilation}, ${before} and ${behind}`);
    }
    expectAtMost(this.#limits.kernelSize, 'taps', kernelSize, node.where);
    expectAtMost(this.#limits.receptiveField, 'frames of dilation', dilation, node.where);
    const padded = this.beginning.pad(x, before, behind, node.where);
    const seen = this.beginning.look(padded, (kernelSize - 1) * dilation, node.where);
    const bias = node.has(2) ? Float32Array.from(node.constant(2, [outChannels]).data) : null;
    const settings = { outChannels, kernelSize, dilation, groups, weight: Float32Array.from(weight.data), bias };
    return { ...seen, id: this.#builder.conv1d(x.id, settings) };
  }

  #pad(node: NodeReader): Signal {
    const x = node.signal(0);
    node.expectText('mode', ['', 'constant']);
    const { axes, pads } = node.pads(x);
    const time = axes.indexOf('time');
    const elsewhere = axes.some((axis, n) => axis !== 'time' && (pads[n] !== 0 || pads[n + axes.length] !== 0));
    if (elsewhere) unsupported(node.where, 'padding of time alone', 'padding of channels');
    if (time < 0) return x;
    return this.beginning.pad(x, pads[time], pads[time + axes.length], node.where);
  }

  #slice(node: NodeReader): Signal {
    let x = node.signal(0);
    for (const { axis, start, end } of node.ranges(x, this.#context.frames)) {
      if (axis === 'time') {
        if (start < 0 || end > 0) unsupported(node.where, 'a range from the beginning to the end of time', 'another');
        x = this.beginning.pad(x, -start, end, node.where);
      } else if (axis === 'channels') {
        const channels = this.#builder.channels(x.id);
        const place = (at: number): number => Math.min(at < 0 ? at + channels : at, channels);
        const [from, to] = [place(start), end === 0 ? channels : place(end)];
        if (!(from >= 0 && to > from)) malformed(node.where, `a range of ${channels} channels`, `${start} to ${end}`);
        x = { ...x, id: this.#builder.slice(x.id, from, to - from) };
      }
    }
    return x;
  }

  #split(node: NodeReader): Signal[] {
    const x = node.signal(0);
    node.expectChannelAxis(x, node.integer('axis', 0));
    const channels = this.#builder.channels(x.id);
    let start = 0;
    return node.splits(channels).map((size) => {
      if (!(size >= 1 && start + size <= channels)) malformed(node.where, `parts of ${channels} channels`, size);
      start += size;
      return { ...x, id: this.#builder.slice(x.id, start - size, size) };
    });
  }

  #concat(node: NodeReader): Signal {
    const signals = node.inputs.map((_, n) => node.signal(n));
    const [first] = signals;
    node.expectChannelAxis(first, node.integer('axis', 1));
    for (const signal of signals) expectAligned(first, signal, node.where);
    const parts = signals.map((signal) => compute(this.#context, node, signal, (id) => id));
    return { ...parts[0], id: this.#builder.concat(...parts.map(({ id }) => id)) };
  }

  /** Axes that come, go or change places; the signal stays the same. */
  #arrange(node: NodeReader): Signal {
    const x = node.signal(0);
    const channels = this.#builder.channels(x.id);
    return { ...x, axes: node.arranged(x.axes, channels) };
  }
}

/** The axes of the graph's input, by its rank. */
export function axesOf(rank: number): readonly Axis[] | undefined {
  return [undefined, ['time'], ['batch', 'time'], ['batch', 'channels', 'time']][rank] as readonly Axis[] | undefined;
}
