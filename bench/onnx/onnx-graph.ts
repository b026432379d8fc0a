import { PbfWriter } from 'pbf';

// Writes messages of the ONNX format, as far as networks need them; field numbers are those of onnx.proto3.

/** Version 8 of the format, with version 17 of the operators. */
const IR_VERSION = 8;
const OPSET_VERSION = 17;

/** Types of attributes and of tensor elements. */
const ATTRIBUTE_TYPE = { float: 1, integer: 2, text: 3, integers: 7 };
const ELEMENT_TYPE = { float32: 1, int64: 7 };

/** An attribute's value. Integers are counts, so they are not negative. */
type Attribute = { readonly float: number } | number | string | readonly number[];

/** An operator; inputs and outputs are names of signals, and an empty name is an omitted input. */
interface Node {
  readonly type: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: Readonly<Record<string, Attribute>>;
}

/** A signal that enters or leaves the graph. */
interface Value {
  readonly name: string;
  readonly shape: readonly number[];
}

/** A constant: weights as float32, or shapes and positions as int64. */
interface Constant extends Value {
  readonly data: Float32Array | readonly number[];
}

/** Builds an ONNX graph. Each method returns the name of the signal or constant that it adds. */
export class OnnxGraph {
  readonly #nodes: Node[] = [];
  readonly #constants: Constant[] = [];
  readonly #inputs: Value[] = [];
  readonly #outputs: Value[] = [];
  #names = 0;

  input(name: string, shape: readonly number[]): string {
    this.#inputs.push({ name, shape });
    return name;
  }

  /** Makes a signal an output of the graph, under its own name. */
  output(signal: string, shape: readonly number[]): void {
    this.#outputs.push({ name: signal, shape });
  }

  floats(data: Float32Array, ...shape: readonly number[]): string {
    return this.#constant({ shape, data });
  }

  /** One float32 for all channels and frames. */
  scalar(value: number): string {
    return this.floats(Float32Array.of(value));
  }

  integers(...data: readonly number[]): string {
    return this.#constant({ shape: [data.length], data });
  }

  /** Adds an operator with one output. */
  node(type: string, inputs: readonly string[], attributes: Readonly<Record<string, Attribute>> = {}): string {
    return this.nodes(type, 1, inputs, attributes)[0];
  }

  /** Adds an operator with several outputs. */
  nodes(
    type: string,
    outputCount: number,
    inputs: readonly string[],
    attributes: Readonly<Record<string, Attribute>> = {},
  ): string[] {
    const outputs = Array.from({ length: outputCount }, () => this.#name());
    this.#nodes.push({ type, inputs, outputs, attributes });
    return outputs;
  }

  /** The bytes of an `.onnx` file. */
  encode(): Uint8Array {
    const file = new PbfWriter();
    file.writeVarintField(1, IR_VERSION);
    file.writeStringField(2, 'dilatone');
    file.writeMessage(8, writeOperatorSet, OPSET_VERSION);
    file.writeMessage(7, (_, pbf) => this.#write(pbf), null);
    return file.finish();
  }

  #write(pbf: PbfWriter): void {
    for (const node of this.#nodes) pbf.writeMessage(1, writeNode, node);
    pbf.writeStringField(2, 'network');
    for (const constant of this.#constants) pbf.writeMessage(5, writeConstant, constant);
    for (const input of this.#inputs) pbf.writeMessage(11, writeValue, input);
    for (const output of this.#outputs) pbf.writeMessage(12, writeValue, output);
  }

  #constant(constant: Omit<Constant, 'name'>): string {
    const name = this.#name();
    this.#constants.push({ name, ...constant });
    return name;
  }

  #name(): string {
    return `s${this.#names++}`;
  }
}

function writeOperatorSet(version: number, pbf: PbfWriter): void {
  pbf.writeStringField(1, '');
  pbf.writeVarintField(2, version);
}

function writeNode({ type, inputs, outputs, attributes }: Node, pbf: PbfWriter): void {
  for (const input of inputs) pbf.writeStringField(1, input);
  for (const output of outputs) pbf.writeStringField(2, output);
  pbf.writeStringField(4, type);
  for (const attribute of Object.entries(attributes)) pbf.writeMessage(5, writeAttribute, attribute);
}

function writeAttribute([name, value]: [name: string, value: Attribute], pbf: PbfWriter): void {
  pbf.writeStringField(1, name);
  if (typeof value === 'number') {
    pbf.writeVarintField(3, value);
    pbf.writeVarintField(20, ATTRIBUTE_TYPE.integer);
  } else if (typeof value === 'string') {
    pbf.writeStringField(4, value);
    pbf.writeVarintField(20, ATTRIBUTE_TYPE.text);
  } else if ('float' in value) {
    pbf.writeFloatField(2, value.float);
    pbf.writeVarintField(20, ATTRIBUTE_TYPE.float);
  } else {
    for (const item of value) pbf.writeVarintField(8, item);
    pbf.writeVarintField(20, ATTRIBUTE_TYPE.integers);
  }
}

function writeConstant({ name, shape, data }: Constant, pbf: PbfWriter): void {
  const isFloat = data instanceof Float32Array;
  const { buffer, byteOffset, byteLength } = isFloat ? data : BigInt64Array.from(data, BigInt);
  for (const size of shape) pbf.writeVarintField(1, size);
  pbf.writeVarintField(2, isFloat ? ELEMENT_TYPE.float32 : ELEMENT_TYPE.int64);
  pbf.writeStringField(8, name);
  pbf.writeBytesField(9, new Uint8Array(buffer, byteOffset, byteLength));
}

function writeValue({ name, shape }: Value, pbf: PbfWriter): void {
  pbf.writeStringField(1, name);
  pbf.writeMessage(2, writeType, shape);
}

function writeType(shape: readonly number[], pbf: PbfWriter): void {
  pbf.writeMessage(1, writeTensorType, shape);
}

function writeTensorType(shape: readonly number[], pbf: PbfWriter): void {
  pbf.writeVarintField(1, ELEMENT_TYPE.float32);
  pbf.writeMessage(2, writeShape, shape);
}

function writeShape(shape: readonly number[], pbf: PbfWriter): void {
  for (const size of shape) pbf.writeMessage(1, writeDimension, size);
}

function writeDimension(size: number, pbf: PbfWriter): void {
  pbf.writeVarintField(1, size);
}
