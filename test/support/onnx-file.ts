import { PbfWriter } from 'pbf';

/** An attribute: an integer, integers, a float, floats, or a tensor. */
type OnnxAttributeValue = { int: number } | { ints: number[] } | { float: number } | { floats: number[] } | TensorValue;

/** Numbers of a tensor, by type; `dims` may contradict them. */
type TensorValue = { dims: readonly number[] } & (
  | { int64: ArrayLike<number | bigint> }
  | { float32: ArrayLike<number> }
);

/** A node of a graph to write. */
export interface OnnxNodeSpec {
  readonly type: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly name?: string;
  readonly attributes?: Readonly<Record<string, OnnxAttributeValue>>;
}

/** A file to write: a graph from x, [1][channels][any length], to y. */
export interface OnnxSpec {
  readonly channels?: number;
  readonly constants?: Readonly<Record<string, TensorValue>>;
  readonly nodes: readonly OnnxNodeSpec[];
}

/** The bytes of an ONNX file, right or wrong as the specification says. */
export function onnxFile({ channels = 1, constants = {}, nodes }: OnnxSpec): Uint8Array {
  const pbf = new PbfWriter();
  pbf.writeVarintField(1, 8);
  pbf.writeMessage(
    7,
    (_, graph) => {
      for (const node of nodes) graph.writeMessage(1, writeNode, node);
      for (const [name, value] of Object.entries(constants)) graph.writeMessage(5, writeTensor, { name, ...value });
      graph.writeMessage(11, writeInput, channels);
      graph.writeMessage(12, (_output, output) => output.writeStringField(1, 'y'), null);
    },
    null,
  );
  pbf.writeMessage(8, (_, opset) => opset.writeVarintField(2, 17), null);
  return pbf.finish();
}

function writeNode({ type, inputs, outputs, name, attributes = {} }: OnnxNodeSpec, pbf: PbfWriter): void {
  for (const input of inputs) pbf.writeStringField(1, input);
  for (const output of outputs) pbf.writeStringField(2, output);
  if (name !== undefined) pbf.writeStringField(3, name);
  pbf.writeStringField(4, type);
  for (const [key, value] of Object.entries(attributes)) {
    pbf.writeMessage(5, (_, attribute) => writeAttribute(key, value, attribute), null);
  }
}

function writeAttribute(name: string, value: OnnxAttributeValue, pbf: PbfWriter): void {
  pbf.writeStringField(1, name);
  if ('int' in value) pbf.writeVarintField(3, value.int);
  else if ('ints' in value) pbf.writePackedVarint(8, value.ints);
  else if ('float' in value) pbf.writeFloatField(2, value.float);
  else if ('floats' in value) pbf.writePackedFloat(7, value.floats);
  else pbf.writeMessage(5, writeTensor, value);
}

function writeTensor(tensor: TensorValue & { name?: string }, pbf: PbfWriter): void {
  pbf.writePackedVarint(1, [...tensor.dims]);
  pbf.writeVarintField(2, 'int64' in tensor ? 7 : 1);
  if (tensor.name !== undefined) pbf.writeStringField(8, tensor.name);
  const { buffer } = 'int64' in tensor ? BigInt64Array.from(tensor.int64, BigInt) : Float32Array.from(tensor.float32);
  pbf.writeBytesField(9, new Uint8Array(buffer));
}

/** A ValueInfoProto: the shape lies in its type's tensor type. */
function writeInput(channels: number, pbf: PbfWriter): void {
  const dimension = (size: number | null) => (_: unknown, shape: PbfWriter) =>
    shape.writeMessage(1, (_size, inner) => size !== null && inner.writeVarintField(1, size), null);
  pbf.writeStringField(1, 'x');
  pbf.writeMessage(
    2,
    (_, type) =>
      type.writeMessage(
        1,
        (_type, tensor) =>
          tensor.writeMessage(
            2,
            (_tensor, shape) => {
              for (const size of [1, channels, null]) dimension(size)(null, shape);
            },
            null,
          ),
        null,
      ),
    null,
  );
}
