import { networkFacts } from '../network/facts.js';
import type { Network, SignalId } from '../network/network.js';
import { prewarmPlan } from '../network/prewarm.js';
import type { UnsharedUint8Array } from '../network/unshared.js';
import { i32 } from './assembler/code.js';
import { ModuleBuilder } from './assembler/module.js';
import { KernelLibrary } from './code/kernel-library.js';
import { fillCode, flushCode, mirrorCode } from './code/rows.js';
import { multiplyAddCode } from './code/vector-writer.js';
import { MemoryAllocator, planSignalMemory, type Rows, type SignalMemory } from './plan/memory.js';
import { type Plan, planNetwork, simplify } from './plan/plan.js';
import type { MultiplyAdd, Program, StateLayout } from './program.js';
import { prewarmCode, type RunnableStep, startCode } from './start-code.js';
import type { DraftProgram, Step, StepWriter, Tiling } from './steps/step-kind.js';
import { STEP_KINDS } from './steps/step-kinds.js';
import { WeightLayout } from './weight-layout.js';

/** How to compile. */
export interface CompileOptions {
  /** The most frames that one call of the program takes; default 128, the usual render quantum. */
  readonly maxFrames?: number | undefined;
  /** Default `plain`, which every WebAssembly engine with SIMD runs. */
  readonly multiplyAdd?: MultiplyAdd | undefined;
  /** How kernels use the registers; the default suits today's processors, and networks of many different ops. */
  readonly tiling?: Tiling | undefined;
  /** Bytes left free around every signal in memory, for tests that fence them; default 0. */
  readonly guardBytes?: number | undefined;
}

/** Of x86's 16 registers, eight accumulators leave room for inputs, a weight and a product. */
const DEFAULT_TILING: Tiling = { accumulators: 8, vectors: 4 };
/** Code for one row and one vector at a time: a tenth of the bytes. */
const SMALL_TILING: Tiling = { accumulators: 1, vectors: 1 };
/** Bytes of code above which a network gets small tiles; that of the largest captures has a tenth. */
const MANY_BYTES = 2 ** 18;

/** The compiled form of all networks that differ in nothing but the values of weights; see `structureOf`. */
export interface CompiledStructure {
  /** The WebAssembly module. */
  readonly bytes: UnsharedUint8Array;
  /**
   * The program of a network, which must have this structure. It packs weights and writes no code, so that it takes a small
   * part of the time of compiling.
   */
  programOf(network: Network): Program;
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
  const { maxFrames = 128, tiling } = options;
  if (!(Number.isInteger(maxFrames) && maxFrames > 0)) {
    throw new RangeError(`maxFrames: expected a positive integer, got ${maxFrames}`);
  }
  const most = Number.POSITIVE_INFINITY;
  const compilation =
    (tiling ? null : compileWithin(MANY_BYTES, network, DEFAULT_TILING, options)) ??
    compileWithin(most, network, tiling ?? SMALL_TILING, options);
  // Not null: nothing is longer than any length.
  return compilation!;
}

/** Compiles with a tiling; null if there is more code than `mostBytes`. */
function compileWithin(
  mostBytes: number,
  network: Network,
  tiling: Tiling,
  { maxFrames = 128, multiplyAdd = 'plain', guardBytes = 0 }: CompileOptions,
): Compilation | null {
  const plan = planNetwork(network, tiling);
  const allocator = new MemoryAllocator(guardBytes);
  const memory = planSignalMemory(plan, maxFrames, allocator);
  const reserved = STEP_KINDS.map(({ name, reserve }) => {
    const steps = plan.steps.filter(({ kind }) => kind === name);
    return [name, reserve(steps, plan.network, allocator)] as const;
  });
  const layout = new WeightLayout(allocator.end, plan.network);
  const written = writeModule(mostBytes, plan, memory, reserved, layout, multiplyAdd);
  if (written === null) return null;
  const { bytes, states } = written;
  const prewarm = states.length > 0 ? prewarmPlan(network) : null;
  const structure = compiledStructure(layout, {
    bytes,
    imageAddress: allocator.end,
    input: blockOf(memory, 0),
    output: blockOf(memory, plan.network.output),
    maxFrames,
    warmFrames: warmFrames(network, plan.steps),
    periodFrames: plan.steps.reduce((most, { periodFrames = 1 }) => Math.max(most, periodFrames), 1),
    // Of a signal and its copy, one lies in a ring.
    histories: Array.from(memory.rings, ([id, ring]) => ({ ...ring, signal: plan.sourceOf[id] })),
    multiplyAdd,
    prewarm: prewarm && { ...prewarm, states },
  });
  const program = structure.programOf(network);
  return { program, structure, plan, memory, reserved: allocator.reserved };
}

/** A structure from what its programs share. It holds no program, so that each is free when its last engine is gone. */
function compiledStructure(layout: WeightLayout, shared: Omit<Program, 'image'>): CompiledStructure {
  return {
    bytes: shared.bytes,
    programOf: (network) => ({ ...shared, image: layout.image(simplify(network).network) }),
  };
}

/** Writes the module's functions, and puts constants into the layout; null if the kernels are longer than `mostBytes`. */
function writeModule(
  mostBytes: number,
  { network, storage, steps }: Plan,
  memory: SignalMemory,
  reserved: readonly (readonly [kind: string, writerFor: (program: DraftProgram) => StepWriter<Step>])[],
  layout: WeightLayout,
  multiplyAdd: MultiplyAdd,
): { bytes: UnsharedUint8Array; states: readonly StateLayout[] } | null {
  const module = new ModuleBuilder();
  const frame = module.global('frame');
  const mirror = module.func(6, (locals, ...parameters) => mirrorCode(memory.mirrorFrames, locals, parameters));
  const fill = module.func(6, (locals, ...parameters) => fillCode(locals, parameters));
  const kernels = new KernelLibrary(module, layout);
  const madd = multiplyAddCode(multiplyAdd);
  const draft: DraftProgram = { network, storage, memory, module, layout, kernels, madd, mirror, fill };
  const writers = new Map(reserved.map(([kind, writerFor]) => [kind, writerFor(draft)]));
  const writerOf = ({ kind }: Step) => writers.get(kind) as StepWriter<Step>;
  const runs: RunnableStep[] = [];
  for (const step of steps) {
    const writer = writerOf(step);
    runs.push({ step, writer, run: writer.write(step) });
    if (module.codeBytes > mostBytes) return null;
  }
  const input = blockOf(memory, 0);
  const process = module.func(1, (locals, frames) => [
    ...flushCode(locals, input, frames),
    ...runs.map(({ run }) => run(frame, frames)),
    frame.set(i32.add(frame, frames)),
  ]);
  module.exportFunction('process', process);
  for (const [name, statements] of startCode(runs, network, memory, fill, layout.constantVector(0))) {
    module.exportFunction(
      name,
      module.func(0, () => [...statements, frame.set(i32.const(0))]),
    );
  }
  const states = runs.flatMap(({ step, writer }) => writer.states?.(step) ?? []);
  if (states.length > 0) {
    const prewarm = module.func(1, (_, frames) => [
      ...prewarmCode(runs, network, input, fill, layout.constantVector(0)).map((run) => run(frame, frames)),
      frame.set(i32.add(frame, frames)),
    ]);
    module.exportFunction('prewarm', prewarm);
  }
  return { bytes: module.build(layout.start + layout.byteLength), states };
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
