import type { Network, Op } from '../network/network.js';

/**
 * The same network in NAM's fast mode: with the approximation `fastTanh` in place of every tanh, and in the gates of
 * LSTMs. The network itself where it has none of them.
 */
export function withFastTanh(network: Network): Network {
  const ops = network.ops.map(fastOf);
  return ops.some((op, id) => op !== network.ops[id]) ? { ...network, ops } : network;
}

function fastOf(op: Op): Op {
  if (op.kind === 'activation' && op.activation.kind === 'tanh') return { ...op, activation: { kind: 'fastTanh' } };
  if (op.kind === 'lstm') return { ...op, gates: 'fast' };
  return op;
}
