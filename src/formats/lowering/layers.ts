import { isRecurrent, type Network } from '../../network/network.js';

/** How many ops look or carry something back in time. */
export function layersOf({ ops }: Network): number {
  return ops.filter((op) => isRecurrent(op) || (op.kind === 'conv1d' && op.kernelSize > 1)).length;
}
