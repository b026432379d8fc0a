import type { ModelInfo } from '../../model/model.js';
import type { Activation } from '../../network/activation.js';
import type { Network, Op, RecurrentOp, SignalId } from '../../network/network.js';
import { type WrittenTensor, writeSafetensors } from './safetensors.js';
import { NATIVE_VERSION } from './schema.js';

/** The facts that are written together with the network. */
type NativeInfo = Pick<ModelInfo, 'architecture' | 'controls' | 'metadata'>;

/**
 * Writes a network as a native model file; see docs/native-format.md. Controls are the last channels of the network's
 * input, and ops read them through slices only, as in networks of `NetworkBuilder`. Throws a RangeError for LSTMs with fast
 * gates, which the format has no word for.
 */
export function writeNative(network: Network, { architecture, controls, metadata }: NativeInfo): Uint8Array {
  const writer = new OpWriter(network, controls);
  const { sampleRate, start, output } = network;
  const description = {
    version: NATIVE_VERSION,
    sampleRate,
    start,
    architecture,
    metadata,
    controls,
    ops: writer.ops,
    output: writer.nameOf(output),
  };
  return writeSafetensors(writer.tensors, { dilatone: JSON.stringify(description) });
}

/** Describes the ops of a network and collects their tensors. */
class OpWriter {
  readonly ops: object[] = [];
  readonly tensors = new Map<string, WrittenTensor>();
  readonly #network: Network;
  readonly #controls: NativeInfo['controls'];
  readonly #names: string[] = [];

  constructor(network: Network, controls: NativeInfo['controls']) {
    this.#network = network;
    this.#controls = controls;
    network.ops.forEach((op, id) => {
      this.#names[id] = this.#write(op, id);
    });
  }

  nameOf(signal: SignalId): string {
    return this.#names[signal];
  }

  /** Describes an op; returns the name of its signal. */
  #write(op: Op, id: SignalId): string {
    const audioChannels = this.#network.channels[0] - this.#controls.length;
    const name = `s${id}`;
    const append = (fields: object): string => {
      this.ops.push({ ...fields, name });
      return name;
    };
    switch (op.kind) {
      case 'input':
        return append({ op: 'input', channels: audioChannels });
      case 'slice': {
        const { input, start, channels } = op;
        if (input === 0 && start >= audioChannels) {
          const named = this.#controls.slice(start - audioChannels, start - audioChannels + channels);
          return append({ op: 'control', controls: named.map((control) => control.name) });
        }
        // The file's input has no controls, so this slice of the network's input is all of it.
        if (this.#controls.length > 0 && input === 0 && start === 0 && channels === audioChannels)
          return this.nameOf(0);
        return append({ op: 'slice', input: this.nameOf(input), start, channels });
      }
      case 'add':
      case 'multiply':
      case 'concat':
        return append({ op: op.kind, inputs: op.inputs.map((input) => this.nameOf(input)) });
      case 'activation':
        return append({ op: 'activation', input: this.nameOf(op.input), ...this.#activation(op.activation, name) });
      case 'conv1d': {
        const { outChannels, kernelSize, dilation, groups, bias } = op;
        const shape = [outChannels, op.weight.length / (outChannels * kernelSize), kernelSize];
        const weight = this.#tensor(`${name}.weight`, shape, op.weight);
        const biasName = bias && { bias: this.#tensor(`${name}.bias`, [outChannels], bias) };
        return append({ op: 'conv1d', input: this.nameOf(op.input), weight, ...biasName, dilation, groups });
      }
      case 'lstm':
      case 'gru':
        return append({ op: op.kind, input: this.nameOf(op.input), ...this.#recurrent(op, name) });
    }
  }

  #activation(activation: Activation, name: string): object {
    if (activation.kind !== 'prelu') return activation;
    const { kind, negativeSlopes } = activation;
    return { kind, negativeSlopes: this.#tensor(`${name}.negativeSlopes`, [negativeSlopes.length], negativeSlopes) };
  }

  #recurrent(op: RecurrentOp, name: string): object {
    if (op.kind === 'lstm' && op.gates === 'fast') throw new RangeError('gates: expected exact ones, got fast ones');
    const { hiddenSize, weight, bias, initialHidden } = op;
    const rows = bias.length;
    const columns = weight.length / rows;
    const inputs = columns - hiddenSize;
    const own = weight.filter((_, index) => index % columns < inputs);
    const hidden = weight.filter((_, index) => index % columns >= inputs);
    const vector = (key: string, data: Float32Array) =>
      data.some((value) => value !== 0) && { [key]: this.#tensor(`${name}.${key}`, [data.length], data) };
    return {
      weightInput: this.#tensor(`${name}.weightInput`, [rows, inputs], own),
      weightHidden: this.#tensor(`${name}.weightHidden`, [rows, hiddenSize], hidden),
      ...vector('biasInput', bias),
      ...(op.kind === 'gru' && vector('biasHidden', hiddenBiases(op.hiddenBias))),
      ...vector('initialHidden', initialHidden),
      ...(op.kind === 'lstm' && vector('initialCell', op.initialCell)),
    };
  }

  #tensor(name: string, shape: readonly number[], data: Float32Array): string {
    this.tensors.set(name, { shape, data });
    return name;
  }
}

/** All hidden biases of a GRU. Those of the gates r and z are 0, since the network adds them to the input's biases. */
function hiddenBiases(ofCandidate: Float32Array): Float32Array {
  const biases = new Float32Array(3 * ofCandidate.length);
  biases.set(ofCandidate, 2 * ofCandidate.length);
  return biases;
}
