import { activate } from './activation.js';
import type { Conv1dOp, Op } from './network.js';

/**
 * Evaluates an op whose inputs are constant in time. `values` holds one value per channel of each input, by SignalId;
 * the result goes to `y`, one value per channel. For the network's input and recurrent ops `y` does not change.
 */
export function evaluateSteady(op: Op, values: readonly Float64Array[], y: Float64Array): void {
  switch (op.kind) {
    case 'conv1d':
      convolve(op, values[op.input], y);
      break;
    case 'activation':
      for (const [channel, x] of values[op.input].entries()) y[channel] = activate(op.activation, x, channel);
      break;
    case 'add':
      y.fill(0);
      for (const input of op.inputs) for (const [channel, x] of values[input].entries()) y[channel] += x;
      break;
    case 'multiply':
      y.fill(1);
      for (const input of op.inputs) for (const [channel, x] of values[input].entries()) y[channel] *= x;
      break;
    case 'slice':
      y.set(values[op.input].subarray(op.start, op.start + op.channels));
      break;
    case 'concat': {
      let start = 0;
      for (const input of op.inputs) {
        y.set(values[input], start);
        start += values[input].length;
      }
    }
  }
}

/** y = bias + Σ_i x[i] · Σ_k weight[o][i][k]. */
function convolve(op: Conv1dOp, x: Float64Array, y: Float64Array): void {
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
