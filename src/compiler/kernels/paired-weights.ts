import type { Conv1dOp } from '../../network/network.js';
import { rowsAtOnce } from './paired-context.js';

/** The factors of the products: three of leading frames, one of following ones. */
const FACTORS: readonly ((w0: number, w1: number, w2: number) => number)[] = [
  (w0, w1, w2) => (w0 + w1 + w2) / 2,
  (w0, w1, w2) => (w0 - w1 + w2) / 2,
  (w0) => -w0,
  (_w0, _w1, w2) => w2,
];

/**
 * The weights of a paired convolution in the order in which its kernel reads them. For each group of rows: their biases,
 * then for each product, in-channel and row a factor.
 */
export function packPaired(op: Conv1dOp): number[] {
  const { weight, bias, outChannels, kernelSize } = op;
  const inputs = weight.length / (outChannels * kernelSize);
  const packed: number[] = [];
  for (let start = 0; start < outChannels; start += rowsAtOnce(op)) {
    const end = Math.min(start + rowsAtOnce(op), outChannels);
    for (let o = start; o < end; o++) packed.push(bias?.[o] ?? 0);
    for (const factor of FACTORS) {
      for (let i = 0; i < inputs; i++) {
        for (let o = start; o < end; o++) {
          const at = (o * inputs + i) * kernelSize;
          packed.push(factor(weight[at], weight[at + 1], weight[at + 2]));
        }
      }
    }
  }
  return packed;
}
