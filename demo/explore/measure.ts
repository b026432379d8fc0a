import { modelOfNetwork, type Network, NetworkBuilder, renderModel, type SignalId } from '../../src/index.js';
import { outputStepOf, type Stack } from './stacks.js';

/** What a pooled layer keeps of the values that it looks at. */
export type Pooling = 'max' | 'mean';

/** An output of a stack: how many frames ago, and its value. */
export interface Answer {
  readonly framesBack: number;
  readonly value: number;
}

const SAMPLE_RATE = 48_000;
/** The impulse responses of convolutions decay to this share over the window. */
const LAST_SHARE = 0.2;
/** Below this a value is rounding. */
const SMALLEST = 1e-9;

/**
 * The stack as a network that computes an output at every frame; a strided or pooled one keeps only some of them. Taps
 * further back than `frames` are left out: nothing that old is fed to it.
 */
export function networkOf(stack: Stack, pooling: Pooling, frames: number): Network {
  const builder = new NetworkBuilder(SAMPLE_RATE, 1);
  let signal = builder.input;
  const decay = LAST_SHARE ** (1 / Math.max(1, frames - 1));
  for (const spacing of stack.spacings) {
    const kernelSize = Math.min(stack.kernelSize, 1 + Math.floor((frames - 1) / spacing));
    if (stack.kind === 'pooled' && pooling === 'max') {
      signal = largestOf(builder, signal, kernelSize, spacing);
      continue;
    }
    // Tap K − 1 is the current frame.
    const weightOf = (k: number) => decay ** ((kernelSize - 1 - k) * spacing);
    const weight = Float32Array.from({ length: kernelSize }, (_, k) =>
      stack.kind === 'pooled' ? 1 / stack.kernelSize : weightOf(k),
    );
    signal = builder.conv1d(signal, { outChannels: 1, kernelSize, dilation: spacing, weight, bias: null });
  }
  return builder.build(signal);
}

/** The largest of a signal's values at K taps: max(a, b) = a + relu(b − a). */
function largestOf(builder: NetworkBuilder, signal: SignalId, kernelSize: number, spacing: number): SignalId {
  let largest = signal;
  const one = (input: SignalId, weight: number[], dilation = 1) =>
    builder.conv1d(input, {
      outChannels: 1,
      kernelSize: weight.length,
      dilation,
      weight: Float32Array.from(weight),
      bias: null,
    });
  for (let k = 1; k < kernelSize; k++) {
    const older = one(signal, [1, 0], k * spacing);
    const excess = builder.activation(builder.add(older, one(largest, [-1])), { kind: 'relu' });
    largest = builder.add(largest, excess);
  }
  return largest;
}

/** Runs a stack on some frames with the library's engine; outputs that the stack does not compute are among them. */
export async function runStack(stack: Stack, pooling: Pooling, input: Float32Array): Promise<Float32Array> {
  const network = networkOf(stack, pooling, input.length);
  const [output] = await renderModel(modelOfNetwork(network), [input]);
  return output;
}

/** Response of a stack to an impulse in the first of `frames` frames, with a value at every frame. */
export function measureResponse(stack: Stack, pooling: Pooling, frames: number): Promise<Float32Array> {
  const impulse = new Float32Array(frames);
  impulse[0] = 1;
  return runStack(stack, pooling, impulse);
}

/**
 * The outputs up to now, the oldest first, that an impulse some frames ago reaches. All stacks respond the same way
 * wherever the impulse comes; strided ones just compute only every few frames, the current one among them.
 *
 * @param response as measured; what it does not hold counts as zero
 */
export function answersTo(stack: Stack, response: Float32Array, impulseBack: number): Answer[] {
  const step = outputStepOf(stack);
  const answers: Answer[] = [];
  for (let framesBack = impulseBack - (impulseBack % step); framesBack >= 0; framesBack -= step) {
    const value = response[impulseBack - framesBack] ?? 0;
    if (Math.abs(value) > SMALLEST) answers.push({ framesBack, value });
  }
  return answers;
}

/** The current output for two values, one of them the current frame and the other one frame older; then for both swapped. */
export async function measureSwap(
  stack: Stack,
  pooling: Pooling,
  values: readonly [current: number, older: number],
): Promise<readonly [first: number, swapped: number]> {
  const frames = Math.min(stack.receptiveField, 64);
  const outputFor = async (current: number, older: number) => {
    const input = new Float32Array(frames);
    input[frames - 1] = current;
    input[frames - 2] = older;
    return (await runStack(stack, pooling, input))[frames - 1];
  };
  return [await outputFor(values[0], values[1]), await outputFor(values[1], values[0])];
}
