import type { WorkBudget } from '../../network/work-budget.js';
import { describe, malformed, text, unsupported } from '../reading/json.js';
import { type Constant, isConstant, type Length, type Sizes } from './constant.js';
import type { OnnxAttribute, OnnxNode } from './decode.js';
import { type Axis, type Range, rangeOf, type Signal } from './signal.js';

/** The value of a name in the graph. */
export type Value = Sizes | Signal;

/** Reads the inputs and attributes of one node. Its errors have the place of the node. */
export class NodeReader {
  readonly where: string;
  readonly type: string;
  readonly inputs: readonly string[];
  readonly #node: OnnxNode;
  readonly #values: ReadonlyMap<string, Value>;
  readonly #work: WorkBudget;

  constructor(node: OnnxNode, values: ReadonlyMap<string, Value>, work: WorkBudget, where: string) {
    this.#node = node;
    this.#values = values;
    this.#work = work;
    this.where = where;
    const isOwn = node.domain === '' || node.domain === 'ai.onnx';
    this.type = text(isOwn ? node.type : `${node.domain}.${node.type}`, 60) ?? 'nothing';
    this.inputs = node.inputs;
  }

  /** Whether the node has an input at an index; optional ones may be left out. */
  has(index: number): boolean {
    return (this.inputs[index] ?? '') !== '';
  }

  /** Draws from the work that the file may cause. */
  spend(units: number): void {
    this.#work.spend(units, this.where);
  }

  input(index: number): Value {
    const name = this.inputs[index] ?? '';
    return this.#values.get(name) ?? malformed(this.where, `an earlier value as input ${index}`, describe(name));
  }

  /** An input that is a signal; with exactly these axes, if the operator needs them. */
  signal(index: number, axes?: readonly Axis[]): Signal {
    const value = this.input(index);
    if (value.kind === 'constant') return unsupported(this.where, `a signal as input ${index}`, 'a constant');
    if (axes && value.axes.join() !== axes.join()) unsupported(this.where, axes.join(', '), value.axes.join(', '));
    return value;
  }

  /** An input that is a constant; its numbers may depend on the length of the sound, or be unknown. */
  sizes(index: number): Sizes {
    const value = this.input(index);
    if (value.kind !== 'constant') return unsupported(this.where, `a constant as input ${index}`, 'a signal');
    this.spend(value.data.length + value.shape.length);
    return value;
  }

  /** An input that is a constant of known numbers; of exactly this shape, if one is given. */
  constant(index: number, shape?: readonly number[]): Constant {
    const value = this.sizes(index);
    if (!isConstant(value))
      return unsupported(this.where, `fixed numbers as input ${index}`, 'numbers that depend on the length');
    if (shape && value.shape.join() !== shape.join()) {
      malformed(this.where, `the shape ${shape.join(' × ')} for input ${index}`, value.shape.join(' × ') || 'none');
    }
    return value;
  }

  /** Whether all inputs that are not left out are constants. */
  get hasConstantsOnly(): boolean {
    return this.inputs.every((name, n) => name === '' || this.input(n).kind === 'constant');
  }

  /** The number in an attribute that is a tensor of one number. */
  attributeNumber(name: string, preset: number): number {
    const tensor = this.#node.attributes.get(name)?.tensor;
    if (!tensor) return preset;
    const { raw, type, numbers } = tensor;
    const isRaw = type === 7 && raw?.length === 8;
    const value = isRaw ? Number(new DataView(raw.buffer, raw.byteOffset).getBigInt64(0, true)) : numbers[0];
    return Number.isSafeInteger(value) ? value : unsupported(this.where, 'an integer', describe(value ?? name));
  }

  float(name: string, preset: number): number {
    const value = this.#node.attributes.get(name)?.float ?? preset;
    return Number.isFinite(value) ? value : malformed(this.where, `a finite ${name}`, value);
  }

  integer(name: string, preset: number): number {
    return this.#node.attributes.get(name)?.integer ?? preset;
  }

  /** A list of integers, as many as in the preset. */
  integers(name: string, preset: readonly number[]): readonly number[] {
    const list = this.#node.attributes.get(name)?.integers ?? preset;
    if (list.length !== preset.length) malformed(this.where, `${preset.length} ${name}`, list.length);
    return list.map((value) => this.#expectInteger(value, name));
  }

  expectText(name: string, allowed: readonly string[]): void {
    const text = this.#node.attributes.get(name)?.text ?? '';
    if (!allowed.includes(text)) unsupported(this.where, `${name} ${allowed.at(-1)}`, describe(text));
  }

  /** The attribute of a Constant. */
  soleAttribute(): OnnxAttribute {
    const [attribute] = this.#node.attributes.values();
    const known = ['value', 'value_float', 'value_floats', 'value_int', 'value_ints'];
    if (attribute && known.includes(attribute.name)) return attribute;
    return unsupported(this.where, `one of ${known.join(', ')}`, describe(attribute?.name));
  }

  /** Throws a DilatoneError unless the axis with this index is the channels. */
  expectChannelAxis({ axes }: Signal, axis: number): void {
    const found = axes.at(axis);
    if (found !== 'channels') unsupported(this.where, 'the channel axis', found ? `the ${found} axis` : 'none');
  }

  /** Channels of a constant that is combined with a signal by NumPy's rules of broadcasting. */
  channelsOf(index: number, x: Signal): number {
    const { shape } = this.constant(index);
    const axis = shape.length - x.axes.length + x.axes.indexOf('channels');
    return x.axes.includes('channels') ? (shape[axis] ?? 1) : 1;
  }

  /** One number per channel of a constant that is combined with a signal by NumPy's rules of broadcasting. */
  perChannel(index: number, channels: number, x: Signal = this.signal(0)): Float32Array {
    const { shape, data } = this.constant(index);
    const own = this.channelsOf(index, x);
    if (data.length !== own || (own !== 1 && own !== channels)) {
      unsupported(this.where, `one number, or one for each of ${channels} channels`, shape.join(' × '));
    }
    return Float32Array.from({ length: channels }, (_, c) => data[own === 1 ? 0 : c]);
  }

  /** Axes of a Pad, with the paddings before all of them, then those behind; inputs or, in old files, attributes. */
  pads({ axes }: Signal): { axes: readonly Axis[]; pads: readonly number[] } {
    if (this.has(2) && this.constant(2).data.some((value) => value !== 0)) {
      unsupported(this.where, 'padding with zeros', 'padding with other numbers');
    }
    const chosen = this.has(3) ? this.#axes(this.#integerInput(3), axes) : axes;
    const pads = this.has(1) ? this.#integerInput(1) : this.integers('pads', new Array(2 * chosen.length).fill(0));
    if (pads.length !== 2 * chosen.length) malformed(this.where, `${2 * chosen.length} paddings`, pads.length);
    return { axes: chosen, pads };
  }

  /** Ranges of a Slice, from inputs or, in old files, attributes. `frames` is as in `GraphContext`. */
  ranges(x: Signal, frames: number | null): Range[] {
    const { axes } = x;
    const list = (index: number, name: string): readonly number[] | undefined =>
      this.has(index) ? this.#integerInput(index) : this.#node.attributes.get(name)?.integers;
    const starts = list(1, 'starts') ?? [];
    const ends = this.has(2) ? this.#positions(2) : (list(2, 'ends') ?? []);
    const chosen = this.#axes(list(3, 'axes') ?? starts.map((_, n) => n), axes);
    if (new Set(chosen).size < chosen.length) malformed(this.where, 'axes that differ', chosen.slice(0, 4).join(', '));
    if (starts.length !== chosen.length || ends.length !== chosen.length) {
      malformed(this.where, `${chosen.length} starts and ends`, `${starts.length} and ${ends.length}`);
    }
    if (list(4, 'steps')?.some((step) => step !== 1)) unsupported(this.where, 'steps of 1', 'others');
    if (ends.includes(0)) malformed(this.where, 'a range that is not empty', 'an end at 0');
    return chosen.map(
      (axis, n) =>
        rangeOf(x, frames, axis, starts[n], ends[n]) ??
        unsupported(this.where, `a fixed range of ${axis}`, 'one that depends on the length'),
    );
  }

  /** Sizes of the parts of a Split of an axis. */
  splits(size: number): readonly number[] {
    if (this.has(1)) return this.#integerInput(1);
    const sizes = this.#node.attributes.get('split')?.integers;
    const parts = this.#node.outputs.length;
    const part = Math.ceil(size / parts);
    return sizes ?? Array.from({ length: parts }, (_, n) => Math.min(part, size - n * part));
  }

  /** The axes after a Squeeze, Unsqueeze or Transpose. */
  arranged(axes: readonly Axis[], channels: number): Axis[] {
    if (this.type === 'Transpose') {
      return this.#axes(this.integers('perm', [...axes.keys()].reverse()), axes);
    }
    const given = this.has(1) ? this.#integerInput(1) : this.#node.attributes.get('axes')?.integers;
    if (!given) return unsupported(this.where, 'axes', 'none');
    if (this.type === 'Squeeze') {
      const gone = this.#axes(given, axes);
      if (gone.includes('time') || (gone.includes('channels') && channels > 1)) {
        unsupported(this.where, 'axes of size 1', gone.join(', '));
      }
      return axes.filter((axis) => !gone.includes(axis));
    }
    const rank = axes.length + given.length;
    const places = given.map((axis) => (axis < 0 ? axis + rank : axis)).sort((a, b) => a - b);
    const result = [...axes];
    for (const place of places) {
      // A new axis is `channels` if the signal had none, else a batch of one.
      const axis = result.includes('channels') ? 'batch' : 'channels';
      if (result.includes(axis) || !(place >= 0 && place <= result.length)) {
        unsupported(this.where, 'one axis of channels and one of the batch', 'others');
      }
      result.splice(place, 0, axis);
    }
    return result;
  }

  /** An input of known integers. */
  #integerInput(index: number): number[] {
    return this.constant(index).data.map((value) => this.#expectInteger(value, `input ${index}`));
  }

  /** Integers beyond 2^53 are not exact. */
  #expectInteger(value: number, name: string): number {
    return Number.isSafeInteger(value) ? value : malformed(this.where, `integers as ${name}`, value);
  }

  /** An input of integers that may depend on the length of the sound. */
  #positions(index: number): (number | Length)[] {
    return this.sizes(index).data.map((value) => {
      if (value === 'unknown') return unsupported(this.where, `known positions as input ${index}`, 'unknown ones');
      if (typeof value === 'number' && !Number.isInteger(value)) malformed(this.where, 'integers as positions', value);
      return value;
    });
  }

  /** Axes by their indices; negative ones count from the end. */
  #axes(numbers: readonly number[], axes: readonly Axis[]): Axis[] {
    return numbers.map((number) => axes.at(number) ?? malformed(this.where, `an axis of ${axes.join(', ')}`, number));
  }
}
