import type { Network, SignalId } from './network.js';
import { silenceState } from './silence.js';

/**
 * Returns the part of a network that computes one of its signals, with that signal as the output: its channels are
 * mixed to one, and silence gives 0. SignalIds up to the signal stay the same. Throws a RangeError if the signal does
 * not exist.
 *
 *   y = gain · Σ_c (x_c − silence_c) / √channels
 */
export function tapNetwork(network: Network, signal: SignalId, gain = 1): Network {
  if (!(Number.isInteger(signal) && signal >= 0 && signal < network.ops.length)) {
    throw new RangeError(`signal: expected one of 0 … ${network.ops.length - 1}, got ${signal}`);
  }
  const channels = network.channels[signal];
  const share = gain / Math.sqrt(channels);
  const silence = silenceState(network).signals[signal];
  const sum = silence.reduce((total, value) => total + value, 0);
  return {
    ...network,
    ops: [
      ...network.ops.slice(0, signal + 1),
      {
        kind: 'conv1d',
        input: signal,
        outChannels: 1,
        kernelSize: 1,
        dilation: 1,
        groups: 1,
        weight: new Float32Array(channels).fill(share),
        bias: Float32Array.of(-share * sum),
      },
    ],
    channels: [...network.channels.slice(0, signal + 1), 1],
    output: signal + 1,
  };
}
