import type { NetworkBuilder } from '../../network/builder.js';
import type { SignalId } from '../../network/network.js';
import { spread, subtract } from './arithmetic.js';

/** Softmax over the channels of each frame: y[c] = exp(x[c] − m) / Σ exp(x − m), with m the largest of x. */
export function softmax(builder: NetworkBuilder, x: SignalId): SignalId {
  const channels = builder.channels(x);
  const exponentials = builder.activation(subtract(builder, x, spread(builder, maximum(builder, x), channels)), {
    kind: 'exp',
  });
  const weight = new Float32Array(channels).fill(1);
  const sum = builder.conv1d(exponentials, { outChannels: 1, kernelSize: 1, weight, bias: null });
  return builder.multiply(exponentials, spread(builder, builder.activation(sum, { kind: 'reciprocal' }), channels));
}

/** The largest channel. Halves are compared until one is left: max(a, b) = a + relu(b − a). */
function maximum(builder: NetworkBuilder, x: SignalId): SignalId {
  const channels = builder.channels(x);
  if (channels === 1) return x;
  // Of an odd number the middle one is compared with itself.
  const half = Math.ceil(channels / 2);
  const a = builder.slice(x, 0, half);
  const b = builder.slice(x, channels - half, half);
  return maximum(builder, builder.add(a, builder.activation(subtract(builder, b, a), { kind: 'relu' })));
}
