import { formatInteger, formatNumberOf, formatPercent } from '../format.js';
import {
  coverageOf,
  dilationsOf,
  hasNoHoles,
  heardFrames,
  largestDilations,
  outputStepOf,
  reachedFrames,
  STACK_KINDS,
  type Stack,
  type StackChoice,
  stackOf,
  stridesOf,
  windowOf,
} from './stacks.js';

/** A share in percent, to the nearest whole one unless it is exactly a half: `62.5 %`, `39 %`, `less than 0.1 %`. */
export function sayShare(share: number): string {
  if (share < 0.001) return `less than ${formatPercent(0.001)}`;
  const halves = share * 200;
  const isHalf = Math.abs(halves - Math.round(halves)) < 1e-9 && Math.round(halves) % 2 === 1;
  return isHalf ? `${(share * 100).toFixed(1)}\u00a0%` : formatPercent(Math.round(share * 100) / 100);
}

/** `1, 2, 4`. */
export function sayList(values: readonly number[]): string {
  return values.map(formatInteger).join(', ');
}

/** How often a stack answers: `an output every frame`. */
export function sayResolution(stack: Stack): string {
  const step = outputStepOf(stack);
  return step === 1 ? 'an output every frame' : `one output in ${formatNumberOf(step, 'frame')}`;
}

/** What one output hears: `all 15 frames`, `7 of 25 frames`. */
export function sayHeard(stack: Stack): string {
  const heard = heardFrames(stack);
  const { receptiveField } = stack;
  return heard === receptiveField
    ? formatNumberOf(receptiveField, 'frame')
    : `${formatInteger(heard)} of ${formatNumberOf(receptiveField, 'frame')}`;
}

/** What is seen, one sentence for each thing. */
export function describeStacks(choice: StackChoice): string[] {
  const [plain, dilated, strided] = (['plain', 'dilated', 'strided'] as const).map((kind) => stackOf(kind, choice));
  const { layers, kernelSize } = choice;
  return [
    `With ${formatNumberOf(layers, 'layer')} of kernel ${kernelSize}, ${plain.weights} weights in all, a plain stack hears ` +
      `${formatNumberOf(plain.receptiveField, 'frame')}.`,
    describeDilated(dilated, choice),
    describeStrided(strided, choice),
    'The pooled one has the shape of the strided one, but no weights: of each group it keeps the largest or the mean, ' +
      'not where in the group it was.',
    ...longStacks(choice),
  ];
}

/** That the pictures are shorter than the longest of the stacks, where they are. */
function longStacks(choice: StackChoice): string[] {
  const frames = windowOf(choice);
  const isLonger = STACK_KINDS.some((kind) => stackOf(kind, choice).receptiveField > frames);
  return isLonger
    ? [`The pictures show the latest ${formatNumberOf(frames, 'frame')}; a stack reaches further back.`]
    : [];
}

function describeDilated(stack: Stack, choice: StackChoice): string {
  const { receptiveField, kernelSize } = stack;
  const dilations = dilationsOf(choice);
  if (hasNoHoles(kernelSize, dilations)) {
    const frames = formatNumberOf(receptiveField, 'frame');
    return `The dilated one, with dilations ${sayList(dilations)}, hears ${frames}, all of them, and answers at every frame.`;
  }
  return (
    `The dilated one, with dilations ${sayList(dilations)}, reaches back ${formatNumberOf(receptiveField, 'frame')} but each ` +
    `output hears only ${formatInteger(heardFrames(stack))} of them. To leave no hole, the smallest dilation must be 1, and ` +
    `none may exceed the receptive field of the smaller ones: at most ` +
    `${sayList(largestDilations(kernelSize, choice.layers))} with kernel ${kernelSize}.`
  );
}

function describeStrided(stack: Stack, choice: StackChoice): string {
  const step = outputStepOf(stack);
  const strides = sayList(stridesOf(choice));
  if (step === 1) return `The strided one, with strides ${strides}, drops nothing: it is the plain one.`;
  const share = coverageOf(stack);
  const start =
    `The strided one, with strides ${strides}, reaches back ${formatNumberOf(stack.receptiveField, 'frame')} but answers ` +
    `only once in ${formatInteger(step)}`;
  return share === 1
    ? `${start}; every frame still reaches an output.`
    : `${start}, and only ${sayShare(share)} of the frames reach an output: the others fall into its holes.`;
}

/** What became of an impulse some frames ago that was answered in so many outputs: those to come may hear it, too. */
export function describeImpulse(stack: Stack, impulseBack: number, answers: number): string {
  const step = outputStepOf(stack);
  const phase = impulseBack % step;
  const all = reachedFrames(stack, 0).filter((frame) => frame % step === phase).length;
  if (all === 0) return 'gone: no output hears it';
  if (answers === 0) return 'not heard yet';
  return `heard in ${formatNumberOf(answers, 'output')}${answers < all ? ' so far' : ''}`;
}
