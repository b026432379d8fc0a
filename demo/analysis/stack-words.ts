import { formatNumberOf } from '../format.js';
import { stackOf } from './stacks.js';

const PARTS: Readonly<Record<number, string>> = { 2: 'half', 4: 'a quarter', 8: 'an eighth', 16: 'a sixteenth' };

/** One sentence that compares the three stacks of a depth and a kernel size. */
export function describeStacks(depth: number, kernelSize: number): string {
  const [plain, strided, dilated] = (['plain', 'strided', 'dilated'] as const).map((kind) =>
    stackOf(kind, depth, kernelSize),
  );
  const step = strided.steps.at(-1)!;
  const part = PARTS[step] ?? `1/${step}`;
  const layers = formatNumberOf(depth, 'layer');
  return (
    `With ${layers} of kernel ${kernelSize}, ${plain.weights} weights each, the plain stack hears ` +
    `${plain.receptiveField} frames; the strided one ${strided.receptiveField}, with holes and ${part} of the resolution; ` +
    `the dilated one ${dilated.receptiveField}, all of them, all the time.`
  );
}
