import { networkFacts } from '../network/facts.js';
import type { Network, SignalId } from '../network/network.js';
import { type NetworkState, silenceState, startState } from '../network/silence.js';
import type { UnsharedUint8Array } from '../network/unshared.js';
import { i32 } from './assembler/code.js';
import { ModuleBuilder } from './assembler/module.js';
import { KernelLibrary } from './code/kernel-library.js';
import { fillCode, fillRows, flushCode, mirrorCode } from './code/rows.js';
import { multiplyAddCode } from './code/vector-writer.js';
import { MemoryAllocator, planSignalMemory, type Rows, type SignalMemory } from './plan/memory.js';
import { type Plan, planNetwork, simplify } from './plan/plan.js';
import type { MultiplyAdd, Program } from './program.js';
import type { DraftProgram, Step, StepWriter, Tiling } from './steps/step-kind.js';
import { STEP_KINDS } from './steps/step-kinds.js';
import { WeightLayout } from './weight-layout.js';

/** How to compile. */
export interface CompileOptions {
  /** The most frames that one call of the program takes; default 128, the usual render quantum. */
  readonly maxFrames?: number | undefined;
  /** Default `plain`, which every WebAssembly engine with SIMD runs. */
  readonly multiplyAdd?: MultiplyAdd | undefined;
  /** How kernels use the registers; the default suits today's processors. */
  readonly tiling?: Tiling | undefined;
  /** Bytes left free around every signal in memory, for tests that fence them; default 0. */
  readonly guardBytes?: number | undefined;
}

/** Of x86's 16 registers, eight accumulators leave room for inputs, a weight and a product. */
const DEFAULT_TILING: Tiling = { accumulators: 8, vectors: 4 };

/** The compiled form of all networks that differ in nothing but the values of weights; see `structureOf`. */
export interface CompiledStructure {
  /** The WebAssembly module. */
  readonly bytes: UnsharedUint8Array;
  /**
   * The program of a network, which must have this structure. It packs weights and writes no code, so that it takes a small
   * part of the time of compiling. Callers that know the network's `silenceState` pass it.
   */
  programOf(network: Network, silence?: NetworkState): Program;
}

/** The result of compiling a network; only tests and tools read more of it than program and structure. */
export interface Compilation {
  readonly program: Program;
  readonly structure: CompiledStructure;
  /** How the network was arranged. */
  readonly plan: Plan;
  /** Where its signals lie. */
  readonly memory: SignalMemory;
  /** All rows of the working memory, those of signals included. */
  readonly reserved: readonly Rows[];
}

/** Compiles a Network to WebAssembly. Pure and synchronous; the same network and options give the same bytes. */
export function compileNetwork(network: Network, options: CompileOptions = {}): Program {
  return compileStructure(network, options).program;
}

/** Equal for networks that differ in nothing but the values of weights: those share code, memory and layout. */
export function structureOf(network: Network): string {
  return JSON.stringify(network, (_key, value: unknown) => {
    if (ArrayBuffer.isView(value)) return value.byteLength;
    // JSON knows neither infinity nor −0.
    return typeof value === 'number' && (!Number.isFinite(value) || Object.is(value, -0))
      ? `${1 / value} ${value}`
      : value;
  });
}

/** Compiles a Network, and with it all networks of its structure. */
export function compileStructure(network: Network, options: CompileOptions = {}): Compilation {
  const { maxFrames = 128, multiplyAdd = 'plain', tiling = DEFAULT_TILING, guardBytes = 0 } = options;
  if (!(Number.isInteger(maxFrames) && maxFrames > 0)) {
    throw new RangeError(`maxFrames: expected a positive integer, got ${maxFrames}`);
  }
  const plan = planNetwork(network, tiling);
  const allocator = new MemoryAllocator(guardBytes);
  const memory = planSignalMemory(plan, maxFrames, allocator);
  const reserved = STEP_KINDS.map(({ name, reserve }) => {
    const steps = plan.steps.filter(({ kind }) => kind === name);
    return [name, reserve(steps, plan.network, allocator)] as const;
  });
  const silence = silenceState(network);
  const layout = new WeightLayout(allocator.end, plan.network, startState(network, silence));
  const structure = compiledStructure(layout, plan.sourceOf, memory, {
    bytes: writeModule(plan, memory, reserved, layout, multiplyAdd),
    imageAddress: allocator.end,
    input: blockOf(memory, 0),
    output: blockOf(memory, plan.network.output),
    maxFrames,
    warmFrames: warmFrames(network, plan.steps),
    periodFrames: plan.steps.reduce((most, { periodFrames = 1 }) => Math.max(most, periodFrames), 1),
    multiplyAdd,
  });
  const program = structure.programOf(network, silence);
  return { program, structure, plan, memory, reserved: allocator.reserved };
}

/** A structure from what its programs share. It holds no program, so that each is free when its last engine is gone. */
function compiledStructure(
  layout: WeightLayout,
  sourceOf: readonly SignalId[],
  { rings }: SignalMemory,
  shared: Omit<Program, 'image' | 'histories'>,
): CompiledStructure {
  return {
    bytes: shared.bytes,
    programOf: (network, silence = silenceState(network)) => ({
      ...shared,
      image: layout.image(simplify(network).network, startState(network, silence)),
      // Of a signal and its copy, one lies in a ring.
      histories: Array.from(rings, ([id, ring]) => {
        const signal = sourceOf[id];
        return { ...ring, signal, silence: silence.signals[signal] };
      }),
    }),
  };
}

/** Writes `process` and `reset`, and puts constants into the layout. */
function writeModule(
  { network, sourceOf, storage, steps }: Plan,
  memory: SignalMemory,
  reserved: readonly (readonly [kind: string, writerFor: (program: DraftProgram) => StepWriter<Step>])[],
  layout: WeightLayout,
  multiplyAdd: MultiplyAdd,
): UnsharedUint8Array {
  const module = new ModuleBuilder();
  const frame = module.global('frame');
  const mirror = module.func(6, (locals, ...parameters) => mirrorCode(memory.mirrorFrames, locals, parameters));
  const kernels = new KernelLibrary(module, layout);
  const madd = multiplyAddCode(multiplyAdd);
  const draft: DraftProgram = { network, sourceOf, storage, memory, module, layout, kernels, madd, mirror };
  const writers = new Map(reserved.map(([kind, writerFor]) => [kind, writerFor(draft)]));
  const writerOf = ({ kind }: Step) => writers.get(kind) as StepWriter<Step>;
  const calls = steps.map((step) => writerOf(step).write(step));
  const process = module.func(1, (locals, frames) => [
    ...flushCode(locals, blockOf(memory, 0), frames),
    ...calls.map((callStep) => callStep(frame, frames)),
    frame.set(i32.add(frame, frames)),
  ]);
  const fill = module.func(5, (locals, ...parameters) => fillCode(locals, parameters));
  const reset = module.func(0, () => [
    ...Array.from(memory.rings, ([signal, ring]) =>
      fillRows(
        fill,
        ring,
        layout.weights((_, start) => start.signals[sourceOf[signal]]),
      ),
    ),
    ...steps.flatMap((step) => writerOf(step).reset(step, fill)),
    frame.set(i32.const(0)),
  ]);
  module.exportFunction('process', process);
  module.exportFunction('reset', reset);
  return module.build(layout.start + layout.byteLength);
}

/** Past input, in frames, that influences the bits of the output. */
function warmFrames(network: Network, steps: readonly Step[]): number {
  return steps.reduce(
    (sum, { extraWarmFrames = 0 }) => sum + extraWarmFrames,
    networkFacts(network).receptiveField - 1,
  );
}

/** Where the network's input, or its output, lies. */
function blockOf({ blocks }: SignalMemory, signal: SignalId): Rows {
  const rows = blocks.get(signal);
  if (!rows) throw new Error(`signal ${signal} has no block`);
  return rows;
}

/** The smallest module that multiplies and adds vectors: it tells whether a platform takes programs of a kind. */
export function probeModule(multiplyAdd: MultiplyAdd): UnsharedUint8Array {
  const module = new ModuleBuilder();
  module.func(0, (locals) => {
    const x = locals.v128();
    return [x.set(multiplyAddCode(multiplyAdd)(x, x, x))];
  });
  return module.build(1);
}
