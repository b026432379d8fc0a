import { activate } from './activation.js';
import type { Conv1dOp, Network } from './network.js';

/**
 * What endless silence leaves in every signal. In steady silence each channel of each signal is one constant, found by
 * following the graph once with all taps of a convolution seeing the same value.
 *
 * @returns per SignalId: [channels]
 */
export function silenceState(network: Network): Float32Array[] {
  const state: Float64Array[] = [];
  network.ops.forEach((op, id) => {
    const y = new Float64Array(network.channels[id]);
    switch (op.kind) {
      case 'input':
        break;
      case 'conv1d':
        convolveConstant(op, state[op.input], y);
        break;
      case 'activation':
        y.set(state[op.input].map((x, channel) => activate(op.activation, x, channel)));
        break;
      case 'add':
        for (const input of op.inputs) for (const [channel, x] of state[input].entries()) y[channel] += x;
        break;
      case 'multiply':
        y.fill(1);
        for (const input of op.inputs) for (const [channel, x] of state[input].entries()) y[channel] *= x;
        break;
      case 'slice':
        y.set(state[op.input].subarray(op.start, op.start + op.channels));
        break;
      case 'concat': {
        let start = 0;
        for (const input of op.inputs) {
          y.set(state[input], start);
          start += state[input].length;
        }
      }
    }
    state.push(y);
  });
  return state.map((y) => Float32Array.from(y));
}

/** y = bias + Σ_i x[i] · Σ_k weight[o][i][k]. */
function convolveConstant(op: Conv1dOp, x: Float64Array, y: Float64Array): void {
  const groupIn = x.length / op.groups;
  const groupOut = y.length / op.groups;
  let w = 0;
  for (let o = 0; o < y.length; o++) {
    let sum = op.bias ? op.bias[o] : 0;
    const first = Math.floor(o / groupOut) * groupIn;
    for (let i = 0; i < groupIn; i++) {
      for (let k = 0; k < op.kernelSize; k++) sum += op.weight[w++] * x[first + i];
    }
    y[o] = sum;
  }
}
