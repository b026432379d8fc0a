import { historySignals } from '../network/activity.js';
import { networkFacts } from '../network/facts.js';
import type { Network, SignalId } from '../network/network.js';
import { silenceState } from '../network/silence.js';
import { type Code, call, i32 } from './assembler/code.js';
import { ModuleBuilder } from './assembler/module.js';
import { ImageBuilder } from './image.js';
import { multiplyAddCode } from './kernels/arithmetic.js';
import { addFir } from './kernels/fir-code.js';
import { flushCode } from './kernels/flush-code.js';
import { KernelLibrary } from './kernels/kernel-library.js';
import { resetCode } from './kernels/reset-code.js';
import { fillCode, mirrorCode } from './kernels/ring-code.js';
import { type MemoryPlan, planMemory, type Rows } from './plan/memory.js';
import { type Plan, planNetwork } from './plan/plan.js';
import { simplifiedIds } from './plan/simplify.js';
import type { Tiling } from './plan/tile.js';
import type { BlockLayout, HistoryLayout, MultiplyAdd, Program } from './program.js';

/** How to compile. */
export interface CompileOptions {
  /** The most frames that one call of the program takes; default 128, the usual render quantum. */
  readonly maxFrames?: number;
  /** Default `plain`, which every WebAssembly engine with SIMD runs. */
  readonly multiplyAdd?: MultiplyAdd;
  /** How kernels use the registers; the default suits today's processors. */
  readonly tiling?: Tiling;
  /** Bytes left free around every signal in memory, for tests that fence them; default 0. */
  readonly guardBytes?: number;
}

/** A Program with the plan that it was made from. */
export interface Compilation {
  readonly program: Program;
  readonly plan: Plan;
  readonly memory: MemoryPlan;
}

/** Compiles a Network to WebAssembly. Pure: the same network gives the same bytes. */
export function compileNetwork(network: Network, options: CompileOptions = {}): Program {
  return compileWithPlan(network, options).program;
}

/** Compiles a Network and shows how: for tests and tools. */
export function compileWithPlan(network: Network, options: CompileOptions = {}): Compilation {
  const { maxFrames = 128, multiplyAdd = 'plain', guardBytes = 0 } = options;
  if (!(Number.isInteger(maxFrames) && maxFrames > 0)) {
    throw new RangeError(`maxFrames: expected a positive integer, got ${maxFrames}`);
  }
  const plan = planNetwork(network, options.tiling);
  const memory = planMemory(plan, maxFrames, guardBytes);
  const image = new ImageBuilder(memory.end);
  const module = new ModuleBuilder();
  const frame = module.global('frame');

  const mirror = module.func(6, (locals, ...parameters) => {
    const [base, mask, stride, channels, first, frames] = parameters;
    return mirrorCode(memory.mirrorFrames, locals, base, mask, stride, channels, first, frames);
  });
  const madd = multiplyAddCode(multiplyAdd);
  const kernels = new KernelLibrary(module, { plan, memory, image, madd, mirror });
  const resets: number[] = [];
  const calls = plan.steps.map((step) => {
    if (step.kind === 'fir') {
      const fir = addFir(step, plan, memory, module, image, madd, mirror);
      resets.push(fir.reset);
      return (frames: Code<'i32'>) => call(fir.process, frame, frames);
    }
    const { kernel, descriptor } = kernels.add(step);
    return (frames: Code<'i32'>) => call(kernel, descriptor, frame, frames);
  });
  const process = module.func(1, (locals, frames) => [
    ...flushCode(locals, blockOf(memory, 0), frames),
    ...calls.map((callStep) => callStep(frames)),
    frame.set(i32.add(frame, frames)),
  ]);
  const fill = module.func(5, (locals, address, stride, rowBytes, channels, values) =>
    fillCode(locals, address, stride, rowBytes, channels, values),
  );
  const reset = module.func(0, () => [
    ...resetCode(plan.network, memory, fill, image),
    ...resets.map((index) => call(index)),
    frame.set(i32.const(0)),
  ]);
  module.exportFunction('process', process);
  module.exportFunction('reset', reset);

  const memoryBytes = memory.end + image.byteLength;
  const program: Program = {
    bytes: module.build(memoryBytes),
    image: image.build(),
    imageAddress: memory.end,
    input: blockLayout(memory, 0),
    output: blockLayout(memory, plan.network.output),
    histories: historyLayouts(network, memory),
    maxFrames,
    ...catchUpFrames(plan),
    multiplyAdd,
  };
  return { program, plan, memory };
}

function catchUpFrames({ network, steps }: Plan): Pick<Program, 'warmFrames' | 'periodFrames'> {
  let warmFrames = networkFacts(network).receptiveField - 1;
  let periodFrames = 1;
  for (const step of steps) {
    if (step.kind === 'paired') periodFrames = Math.max(periodFrames, 2 * step.op.dilation);
    if (step.kind !== 'fir') continue;
    warmFrames += 2 * step.partition.frames;
    periodFrames = Math.max(periodFrames, step.partition.frames);
  }
  return { warmFrames, periodFrames };
}

function historyLayouts(network: Network, memory: MemoryPlan): HistoryLayout[] {
  const ids = simplifiedIds(network);
  const silence = silenceState(network).signals;
  return historySignals(network).flatMap((signal) => {
    const ring = memory.rings.get(ids[signal] ?? -1);
    if (ring === undefined) return [];
    const { address, stride, channels, mask } = ring;
    return [{ signal, address, stride, channels, mask, silence: silence[signal] }];
  });
}

function blockLayout(memory: MemoryPlan, signal: SignalId): BlockLayout {
  const { address, stride, channels } = blockOf(memory, signal);
  return { address, stride, channels };
}

/** Where the network's input, or its output, lies. */
function blockOf(memory: MemoryPlan, signal: SignalId): Rows {
  return memory.blocks.get(signal) as Rows;
}
