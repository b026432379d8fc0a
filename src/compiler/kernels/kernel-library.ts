import type { ModuleBuilder } from '../assembler/module.js';
import type { PairedStep, RecurrentStep, TiledStep } from '../plan/plan.js';
import { type KernelSettings, writeKernel } from './kernel.js';
import { pairedKey, writePairedKernel } from './paired-kernel.js';
import { packPaired } from './paired-weights.js';
import { packWeights } from './passes.js';
import type { DescriptorWord } from './pointers.js';
import { packRecurrent } from './recurrent-code.js';
import { type StepBinding, shapeOf } from './step-shape.js';

/** A kernel in the module. */
interface WrittenKernel {
  readonly index: number;
  readonly words: readonly DescriptorWord[];
}

/** The kernels of a module: one for each shape of step, written when the first step of the shape comes. */
export class KernelLibrary {
  readonly #module: ModuleBuilder;
  readonly #settings: KernelSettings;
  readonly #kernels = new Map<string, WrittenKernel>();

  constructor(module: ModuleBuilder, settings: KernelSettings) {
    this.#module = module;
    this.#settings = settings;
  }

  /** Puts a step's weights and descriptor into the image; returns its kernel's index and the descriptor's address. */
  add(step: TiledStep | PairedStep | RecurrentStep): { readonly kernel: number; readonly descriptor: number } {
    const { image, plan, memory } = this.#settings;
    if (step.kind === 'recurrent') {
      const [output] = step.stores;
      const weightsAddress = image.floats(packRecurrent(step.op));
      return this.#bind(this.#write(step, { signals: [step.op.input, output], convs: [], weightsAddress }));
    }
    if (step.kind === 'paired') {
      const weightsAddress = image.floats(packPaired(step.op));
      const binding = { signals: [step.op.input, step.stores[0]], convs: [step.op], weightsAddress };
      const key = pairedKey(step, this.#settings);
      const kernel = this.#kernels.get(key) ?? this.#write(step, binding).kernel;
      this.#kernels.set(key, kernel);
      return this.#bind({ kernel, binding });
    }
    const weights = step.stages.flatMap((stage, n) => packWeights(stage, step.rows[n]));
    const { key, binding } = shapeOf(step, plan, memory, image.floats(weights));
    const kernel = this.#kernels.get(key) ?? this.#write(step, binding).kernel;
    this.#kernels.set(key, kernel);
    return this.#bind({ kernel, binding });
  }

  #write(
    step: TiledStep | PairedStep | RecurrentStep,
    binding: StepBinding,
  ): { kernel: WrittenKernel; binding: StepBinding } {
    let words: readonly DescriptorWord[] = [];
    const index = this.#module.func(3, (locals, descriptor, frame, frames) => {
      const parameters = { descriptor, frame, frames };
      const kernel =
        step.kind === 'paired'
          ? writePairedKernel(step, binding, locals, parameters, this.#settings)
          : writeKernel(step, binding, locals, parameters, this.#settings);
      words = kernel.words;
      return kernel.body;
    });
    return { kernel: { index, words }, binding };
  }

  #bind({ kernel, binding }: { kernel: WrittenKernel; binding: StepBinding }): { kernel: number; descriptor: number } {
    const words = kernel.words.map((word) => word(binding));
    return { kernel: kernel.index, descriptor: this.#settings.image.words(words) };
  }
}
