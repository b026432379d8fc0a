import { PbfReader } from 'pbf';
import { DilatoneError } from '../../errors.js';
import { expectAtMost, type ModelLimits } from '../../model/limits.js';

// The messages of onnx.proto3 that networks need, with its field numbers. Fields that a file leaves out keep protobuf's
// defaults: 0, an empty text, an empty list.

/** A tensor, unchecked. Its numbers are either in `raw`, little-endian, or in `numbers`. */
export interface OnnxTensor {
  name: string;
  readonly shape: number[];
  /** As in TensorProto.DataType: 1 is float32, 7 is int64. */
  type: number;
  raw: Uint8Array | null;
  readonly numbers: number[];
  /** True if the numbers are in another file. */
  external: boolean;
}

/** An attribute of a node. The operator determines which of the values is used. */
export interface OnnxAttribute {
  name: string;
  float: number;
  integer: number;
  text: string;
  tensor: OnnxTensor | null;
  readonly floats: number[];
  readonly integers: number[];
}

/** One operator, with the names of its inputs and outputs. An empty name is an input or output that is left out. */
export interface OnnxNode {
  name: string;
  type: string;
  domain: string;
  readonly inputs: string[];
  readonly outputs: string[];
  readonly attributes: Map<string, OnnxAttribute>;
}

/** An input or output of the graph. A size is null if the file does not fix it. */
export interface OnnxValue {
  name: string;
  readonly shape: (number | null)[];
}

/** The content of a file. */
export interface OnnxModel {
  opset: number;
  readonly nodes: OnnxNode[];
  readonly constants: OnnxTensor[];
  readonly inputs: OnnxValue[];
  readonly outputs: OnnxValue[];
  readonly properties: Map<string, string>;
}

/** Decodes the bytes of an `.onnx` file. Nothing but the number of messages is checked. */
export function decodeOnnx(bytes: Uint8Array, limits: ModelLimits): OnnxModel {
  const model: OnnxModel = { opset: 0, nodes: [], constants: [], inputs: [], outputs: [], properties: new Map() };
  let messages = 0;
  /** Reads a message into `result`: calls `take` with the number of each field. */
  const message = <T>(pbf: PbfReader, result: T, take: (field: number, result: T) => void): T => {
    expectAtMost(limits.objects, 'messages', ++messages, 'file');
    const end = pbf.readVarint() + pbf.pos;
    if (end > pbf.length) throw new RangeError('a message beyond the end');
    return pbf.readFields((field, target) => take(field, target), result, end);
  };
  /** Reads one number or a packed list of numbers. */
  const numbers = (pbf: PbfReader, list: number[], read: 'varint' | 'float' | 'double'): void => {
    if (read === 'varint') pbf.readPackedVarint(list, true);
    else if (read === 'float') pbf.readPackedFloat(list);
    else pbf.readPackedDouble(list);
  };

  const readTensor = (pbf: PbfReader): OnnxTensor => {
    const tensor: OnnxTensor = { name: '', shape: [], type: 0, raw: null, numbers: [], external: false };
    return message(pbf, tensor, (field) => {
      if (field === 1) numbers(pbf, tensor.shape, 'varint');
      else if (field === 2) tensor.type = pbf.readVarint();
      else if (field === 4) numbers(pbf, tensor.numbers, 'float');
      else if (field === 5 || field === 7) numbers(pbf, tensor.numbers, 'varint');
      else if (field === 10) numbers(pbf, tensor.numbers, 'double');
      else if (field === 8) tensor.name = pbf.readString();
      else if (field === 9) tensor.raw = pbf.readBytes();
      else if (field === 13) tensor.external = true;
    });
  };
  const readAttribute = (pbf: PbfReader): OnnxAttribute => {
    const empty = { name: '', float: 0, integer: 0, text: '', tensor: null, floats: [], integers: [] };
    return message<OnnxAttribute>(pbf, empty, (field, attribute) => {
      if (field === 1) attribute.name = pbf.readString();
      else if (field === 2) attribute.float = pbf.readFloat();
      else if (field === 3) attribute.integer = pbf.readVarint(true);
      else if (field === 4) attribute.text = pbf.readString();
      else if (field === 5) attribute.tensor = readTensor(pbf);
      else if (field === 7) numbers(pbf, attribute.floats, 'float');
      else if (field === 8) numbers(pbf, attribute.integers, 'varint');
    });
  };
  const readNode = (pbf: PbfReader): OnnxNode => {
    const node: OnnxNode = { name: '', type: '', domain: '', inputs: [], outputs: [], attributes: new Map() };
    return message(pbf, node, (field) => {
      if (field === 1) node.inputs.push(pbf.readString());
      else if (field === 2) node.outputs.push(pbf.readString());
      else if (field === 3) node.name = pbf.readString();
      else if (field === 4) node.type = pbf.readString();
      else if (field === 7) node.domain = pbf.readString();
      else if (field === 5) {
        const attribute = readAttribute(pbf);
        node.attributes.set(attribute.name, attribute);
      }
    });
  };
  const readValue = (pbf: PbfReader): OnnxValue => {
    const value: OnnxValue = { name: '', shape: [] };
    const readDimension = () => {
      let size = 0;
      message(pbf, value, (field) => {
        if (field === 1) size = pbf.readVarint(true);
      });
      value.shape.push(size > 0 ? size : null);
    };
    /** Reads TypeProto's dimensions: field 1 (tensor_type), in it field 2 (shape), in it field 1. */
    const descend = (path: readonly number[]): void => {
      message(pbf, value, (field) => {
        if (field !== path[0]) return;
        if (path.length === 1) readDimension();
        else descend(path.slice(1));
      });
    };
    return message(pbf, value, (field) => {
      if (field === 1) value.name = pbf.readString();
      else if (field === 2) descend([1, 2, 1]);
    });
  };
  const readGraph = (pbf: PbfReader): void => {
    message(pbf, model, (field) => {
      if (field === 1) model.nodes.push(readNode(pbf));
      else if (field === 5) model.constants.push(readTensor(pbf));
      else if (field === 11) model.inputs.push(readValue(pbf));
      else if (field === 12) model.outputs.push(readValue(pbf));
    });
  };
  const readPair = (pbf: PbfReader): [string, string] =>
    message<[string, string]>(pbf, ['', ''], (field, pair) => {
      if (field === 1 || field === 2) pair[field - 1] = pbf.readString();
    });
  const readOpset = (pbf: PbfReader): void => {
    const opset = message(pbf, { domain: '', version: 0 }, (field, result) => {
      if (field === 1) result.domain = pbf.readString();
      else if (field === 2) result.version = pbf.readVarint();
    });
    if (opset.domain === '' || opset.domain === 'ai.onnx') model.opset = opset.version;
  };

  try {
    new PbfReader(bytes).readFields((field, _, pbf) => {
      if (field === 7) readGraph(pbf);
      else if (field === 8) readOpset(pbf);
      else if (field === 14) model.properties.set(...readPair(pbf));
    }, null);
  } catch (cause) {
    if (cause instanceof DilatoneError) throw cause;
    throw new DilatoneError('malformed', 'file', `expected an ONNX model, got broken messages (${cause})`, { cause });
  }
  return model;
}
