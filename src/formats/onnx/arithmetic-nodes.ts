import type { NetworkBuilder } from '../../network/builder.js';
import type { SignalId } from '../../network/network.js';
import { scale, spread } from '../lowering/arithmetic.js';
import { malformed } from '../reading/schema.js';
import { compute, type GraphContext } from './graph-context.js';
import type { NodeReader } from './node-reader.js';
import { expectAligned, type Signal } from './signal.js';

/** Sum, difference, product or quotient, of two signals or of a signal and a constant. */
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
    return { ...left, axes, id: sums ? builder.add(...ids) : builder.multiply(...ids) };
  }
  const [x, place] = a.kind === 'signal' ? [a, 1] : [b as Signal, 0];
  return compute(context, node, x, (id) => {
    const width = Math.max(builder.channels(id), node.channelsOf(place, x));
    const numbers = node.perChannel(place, width, x);
    const signal = spreadTo(builder, id, width);
    // What is subtracted or divided by: the constant behind the signal, or the signal behind the constant.
    const inverted = inverts && place === 0 ? inverse(builder, signal, sums) : signal;
    const turned = inverts && place === 1 ? numbers.map((value) => (sums ? -value : 1 / value)) : numbers;
    if (turned.some((value) => !Number.isFinite(value))) malformed(node.where, 'finite numbers', 'a division by 0');
    const ones = new Float32Array(width).fill(1);
    return sums ? scale(builder, inverted, ones, turned) : scale(builder, inverted, turned);
  });
}

function inverse(builder: NetworkBuilder, id: SignalId, sums: boolean): SignalId {
  return sums ? scale(builder, id, -1) : builder.activation(id, { kind: 'reciprocal' });
}

function spreadTo(builder: NetworkBuilder, id: SignalId, channels: number): SignalId {
  return builder.channels(id) === channels ? id : spread(builder, id, channels);
}
