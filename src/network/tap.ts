import type { Network, SignalId } from './network.js';
import { silenceState } from './silence.js';

/** The part of a network that computes one of its signals, which becomes the output; SignalIds up to it stay the same. */
export function networkUpTo(network: Network, signal: SignalId): Network {
  if (!(Number.isInteger(signal) && signal >= 0 && signal < network.ops.length)) {
    throw new RangeError(`signal: expected one of 0 … ${network.ops.length - 1}, got ${signal}`);
  }
  const end = signal + 1;
  return { ...network, ops: network.ops.slice(0, end), channels: network.channels.slice(0, end), output: signal };
}

/**
 * Returns the part of a network that computes one of its signals, with that signal as the output: its channels are
 * mixed to one, and silence gives 0. SignalIds up to the signal stay the same. Throws a RangeError if the signal does
 * not exist.
 *
 *   y = gain · Σ_c (x_c − silence_c) / √channels
 *
 * @param silence what endless silence leaves in each channel of the signal; found here by default, which may take seconds for
 *   LSTMs and GRUs
 */
export function tapNetwork(network: Network, signal: SignalId, gain = 1, silence?: Float32Array): Network {
  const part = networkUpTo(network, signal);
  const channels = network.channels[signal];
  const share = gain / Math.sqrt(channels);
  const rest = silence ?? silenceState(part).signals[signal];
  const sum = rest.reduce((total, value) => total + value, 0);
  return {
    ...part,
    ops: [
      ...part.ops,
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
    channels: [...part.channels, 1],
    output: signal + 1,
  };
}
