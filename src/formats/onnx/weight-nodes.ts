import { scale } from '../lowering/arithmetic.js';
import { malformed, unsupported } from '../reading/schema.js';
import { compute, type GraphContext } from './graph-context.js';
import type { NodeReader } from './node-reader.js';
import type { Signal } from './signal.js';

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

/** A matrix behind a signal whose channels are its last axis: a pointwise convolution. */
export function product(context: GraphContext, node: NodeReader): Signal {
  const { builder } = context;
  const x = node.signal(0);
  const matrix = node.constant(1);
  node.expectChannelAxis(x, -1);
  const isGemm = node.type === 'Gemm';
  const plain = isGemm ? [node.float('alpha', 1), node.float('beta', 1), 1 - node.integer('transA', 0)] : [];
  if (plain.some((value) => value !== 1)) unsupported(node.where, 'alpha and beta of 1, and transA of 0', 'others');
  const turned = isGemm && node.integer('transB', 0) === 1;
  const inChannels = builder.channels(x.id);
  const [rows, columns] = turned ? [...matrix.shape].reverse() : matrix.shape;
  if (matrix.shape.length !== 2 || rows !== inChannels || columns === 0) {
    malformed(node.where, `a matrix of ${inChannels} rows`, matrix.shape.join(' × ') || 'a number');
  }
  const weight = Float32Array.from({ length: rows * columns }, (_, index) => {
    const [o, i] = [Math.floor(index / rows), index % rows];
    return matrix.data[turned ? index : i * columns + o];
  });
  const bias = isGemm && node.has(2) ? node.perChannel(2, columns, x) : null;
  return compute(context, node, x, (id) => builder.conv1d(id, { outChannels: columns, kernelSize: 1, weight, bias }));
}
