import { type Bytes, flatten } from '../../src/compiler/assembler/encoding.js';
import { float, integer, message, text } from './protobuf.js';

// Messages of the ONNX format, as far as a network needs them; the numbers are those of onnx.proto3.

/** Version 8 of the format, with version 17 of the operators. */
const IR_VERSION = 8;
const OPSET_VERSION = 17;

/** How values of attributes and tensors are told apart. */
const ATTRIBUTE_TYPE = { float: 1, integer: 2, text: 3, integers: 7 };
const ELEMENT_TYPE = { float32: 1, int64: 7 };

/** An attribute's value; integers are counts and hence not negative. */
export type Attribute = { readonly float: number } | number | string | readonly number[];

/** One operator, its inputs and outputs by name; an empty name is an input left out. */
export interface OnnxNode {
  readonly type: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: Readonly<Record<string, Attribute>>;
}

/** A signal that enters or leaves the graph. */
export interface OnnxValue {
  readonly name: string;
  readonly shape: readonly number[];
}

/** A constant: weights as float32, or shapes and positions as int64. */
export interface OnnxTensor extends OnnxValue {
  readonly data: Float32Array | readonly number[];
}

/** All of a graph. */
export interface OnnxGraph {
  readonly nodes: readonly OnnxNode[];
  readonly constants: readonly OnnxTensor[];
  readonly inputs: readonly OnnxValue[];
  readonly outputs: readonly OnnxValue[];
}

/** The bytes of an `.onnx` file. */
export function encodeOnnx(graph: OnnxGraph): Uint8Array {
  const content = [
    graph.nodes.map((node) => message(1, encodeNode(node))),
    text(2, 'network'),
    graph.constants.map((constant) => message(5, encodeTensor(constant))),
    graph.inputs.map((value) => message(11, encodeValue(value))),
    graph.outputs.map((value) => message(12, encodeValue(value))),
  ];
  const operators = [text(1, ''), integer(2, OPSET_VERSION)];
  return flatten([integer(1, IR_VERSION), text(2, 'dilatone'), message(8, operators), message(7, content)]);
}

function encodeNode({ type, inputs, outputs, attributes }: OnnxNode): Bytes {
  return [
    inputs.map((input) => text(1, input)),
    outputs.map((output) => text(2, output)),
    text(4, type),
    Object.entries(attributes).map(([name, value]) => message(5, [text(1, name), encodeAttribute(value)])),
  ];
}

function encodeAttribute(value: Attribute): Bytes {
  if (typeof value === 'number') return [integer(3, value), integer(20, ATTRIBUTE_TYPE.integer)];
  if (typeof value === 'string') return [text(4, value), integer(20, ATTRIBUTE_TYPE.text)];
  if ('float' in value) return [float(2, value.float), integer(20, ATTRIBUTE_TYPE.float)];
  return [value.map((item) => integer(8, item)), integer(20, ATTRIBUTE_TYPE.integers)];
}

function encodeTensor({ name, shape, data }: OnnxTensor): Bytes {
  const isFloat = data instanceof Float32Array;
  // A copy: the data may be a part of a larger buffer.
  const { buffer } = isFloat ? data.slice() : BigInt64Array.from(data, BigInt);
  return [
    shape.map((size) => integer(1, size)),
    integer(2, isFloat ? ELEMENT_TYPE.float32 : ELEMENT_TYPE.int64),
    text(8, name),
    message(9, new Uint8Array(buffer)),
  ];
}

function encodeValue({ name, shape }: OnnxValue): Bytes {
  const dimensions = shape.map((size) => message(1, integer(1, size)));
  const tensor = [integer(1, ELEMENT_TYPE.float32), message(2, dimensions)];
  return [text(1, name), message(2, message(1, tensor))];
}
