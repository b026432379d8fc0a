import { expectAtMost, INNER_WIDTH, type ModelLimits } from '../../model/limits.js';
import type { NetworkBuilder } from '../../network/builder.js';
import type { NetworkStart } from '../../network/network.js';
import { KEPT } from '../../network/work-budget.js';
import { malformed, unsupported } from '../reading/json.js';
import type { WeightBudget } from '../reading/numbers.js';
import { type Constant, readConstant, type Size, type Sizes } from './constant.js';
import { foldConstants } from './constant-folding.js';
import type { OnnxNode } from './decode.js';
import {
  ACTIVATIONS,
  batchNorm,
  combine,
  compute,
  type GraphContext,
  multiplyByMatrix,
  softmaxOf,
} from './frame-operators.js';
import { NodeReader, type Value } from './node-reader.js';
import { type Axis, expectAligned, PaddingTracker, type Signal } from './signal.js';

/** The other operators that are read, as error messages list them. */
const OTHERS = [
  ...['Conv', 'Pad', 'Add', 'Sub', 'Mul', 'Div', 'BatchNormalization', 'Softmax', 'MatMul', 'Gemm', 'Slice', 'Split'],
  ...['Concat', 'Identity', 'Dropout', 'Constant', 'Squeeze', 'Unsqueeze', 'Transpose', 'Shape'],
];

/** Inputs of all nodes, at most, for each node that a file may have. */
const INPUTS_PER_NODE = 8;

/** Evaluates a graph node by node and appends its operators to a network. */
export class GraphReader {
  readonly #context: GraphContext;
  readonly #builder: NetworkBuilder;
  readonly #budget: WeightBudget;
  readonly #limits: ModelLimits;
  readonly #padding = new PaddingTracker();
  readonly #values = new Map<string, Value>();
  #reads = 0;

  /** @param frames the number of frames that the graph was exported for; null if for any number */
  constructor(builder: NetworkBuilder, budget: WeightBudget, limits: ModelLimits, frames: number | null) {
    this.#builder = builder;
    this.#context = { builder, padding: this.#padding, frames };
    this.#budget = budget;
    this.#limits = limits;
  }

  /** How the network must start, according to the nodes so far. */
  get start(): NetworkStart {
    return this.#padding.start;
  }

  /** Sets the value of a name. */
  define(name: string, value: Value): void {
    this.#values.set(name, value);
  }

  /** The value of a name; undefined if no node so far has computed it. */
  value(name: string): Value | undefined {
    return this.#values.get(name);
  }

  /** Evaluates the node whose place is `where`. */
  append(node: OnnxNode, where: string): void {
    this.#reads += node.inputs.length;
    expectAtMost(INPUTS_PER_NODE * this.#limits.ops, 'inputs of nodes', this.#reads, where);
    const reader = new NodeReader(node, this.#values, this.#budget.work, where);
    const results = this.#evaluate(reader);
    for (const result of results) {
      if (result.kind !== 'signal') continue;
      expectAtMost(INNER_WIDTH * this.#limits.channels, 'channels', this.#builder.channels(result.id), where);
    }
    node.outputs.forEach((output, n) => {
      if (output !== '' && results[n]) this.define(output, results[n]);
    });
  }

  #evaluate(node: NodeReader): Value[] {
    const { type } = node;
    if (type === 'Constant') return [this.#constant(node)];
    if (node.hasConstantsOnly) return [foldConstants(node)];
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
        return [softmaxOf(this.#context, node)];
      case 'MatMul':
      case 'Gemm':
        return [multiplyByMatrix(this.#context, node)];
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
    this.#budget.take(isList ? floats.length + integers.length : 1, node.where);
    const data = isList ? [...floats, ...integers] : [name === 'value_float' ? float : integer];
    const odd = data.find((number) => !Number.isFinite(number));
    if (odd !== undefined) malformed(node.where, `a finite ${name}`, odd);
    return { kind: 'constant', shape: isList ? [data.length] : [], data };
  }

  /** The sizes of a signal's axes, or of some of them. */
  #shape(node: NodeReader): Sizes {
    const { id, axes, first, beyond } = node.signal(0);
    const { frames } = this.#context;
    const more = beyond - first;
    const sizes: Record<Axis, Size> = {
      batch: 'unknown',
      channels: this.#builder.channels(id),
      time: frames === null ? { more } : frames + more,
    };
    const data = axes.map((axis) => sizes[axis]).slice(node.integer('start', 0), node.integer('end', axes.length));
    return { kind: 'constant', shape: [data.length], data };
  }

  #conv(node: NodeReader): Signal {
    const weight = node.constant(1);
    const [outChannels, columns, kernelSize] = weight.shape;
    if (weight.shape.length !== 3 || kernelSize === 0) unsupported(node.where, 'a filter over time only', 'another');
    node.expectText('auto_pad', ['', 'NOTSET', 'VALID']);
    const [dilation] = node.integers('dilations', [1]);
    const [stride] = node.integers('strides', [1]);
    if (stride !== 1) unsupported(node.where, 'a stride of 1', stride);
    const [before, behind] = node.integers('pads', [0, 0]);
    const groups = node.integer('group', 1);
    const x = node.signal(0, ['batch', 'channels', 'time']);
    const inChannels = this.#builder.channels(x.id);
    if (!(groups >= 1 && columns * groups === inChannels && outChannels >= 1 && outChannels % groups === 0)) {
      malformed(node.where, `a filter of ${inChannels} channels`, `${groups} groups of ${columns}`);
    }
    if (!(Number.isSafeInteger(dilation) && dilation >= 1 && before >= 0 && behind >= 0)) {
      malformed(node.where, 'a positive dilation and paddings', `${dilation}, ${before} and ${behind}`);
    }
    expectAtMost(this.#limits.kernelSize, 'taps', kernelSize, node.where);
    expectAtMost(this.#limits.receptiveField, 'frames of dilation', dilation, node.where);
    node.spend(KEPT * weight.data.length);
    const padded = this.#padding.pad(x, before, behind, node.where);
    const seen = this.#padding.look(padded, (kernelSize - 1) * dilation, node.where);
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
    if (elsewhere) unsupported(node.where, 'padding of time only', 'padding of other axes');
    if (time < 0) return x;
    return this.#padding.pad(x, pads[time], pads[time + axes.length], node.where);
  }

  #slice(node: NodeReader): Signal {
    let x = node.signal(0);
    for (const { axis, start, end } of node.ranges(x, this.#context.frames)) {
      if (axis === 'time') {
        if (start < 0 || end > 0)
          unsupported(node.where, 'a start from the beginning and an end from the end', 'others');
        x = this.#padding.pad(x, -start, end, node.where);
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
    const ids = signals.map((signal) => compute(this.#context, node, signal, (id) => id).id);
    return { ...compute(this.#context, node, first, (id) => id), id: this.#builder.join('concat', ids) };
  }

  /** Squeeze, Unsqueeze, Transpose: only the axes change, not the signal. */
  #arrange(node: NodeReader): Signal {
    const x = node.signal(0);
    const channels = this.#builder.channels(x.id);
    return { ...x, axes: node.arranged(x.axes, channels) };
  }
}
