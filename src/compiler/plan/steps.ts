import { inputsOf, isRecurrent, lookbackOf, type Network } from '../../network/network.js';
import { firPartition } from './fir.js';
import { isPaired } from './paired.js';

/** A step longer than this is cut: kernels should stay of a size that the browser's compiler optimizes well. */
const MAX_OPS_PER_STEP = 64;

/**
 * Divides the ops into steps, each of which one kernel runs from the first frame of a block to the last. A convolution
 * that looks back on a signal of the current step needs that signal's whole block, mirrored, and so opens the next step.
 * A recurrent op, which goes frame by frame, and a long filter, which goes by spectra, are steps of their own. Op 0, the
 * input, belongs to no step (−1).
 *
 * @returns the step of each op
 */
export function divideIntoSteps(network: Network): number[] {
  const stepOf: number[] = [-1];
  let step = 0;
  let opsInStep = 0;
  for (let id = 1; id < network.ops.length; id++) {
    const op = network.ops[id];
    const needsWholeBlock = lookbackOf(op) > 0 && stepOf[inputsOf(op)[0]] === step;
    const alone = standsAlone(network, id) || standsAlone(network, id - 1);
    if (needsWholeBlock || (alone && opsInStep > 0) || opsInStep === MAX_OPS_PER_STEP) {
      step++;
      opsInStep = 0;
    }
    stepOf.push(step);
    opsInStep++;
  }
  return stepOf;
}

function standsAlone(network: Network, id: number): boolean {
  const op = network.ops[id];
  if (isRecurrent(op)) return true;
  if (op.kind !== 'conv1d') return false;
  const inputs = network.channels[op.input];
  return firPartition(op, inputs) !== null || isPaired(op, inputs);
}
