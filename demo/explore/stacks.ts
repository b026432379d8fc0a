/** Four ways to stack layers that each look at a few neighbouring values. */
export type StackKind = 'plain' | 'strided' | 'dilated' | 'pooled';

export const STACK_KINDS: readonly StackKind[] = ['plain', 'dilated', 'strided', 'pooled'];

/** What the visitor sets for all four stacks. */
export interface StackChoice {
  readonly layers: number;
  readonly kernelSize: number;
  /** Factor by which the taps spread from layer to layer. */
  readonly growth: number;
  /** Strides 1, g, g² … in place of g, g, g. */
  readonly stridesGrow: boolean;
  /** Dilations g, g, g in place of 1, g, g² … */
  readonly dilationsStay: boolean;
}

/** A stack of layers, each of the same kernel size. */
export interface Stack {
  readonly kind: StackKind;
  readonly kernelSize: number;
  /** Input frames between neighbouring taps of each layer, from the input to the output. */
  readonly spacings: readonly number[];
  /** Input frames between neighbouring values of each row: of the input, then of each layer's output. */
  readonly steps: readonly number[];
  /** Frames from the oldest input frame that reaches an output to the newest, both included. */
  readonly receptiveField: number;
  /** Zero for a pooled stack: it has nothing to learn. */
  readonly weights: number;
}

/** 1, g, g² … */
export function powersOf(growth: number, count: number): number[] {
  return Array.from({ length: count }, (_, n) => growth ** n);
}

/** The strides of the layers of strided and pooled stacks: each layer keeps one value in so many. */
export function stridesOf({ layers, growth, stridesGrow }: StackChoice): number[] {
  return stridesGrow ? powersOf(growth, layers) : new Array<number>(layers).fill(growth);
}

/** The dilations of the layers of the dilated stack. */
export function dilationsOf({ layers, growth, dilationsStay }: StackChoice): number[] {
  return dilationsStay ? new Array<number>(layers).fill(growth) : powersOf(growth, layers);
}

/** One of the stacks of a choice. Strided and pooled ones have the same shape. */
export function stackOf(kind: StackKind, choice: StackChoice): Stack {
  const { layers, kernelSize } = choice;
  const ones = new Array<number>(layers).fill(1);
  const drops = kind === 'strided' || kind === 'pooled';
  const steps = [1];
  for (const stride of drops ? stridesOf(choice) : ones) steps.push(steps[steps.length - 1] * stride);
  const spacings = kind === 'dilated' ? dilationsOf(choice) : steps.slice(0, layers);
  const receptiveField = spacings.reduce((sum, spacing) => sum + (kernelSize - 1) * spacing, 1);
  return { kind, kernelSize, spacings, steps, receptiveField, weights: kind === 'pooled' ? 0 : layers * kernelSize };
}

/** Frames between two outputs: 1 where there is one for every input frame. */
export function outputStepOf({ steps }: Stack): number {
  return steps[steps.length - 1];
}

/** Values of a row that reach the current output, as frames back from it, ascending and below `limit`; row 0 is the input. */
export function reachedFrames(
  { kernelSize, spacings }: Stack,
  row: number,
  limit = Number.POSITIVE_INFINITY,
): number[] {
  let frames = new Set([0]);
  for (let layer = spacings.length - 1; layer >= row; layer--) {
    const next = new Set<number>();
    for (const frame of frames) {
      for (let k = 0; k < kernelSize; k++) {
        const reached = frame + k * spacings[layer];
        if (reached < limit) next.add(reached);
      }
    }
    frames = next;
  }
  return [...frames].sort((a, b) => a - b);
}

/** Input frames that reach some output, by their distance from an output modulo the distance of two outputs. */
export function coveredPhases(stack: Stack): ReadonlySet<number> {
  const step = outputStepOf(stack);
  return new Set(reachedFrames(stack, 0).map((frame) => frame % step));
}

/** Share of the input frames that reach any output, 0 … 1. */
export function coverageOf(stack: Stack): number {
  return coveredPhases(stack).size / outputStepOf(stack);
}

/** Number of input frames that one output hears: all of its receptive field, or fewer where that has holes. */
export function heardFrames(stack: Stack): number {
  return reachedFrames(stack, 0).length;
}

/**
 * The largest dilations without holes, ascending: each may be as long as the receptive field of the smaller ones, so they
 * are 1, K, K² …
 */
export function largestDilations(kernelSize: number, layers: number): number[] {
  return powersOf(kernelSize, layers);
}

/** Whether one output hears every frame of its receptive field: no dilation exceeds the field of all smaller ones. */
export function hasNoHoles(kernelSize: number, dilations: readonly number[]): boolean {
  let field = 1;
  for (const dilation of [...dilations].sort((a, b) => a - b)) {
    if (dilation > field) return false;
    field += (kernelSize - 1) * dilation;
  }
  return true;
}

/** More frames than this are not drawn: they would run into each other. */
const MOST_FRAMES = 256;

/** Frames that the pictures of a choice span: every receptive field, and two of those that strides push apart. */
export function windowOf(choice: StackChoice): number {
  const stacks = STACK_KINDS.map((kind) => stackOf(kind, choice));
  const longest = Math.max(...stacks.map((stack) => stack.receptiveField));
  const strided = stackOf('strided', choice);
  const pair = outputStepOf(strided) > 1 ? outputStepOf(strided) + strided.receptiveField : 1;
  return Math.min(MOST_FRAMES, Math.max(longest, pair, 8));
}
