import type { Network } from '../network/network.js';

/** The same network with NAM's fast approximation in place of every tanh; the network itself where it has no tanh. */
export function withFastTanh(network: Network): Network {
  const isTanh = (op: Network['ops'][number]) => op.kind === 'activation' && op.activation.kind === 'tanh';
  if (!network.ops.some(isTanh)) return network;
  const ops = network.ops.map((op) => (isTanh(op) ? { ...op, activation: { kind: 'fastTanh' } as const } : op));
  return { ...network, ops };
}
