import { expectAtMost, INNER_WIDTH, type ModelLimits } from '../../model/limits.js';
import type { Activation } from '../../network/activation.js';
import type { NetworkBuilder } from '../../network/builder.js';
import type { Control } from '../../network/controls.js';
import type { SignalId } from '../../network/network.js';
import { describe, malformed, unsupported } from '../reading/json.js';
import type { WeightBudget } from '../reading/numbers.js';
import { readTensorNumbers, type Tensor } from './safetensors.js';
import type { OpFields, OpFile } from './schema.js';

/** What the ops of a file refer to and add to. */
interface OpContext {
  readonly builder: NetworkBuilder;
  readonly tensors: ReadonlyMap<string, Tensor>;
  readonly controls: readonly Control[];
  readonly budget: WeightBudget;
  readonly limits: ModelLimits;
}

/** Builds the ops of a file in order. It checks all shapes, so that errors name the place in the file. */
export class OpReader {
  readonly #file: OpContext;
  readonly #signals = new Map<string, SignalId>();
  #reads = 0;

  constructor(file: OpContext) {
    this.#file = file;
  }

  /** Builds the op whose place is `where`. The first op must be the input. */
  append(op: OpFields, where: string): void {
    const signal = this.#signals.size === 0 ? this.#file.builder.input : this.#build(op, where);
    if (this.#signals.has(op.name)) malformed(`${where}.name`, 'a name of its own', describe(op.name));
    this.#signals.set(op.name, signal);
  }

  /** The signal with this name. Throws a DilatoneError unless an earlier op has it. */
  signal(name: string, where: string): SignalId {
    this.#reads++;
    expectAtMost(4 * this.#file.limits.ops, 'inputs of ops', this.#reads, where);
    return this.#signals.get(name) ?? malformed(where, 'an earlier signal', describe(name));
  }

  #build(op: OpFields, where: string): SignalId {
    switch (op.kind) {
      case 'control':
        return this.#control(op.read('control'), where);
      case 'conv1d':
        return this.#conv1d(op.read('conv1d'), where);
      case 'activation':
        return this.#activation(op.read('activation'), where);
      case 'add':
        return this.#file.builder.join('add', this.#equallyWide(op.read('add').inputs, where));
      case 'multiply':
        return this.#file.builder.join('multiply', this.#equallyWide(op.read('multiply').inputs, where));
      case 'slice':
        return this.#slice(op.read('slice'), where);
      case 'concat':
        return this.#concat(op.read('concat'), where);
      case 'lstm':
        return this.#lstm(op.read('lstm'), where);
      case 'gru':
        return this.#gru(op.read('gru'), where);
      case 'input':
        return malformed(`${where}.op`, 'one input, as the first op', 'another');
    }
  }

  #control({ controls }: OpFile<'control'>, where: string): SignalId {
    const { builder, controls: known } = this.#file;
    const parts = controls.map((name, n) => {
      const index = known.findIndex((control) => control.name === name);
      if (index < 0 || builder.controls === null) malformed(`${where}.controls[${n}]`, 'a control', describe(name));
      return builder.slice(builder.controls, index, 1);
    });
    return parts.length === 1 ? parts[0] : builder.join('concat', parts);
  }

  #conv1d(op: OpFile<'conv1d'>, where: string): SignalId {
    const { builder, limits } = this.#file;
    const input = this.signal(op.input, `${where}.input`);
    const inChannels = builder.channels(input);
    const { shape } = this.#tensor(op.weight, `${where}.weight`);
    const [outChannels, columns, kernelSize = 1] = shape;
    const groups = op.groups ?? 1;
    if (inChannels % groups !== 0) malformed(`${where}.groups`, `a divisor of ${inChannels}`, groups);
    const fits = shape.length >= 2 && shape.length <= 3 && shape.every((size) => size > 0);
    if (!fits || columns !== inChannels / groups || outChannels % groups !== 0) {
      malformed(`${where}.weight`, `a shape [out][${inChannels / groups}][taps]`, bracketed(shape));
    }
    expectAtMost(INNER_WIDTH * limits.channels, 'channels', outChannels, where);
    expectAtMost(limits.kernelSize, 'taps', kernelSize, where);
    return builder.conv1d(input, {
      outChannels,
      kernelSize,
      dilation: op.dilation ?? 1,
      groups,
      weight: this.#numbers(op.weight, shape, `${where}.weight`),
      bias: op.bias ? this.#numbers(op.bias, [outChannels], `${where}.bias`) : null,
    });
  }

  #activation({ input, ...op }: OpFile<'activation'>, where: string): SignalId {
    const { builder } = this.#file;
    const x = this.signal(input, `${where}.input`);
    return builder.activation(x, this.#function(op, builder.channels(x), where));
  }

  #slice(op: OpFile<'slice'>, where: string): SignalId {
    const { builder } = this.#file;
    const input = this.signal(op.input, `${where}.input`);
    const width = builder.channels(input);
    if (op.start + op.channels > width) {
      malformed(where, `channels within 0 … ${width - 1}`, `${op.start} … ${op.start + op.channels - 1}`);
    }
    return builder.slice(input, op.start, op.channels);
  }

  #concat({ inputs }: OpFile<'concat'>, where: string): SignalId {
    const { builder, limits } = this.#file;
    const ids = this.#all(inputs, where);
    const width = ids.reduce((sum, id) => sum + builder.channels(id), 0);
    expectAtMost(INNER_WIDTH * limits.channels, 'channels', width, where);
    return builder.join('concat', ids);
  }

  #lstm(op: OpFile<'lstm'>, where: string): SignalId {
    const { input, hiddenSize, weight, biasInput, biasHidden, initialHidden } = this.#recurrent(op, 4, where);
    return this.#file.builder.lstm(input, {
      hiddenSize,
      weight,
      bias: biasInput.map((bias, row) => bias + biasHidden[row]),
      initialHidden,
      initialCell: this.#optional(op.initialCell, hiddenSize, `${where}.initialCell`),
      gates: 'exact',
    });
  }

  #gru(op: OpFile<'gru'>, where: string): SignalId {
    const { input, hiddenSize, weight, biasInput, biasHidden, initialHidden } = this.#recurrent(op, 3, where);
    return this.#file.builder.gru(input, {
      hiddenSize,
      weight,
      // The candidate's hidden bias stays separate: the reset gate scales it.
      bias: biasInput.map((bias, row) => (row < 2 * hiddenSize ? bias + biasHidden[row] : bias)),
      hiddenBias: biasHidden.slice(2 * hiddenSize),
      initialHidden,
    });
  }

  #recurrent(op: OpFile<'gru'>, gates: number, where: string) {
    const { builder, limits } = this.#file;
    const input = this.signal(op.input, `${where}.input`);
    const inputs = builder.channels(input);
    const hiddenSize = this.#tensor(op.weightHidden, `${where}.weightHidden`).shape.at(-1) ?? 0;
    if (hiddenSize === 0) malformed(`${where}.weightHidden`, 'a shape [gates · hidden][hidden]', 'an empty one');
    expectAtMost(limits.channels, 'channels', hiddenSize, where);
    const rows = gates * hiddenSize;
    const hidden = this.#numbers(op.weightHidden, [rows, hiddenSize], `${where}.weightHidden`);
    const own = this.#numbers(op.weightInput, [rows, inputs], `${where}.weightInput`);
    const columns = inputs + hiddenSize;
    const weight = Float32Array.from({ length: rows * columns }, (_, index) => {
      const row = Math.floor(index / columns);
      const column = index % columns;
      return column < inputs ? own[row * inputs + column] : hidden[row * hiddenSize + column - inputs];
    });
    return {
      input,
      hiddenSize,
      weight,
      biasInput: this.#optional(op.biasInput, rows, `${where}.biasInput`),
      biasHidden: this.#optional(op.biasHidden, rows, `${where}.biasHidden`),
      initialHidden: this.#optional(op.initialHidden, hiddenSize, `${where}.initialHidden`),
    };
  }

  #function({ kind, ...op }: Omit<OpFile<'activation'>, 'input'>, channels: number, where: string): Activation {
    const parameter = (name: keyof typeof op): number => {
      const value = op[name];
      return typeof value === 'number' ? value : malformed(`${where}.${name}`, 'a finite number', 'nothing');
    };
    switch (kind) {
      case 'tanh':
      case 'fastTanh':
      case 'hardTanh':
      case 'relu':
      case 'sigmoid':
      case 'silu':
      case 'hardSwish':
      case 'softsign':
      case 'exp':
      case 'reciprocal':
        return { kind };
      case 'leakyRelu':
        return { kind, negativeSlope: parameter('negativeSlope') };
      case 'elu':
        return { kind, alpha: parameter('alpha') };
      case 'prelu': {
        const place = `${where}.negativeSlopes`;
        const name = op.negativeSlopes ?? malformed(place, 'a tensor', 'nothing');
        return { kind, negativeSlopes: this.#numbers(name, [channels], place) };
      }
      case 'leakyHardTanh':
        return {
          kind,
          min: parameter('min'),
          max: parameter('max'),
          minSlope: parameter('minSlope'),
          maxSlope: parameter('maxSlope'),
        };
      default:
        return unsupported(`${where}.kind`, 'the name of an activation', describe(kind));
    }
  }

  /** Two or more signals, all of one width. */
  #equallyWide(names: readonly string[], where: string): SignalId[] {
    if (names.length < 2) malformed(`${where}.inputs`, 'two signals or more', names.length);
    const ids = this.#all(names, where);
    const [width, ...others] = ids.map((id) => this.#file.builder.channels(id));
    const odd = others.findIndex((other) => other !== width);
    if (odd >= 0) malformed(`${where}.inputs[${odd + 1}]`, `${width} channels, as the first`, others[odd]);
    return ids;
  }

  #all(names: readonly string[], where: string): SignalId[] {
    return names.map((name, n) => this.signal(name, `${where}.inputs[${n}]`));
  }

  #tensor(name: string, where: string): Tensor {
    return this.#file.tensors.get(name) ?? malformed(where, 'a tensor of the file', describe(name));
  }

  #numbers(name: string, shape: readonly number[], where: string): Float32Array {
    const tensor = this.#tensor(name, where);
    if (tensor.shape.join() !== shape.join()) malformed(where, `a shape ${bracketed(shape)}`, bracketed(tensor.shape));
    return readTensorNumbers(tensor, this.#file.budget, where);
  }

  /** The numbers of a tensor; zeros if the file leaves it out. */
  #optional(name: string | null | undefined, length: number, where: string): Float32Array {
    return name ? this.#numbers(name, [length], where) : new Float32Array(length);
  }
}

/** A shape as docs/native-format.md writes it: `[8][1][3]`. */
function bracketed(shape: readonly number[]): string {
  return shape.length === 0 ? '[]' : `[${shape.slice(0, 6).join('][')}]`;
}
