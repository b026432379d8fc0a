import type { Activation } from '../../network/activation.js';
import type { NetworkBuilder } from '../../network/builder.js';
import type { SignalId } from '../../network/network.js';
import { KEPT } from '../../network/work-budget.js';
import { scale, softmax, spread } from '../lowering/arithmetic.js';
import { malformed, unsupported } from '../reading/json.js';
import type { NodeReader } from './node-reader.js';
import { expectAligned, type PaddingTracker, type Signal } from './signal.js';

// The operators that compute each output frame from the same frame of their inputs.

/** What all nodes of a graph add to. */
export interface GraphContext {
  readonly builder: NetworkBuilder;
  readonly padding: PaddingTracker;
  /** The number of frames that the graph was exported for; null if for any number. */
  readonly frames: number | null;
}

/** A signal that `make` computes from another frame by frame. */
export function compute(
  { padding }: GraphContext,
  node: NodeReader,
  x: Signal,
  make: (id: SignalId) => SignalId,
): Signal {
  return { ...padding.compute(x, node.where), id: make(x.id) };
}

/** Activations by operator, each for a signal of some channels. */
export const ACTIVATIONS = new Map<string, (node: NodeReader, channels: number) => Activation>([
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

/** The largest float32. A Clip without a bound gets this one, since no sample exceeds it. */
const LARGEST = 3.4028234663852886e38;

/** The bounds are inputs or, in old files, attributes; both are optional. */
function clip(node: NodeReader): Activation {
  const bound = (index: number, name: string, preset: number): number =>
    node.has(index) ? node.perChannel(index, 1)[0] : node.float(name, preset);
  const [min, max] = [bound(1, 'min', -LARGEST), bound(2, 'max', LARGEST)];
  if (!(min <= max)) malformed(node.where, `an upper bound of at least ${min}`, max);
  if (min === 0 && max >= LARGEST) return { kind: 'relu' };
  if (min === -1 && max === 1) return { kind: 'hardTanh' };
  return { kind: 'leakyHardTanh', min, max, minSlope: 0, maxSlope: 0 };
}

/** Softmax over the channels. */
export function softmaxOf(context: GraphContext, node: NodeReader): Signal {
  const x = node.signal(0);
  node.expectChannelAxis(x, node.integer('axis', -1));
  return compute(context, node, x, (id) => softmax(context.builder, id));
}

/** Sum, difference, product or quotient of two signals, or of a signal and a constant. */
export function combine(context: GraphContext, node: NodeReader): Signal {
  const { builder } = context;
  const [a, b] = [node.input(0), node.input(1)];
  const inverts = node.type === 'Sub' || node.type === 'Div';
  const sums = node.type === 'Add' || node.type === 'Sub';
  if (a.kind === 'signal' && b.kind === 'signal') {
    expectAligned(a, b, node.where);
    const [wide, other] = [builder.channels(a.id), builder.channels(b.id)];
    const width = Math.max(wide, other);
    if (Math.min(wide, other) !== width && Math.min(wide, other) !== 1) {
      malformed(node.where, `${wide} channels in both`, other);
    }
    const right = compute(context, node, b, (id) => (inverts ? inverse(builder, id, sums) : id));
    const left = compute(context, node, a, (id) => id);
    const ids = [left.id, right.id].map((id) => spreadTo(builder, id, width));
    const axes = a.axes.length >= b.axes.length ? a.axes : b.axes;
    return { ...left, axes, id: builder.join(sums ? 'add' : 'multiply', ids) };
  }
  const [x, place] = a.kind === 'signal' ? [a, 1] : [b as Signal, 0];
  return compute(context, node, x, (id) => {
    const width = Math.max(builder.channels(id), node.channelsOf(place, x));
    node.spend(4 * KEPT * width);
    const numbers = node.perChannel(place, width, x);
    const signal = spreadTo(builder, id, width);
    // The second operand is inverted: the signal or the constant.
    const left = inverts && place === 0 ? inverse(builder, signal, sums) : signal;
    const right = inverts && place === 1 ? numbers.map((value) => (sums ? -value : 1 / value)) : numbers;
    if (right.some((value) => !Number.isFinite(value))) malformed(node.where, 'finite numbers', 'a division by 0');
    const ones = new Float32Array(width).fill(1);
    return sums ? scale(builder, left, ones, right) : scale(builder, left, right);
  });
}

/** −x for sums, 1/x for products. */
function inverse(builder: NetworkBuilder, id: SignalId, sums: boolean): SignalId {
  return sums ? scale(builder, id, -1) : builder.activation(id, { kind: 'reciprocal' });
}

function spreadTo(builder: NetworkBuilder, id: SignalId, channels: number): SignalId {
  return builder.channels(id) === channels ? id : spread(builder, id, channels);
}

/** (x − mean) · scale/√(variance + ε) + bias. */
export function batchNorm(context: GraphContext, node: NodeReader): Signal {
  const { builder } = context;
  const x = node.signal(0);
  node.expectChannelAxis(x, 1);
  const channels = builder.channels(x.id);
  const [gains, biases, means, variances] = [1, 2, 3, 4].map((n) => node.constant(n, [channels]).data);
  const epsilon = node.float('epsilon', 1e-5);
  const factors = Float32Array.from(gains, (gain, c) => {
    if (!(variances[c] + epsilon > 0)) malformed(node.where, 'a positive variance', variances[c]);
    return gain / Math.sqrt(variances[c] + epsilon);
  });
  const offsets = Float32Array.from(biases, (bias, c) => bias - factors[c] * means[c]);
  return compute(context, node, x, (id) => scale(builder, id, factors, offsets));
}

/** A signal whose last axis is the channels, times a matrix: a pointwise convolution. */
export function multiplyByMatrix(context: GraphContext, node: NodeReader): Signal {
  const { builder } = context;
  const x = node.signal(0);
  const matrix = node.constant(1);
  node.expectChannelAxis(x, -1);
  const isGemm = node.type === 'Gemm';
  const plain = isGemm ? [node.float('alpha', 1), node.float('beta', 1), 1 - node.integer('transA', 0)] : [];
  if (plain.some((value) => value !== 1)) unsupported(node.where, 'alpha and beta of 1, and transA of 0', 'others');
  const isTransposed = isGemm && node.integer('transB', 0) === 1;
  const inChannels = builder.channels(x.id);
  const [rows, columns] = isTransposed ? [...matrix.shape].reverse() : matrix.shape;
  if (matrix.shape.length !== 2 || rows !== inChannels || columns === 0) {
    malformed(node.where, `a matrix of ${inChannels} rows`, matrix.shape.join(' × ') || 'a number');
  }
  node.spend(KEPT * matrix.data.length);
  const weight = Float32Array.from({ length: rows * columns }, (_, index) => {
    const [o, i] = [Math.floor(index / rows), index % rows];
    return matrix.data[isTransposed ? index : i * columns + o];
  });
  const bias = isGemm && node.has(2) ? node.perChannel(2, columns, x) : null;
  return compute(context, node, x, (id) => builder.conv1d(id, { outChannels: columns, kernelSize: 1, weight, bias }));
}
