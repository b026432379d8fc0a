import { text } from '../reading/metadata.js';
import { describe, malformed, unsupported } from '../reading/schema.js';
import type { Constant, Sizes } from './constant.js';
import type { OnnxAttribute, OnnxNode } from './decode.js';
import { type Range, rangeOf } from './range.js';
import type { Axis, Signal } from './signal.js';
import { isFixed, type Size } from './size.js';

/** What a name of the graph stands for. */
export type Value = Sizes | Signal;

/** Reads inputs and attributes of one node; what is missing or of another kind is refused by the node's place. */
export class NodeReader {
  readonly where: string;
  readonly type: string;
  readonly inputs: readonly string[];
  readonly #node: OnnxNode;
  readonly #values: ReadonlyMap<string, Value>;

  constructor(node: OnnxNode, values: ReadonlyMap<string, Value>, where: string) {
    this.#node = node;
    this.#values = values;
    this.where = where;
    const isOwn = node.domain === '' || node.domain === 'ai.onnx';
    this.type = text(isOwn ? node.type : `${node.domain}.${node.type}`) ?? 'nothing';
    this.inputs = node.inputs;
  }

  has(index: number): boolean {
    return (this.inputs[index] ?? '') !== '';
  }

  input(index: number): Value {
    const name = this.inputs[index] ?? '';
    return this.#values.get(name) ?? malformed(this.where, `an earlier value as input ${index}`, describe(name));
  }

  /** A signal; of given axes, where the operator wants them in order. */
  signal(index: number, axes?: readonly Axis[]): Signal {
    const value = this.input(index);
    if (value.kind === 'constant') return unsupported(this.where, `a signal as input ${index}`, 'a constant');
    if (axes && value.axes.join() !== axes.join()) unsupported(this.where, axes.join(', '), value.axes.join(', '));
    return value;
  }

  /** A constant of which some numbers may be unknown: those that depend on the length of the sound. */
  sizes(index: number): Sizes {
    const value = this.input(index);
    return value.kind === 'constant' ? value : unsupported(this.where, `a constant as input ${index}`, 'a signal');
  }

  constant(index: number, shape?: readonly number[]): Constant {
    const value = this.sizes(index);
    if (!isKnown(value)) return unsupported(this.where, `sizes that are fixed as input ${index}`, 'the length');
    if (shape && value.shape.join() !== shape.join()) {
      malformed(this.where, `a shape of ${shape.join(' × ')} for input ${index}`, value.shape.join(' × ') || 'none');
    }
    return value;
  }

  /** Whether all inputs that are there are constants. */
  get isConstant(): boolean {
    return this.inputs.every((name, n) => name === '' || this.input(n).kind === 'constant');
  }

  /** The number of an attribute that is a tensor of one number. */
  attributeNumber(name: string, preset: number): number {
    const tensor = this.#node.attributes.get(name)?.tensor;
    if (!tensor) return preset;
    const { raw, type } = tensor;
    if (type === 7 && raw?.length === 8) return Number(new DataView(raw.buffer, raw.byteOffset).getBigInt64(0, true));
    return tensor.numbers[0] ?? unsupported(this.where, 'an integer', describe(name));
  }

  float(name: string, preset: number): number {
    const value = this.#node.attributes.get(name)?.float ?? preset;
    return Number.isFinite(value) ? value : malformed(this.where, `a finite ${name}`, value);
  }

  integer(name: string, preset: number): number {
    return this.#node.attributes.get(name)?.integer ?? preset;
  }

  /** A list of as many integers as the preset. */
  integers(name: string, preset: readonly number[]): readonly number[] {
    const list = this.#node.attributes.get(name)?.integers ?? preset;
    if (list.length !== preset.length) malformed(this.where, `${preset.length} ${name}`, list.length);
    return list;
  }

  expectText(name: string, allowed: readonly string[]): void {
    const text = this.#node.attributes.get(name)?.text ?? '';
    if (!allowed.includes(text)) unsupported(this.where, `${name} of ${allowed.at(-1)}`, describe(text));
  }

  soleAttribute(): OnnxAttribute {
    const [attribute] = this.#node.attributes.values();
    const known = ['value', 'value_float', 'value_floats', 'value_int', 'value_ints'];
    if (attribute && known.includes(attribute.name)) return attribute;
    return unsupported(this.where, `one of ${known.join(', ')}`, describe(attribute?.name));
  }

  expectChannelAxis({ axes }: Signal, axis: number): void {
    const found = axes.at(axis);
    if (found !== 'channels') unsupported(this.where, 'the axis of channels', found ? `that of ${found}` : 'none');
  }

  /** How many channels a constant has that meets a signal. */
  channelsOf(index: number, x: Signal): number {
    const { shape } = this.constant(index);
    const axis = shape.length - x.axes.length + x.axes.indexOf('channels');
    return x.axes.includes('channels') ? (shape[axis] ?? 1) : 1;
  }

  /** A constant that is the same for all frames, a number for each channel. It meets the signal as NumPy's rules say. */
  perChannel(index: number, channels: number, x: Signal = this.signal(0)): Float32Array {
    const { shape, data } = this.constant(index);
    const own = this.channelsOf(index, x);
    if (data.length !== own || (own !== 1 && own !== channels)) {
      unsupported(this.where, `one number, or one for each of ${channels} channels`, shape.join(' × '));
    }
    return Float32Array.from({ length: channels }, (_, c) => data[own === 1 ? 0 : c]);
  }

  /** Paddings before and behind each of some axes, from an input or, in old files, an attribute. */
  pads({ axes }: Signal): { axes: readonly Axis[]; pads: readonly number[] } {
    if (this.has(2) && [...this.constant(2).data].some((value) => value !== 0)) {
      unsupported(this.where, 'padding by zeros', 'padding by other numbers');
    }
    const chosen = this.has(3) ? this.#axes(this.#whole(3), axes) : axes;
    const pads = this.has(1) ? this.#whole(1) : this.integers('pads', new Array(2 * chosen.length).fill(0));
    if (pads.length !== 2 * chosen.length) malformed(this.where, `${2 * chosen.length} paddings`, pads.length);
    return { axes: chosen, pads };
  }

  /** Ranges of axes, from inputs or, in old files, attributes, in a graph for so many frames (0: for any number). */
  ranges(x: Signal, frames: number): Range[] {
    const { axes } = x;
    const list = (index: number, name: string): readonly number[] | undefined =>
      this.has(index) ? this.#whole(index) : this.#node.attributes.get(name)?.integers;
    const starts = list(1, 'starts') ?? [];
    const ends = this.has(2) ? this.#positions(2) : (list(2, 'ends') ?? []);
    const chosen = this.#axes(list(3, 'axes') ?? starts.map((_, n) => n), axes);
    if (starts.length !== chosen.length || ends.length !== chosen.length) {
      malformed(this.where, `${chosen.length} starts and ends`, `${starts.length} and ${ends.length}`);
    }
    if (list(4, 'steps')?.some((step) => step !== 1)) unsupported(this.where, 'steps of 1', 'others');
    if (ends.includes(0)) malformed(this.where, 'a range with something in it', 'an end at 0');
    return chosen.map(
      (axis, n) =>
        rangeOf(x, frames, axis, starts[n], ends[n]) ?? unsupported(this.where, `a range of ${axis}`, 'the length'),
    );
  }

  /** Sizes of the parts of an axis. */
  splits(size: number): readonly number[] {
    if (this.has(1)) return this.#whole(1);
    const sizes = this.#node.attributes.get('split')?.integers;
    const parts = this.#node.outputs.length;
    const part = Math.ceil(size / parts);
    return sizes ?? Array.from({ length: parts }, (_, n) => Math.min(part, size - n * part));
  }

  /** The axes behind a Squeeze, Unsqueeze or Transpose. */
  arranged(axes: readonly Axis[], channels: number): Axis[] {
    if (this.type === 'Transpose') {
      return this.#axes(this.integers('perm', [...axes.keys()].reverse()), axes);
    }
    const given = this.has(1) ? this.#whole(1) : this.#node.attributes.get('axes')?.integers;
    if (!given) return unsupported(this.where, 'named axes', 'none');
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
      // A new axis is that of channels, where there was but one, else a batch of one.
      const axis = result.includes('channels') ? 'batch' : 'channels';
      if (result.includes(axis) || !(place >= 0 && place <= result.length)) {
        unsupported(this.where, 'axes for channels and batch', 'others');
      }
      result.splice(place, 0, axis);
    }
    return result;
  }

  /** An input of integers. */
  #whole(index: number): number[] {
    return Array.from(this.constant(index).data, (value) =>
      Number.isSafeInteger(value) ? value : malformed(this.where, `integers as input ${index}`, value),
    );
  }

  /** An input of integers that may depend on the length of the sound. */
  #positions(index: number): Size[] {
    return Array.from(this.sizes(index).data, (value) => {
      if (Number.isNaN(value)) unsupported(this.where, `positions that are known as input ${index}`, 'others');
      if (typeof value === 'number' && !Number.isInteger(value)) malformed(this.where, 'integers as positions', value);
      return value;
    });
  }

  #axes(numbers: readonly number[], axes: readonly Axis[]): Axis[] {
    return numbers.map((number) => axes.at(number) ?? malformed(this.where, `an axis of ${axes.join(', ')}`, number));
  }
}

function isKnown(value: Sizes): value is Constant {
  return value.data instanceof Float32Array || value.data.every(isFixed);
}
