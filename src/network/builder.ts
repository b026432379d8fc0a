import { DilatoneError } from '../errors.js';
import type { Activation } from './activation.js';
import type { GruOp, LstmOp, Network, NetworkStart, Op, SignalId } from './network.js';

/** Settings of a convolution; shapes as in `Conv1dOp`. */
interface Conv1dSettings {
  readonly outChannels: number;
  readonly kernelSize: number;
  /** Default 1. */
  readonly dilation?: number;
  /** Default 1. */
  readonly groups?: number;
  readonly weight: Float32Array;
  readonly bias: Float32Array | null;
}

/**
 * Builds a Network op by op, on any thread. Each method checks the shapes, appends one op and returns the signal that
 * the op produces, which later calls can use as an input. Weight arrays are kept, not copied: do not change them
 * afterwards. A wrong shape throws a DilatoneError `malformed` that names the op:
 * `ops[3].weight: expected 12 numbers, got 11`.
 */
export class NetworkBuilder {
  /** The input sound. */
  readonly input: SignalId;
  /** The controls, one channel each; null if there are none. */
  readonly controls: SignalId | null;
  readonly #sampleRate: number;
  readonly #beforeAppend: (op: Op, channels: number) => void;
  readonly #ops: Op[] = [];
  readonly #channels: number[] = [];

  /**
   * Starts a network with `inputChannels` channels of sound at `sampleRate` Hz. Controls become further channels of the
   * network's input; `foldControls` removes them again. `beforeAppend` is called for every op and may throw.
   */
  constructor(
    sampleRate: number,
    inputChannels: number,
    controlCount = 0,
    beforeAppend: (op: Op, channels: number) => void = () => {},
  ) {
    if (!(sampleRate > 0 && Number.isFinite(sampleRate))) this.#fail('sampleRate', 'a positive number', sampleRate);
    this.#sampleRate = sampleRate;
    this.#beforeAppend = beforeAppend;
    this.#expectCount('channels', inputChannels);
    const channels = inputChannels + controlCount;
    const all = this.#append({ kind: 'input', channels }, channels);
    this.input = controlCount > 0 ? this.slice(all, 0, inputChannels) : all;
    this.controls = controlCount > 0 ? this.slice(all, inputChannels, controlCount) : null;
  }

  /** Number of channels of a signal built so far. */
  channels(id: SignalId): number {
    if (!(Number.isInteger(id) && id >= 0 && id < this.#ops.length)) {
      this.#fail('input', `a signal 0 … ${this.#ops.length - 1}`, id);
    }
    return this.#channels[id];
  }

  /** Appends a causal convolution with `outChannels` channels; `Conv1dOp` has the equation. */
  conv1d(input: SignalId, settings: Conv1dSettings): SignalId {
    const { outChannels, kernelSize, dilation = 1, groups = 1, weight, bias } = settings;
    const inChannels = this.channels(input);
    this.#expectCount('outChannels', outChannels);
    this.#expectCount('kernelSize', kernelSize);
    this.#expectCount('dilation', dilation);
    this.#expectCount('groups', groups);
    if (inChannels % groups !== 0 || outChannels % groups !== 0) {
      this.#fail('groups', `a divisor of ${inChannels} and ${outChannels}`, groups);
    }
    this.#expectLength('weight', weight, (outChannels * inChannels * kernelSize) / groups);
    if (bias) this.#expectLength('bias', bias, outChannels);
    return this.#append(
      { kind: 'conv1d', input, outChannels, kernelSize, dilation, groups, weight, bias },
      outChannels,
    );
  }

  /** Appends an activation, applied to each sample separately. Its parameters must be finite float32 numbers. */
  activation(input: SignalId, activation: Activation): SignalId {
    const channels = this.channels(input);
    if (activation.kind === 'prelu') this.#expectLength('negativeSlopes', activation.negativeSlopes, channels);
    for (const [name, value] of Object.entries(activation) as [string, unknown][]) {
      for (const number of value instanceof Float32Array ? value : [value]) {
        if (typeof number === 'number' && !Number.isFinite(Math.fround(number))) {
          this.#fail(name, 'a finite float32 number', number);
        }
      }
    }
    return this.#append({ kind: 'activation', input, activation }, channels);
  }

  /** Appends the sum of two or more signals of equal width. */
  add(...inputs: SignalId[]): SignalId {
    return this.join('add', inputs);
  }

  /** Appends the product of two or more signals of equal width. */
  multiply(...inputs: SignalId[]): SignalId {
    return this.join('multiply', inputs);
  }

  /** Appends the channels `start` … `start + channels − 1` of a signal. */
  slice(input: SignalId, start: number, channels: number): SignalId {
    const width = this.channels(input);
    this.#expectCount('channels', channels);
    if (!(Number.isInteger(start) && start >= 0 && start + channels <= width)) {
      this.#fail('start', `channels within 0 … ${width - 1}`, `${start} … ${start + channels - 1}`);
    }
    return this.#append({ kind: 'slice', input, start, channels }, channels);
  }

  /** Appends the channels of all signals, in order. */
  concat(...inputs: SignalId[]): SignalId {
    return this.join('concat', inputs);
  }

  /** Appends `add`, `multiply` or `concat` of a list of signals, which may be longer than a call can have arguments. */
  join(kind: 'add' | 'multiply' | 'concat', inputs: readonly SignalId[]): SignalId {
    if (kind !== 'concat') return this.#append({ kind, inputs }, this.#sharedWidth(inputs));
    if (inputs.length === 0) this.#fail('inputs', 'at least one signal', 0);
    const channels = inputs.reduce((sum, input) => sum + this.channels(input), 0);
    return this.#append({ kind, inputs }, channels);
  }

  /** Appends an LSTM cell; the signal is its hidden state, `hiddenSize` channels. Shapes as in `LstmOp`. */
  lstm(input: SignalId, settings: Omit<LstmOp, 'kind' | 'input'>): SignalId {
    const { hiddenSize, weight, bias, initialHidden, initialCell } = settings;
    const inChannels = this.channels(input);
    this.#expectCount('hiddenSize', hiddenSize);
    this.#expectLength('weight', weight, 4 * hiddenSize * (inChannels + hiddenSize));
    this.#expectLength('bias', bias, 4 * hiddenSize);
    this.#expectLength('initialHidden', initialHidden, hiddenSize);
    this.#expectLength('initialCell', initialCell, hiddenSize);
    return this.#append({ kind: 'lstm', input, ...settings }, hiddenSize);
  }

  /** Appends a GRU cell; the signal is its hidden state, `hiddenSize` channels. Shapes as in `GruOp`. */
  gru(input: SignalId, settings: Omit<GruOp, 'kind' | 'input'>): SignalId {
    const { hiddenSize, weight, bias, hiddenBias, initialHidden } = settings;
    const inChannels = this.channels(input);
    this.#expectCount('hiddenSize', hiddenSize);
    this.#expectLength('weight', weight, 3 * hiddenSize * (inChannels + hiddenSize));
    this.#expectLength('bias', bias, 3 * hiddenSize);
    this.#expectLength('hiddenBias', hiddenBias, hiddenSize);
    this.#expectLength('initialHidden', initialHidden, hiddenSize);
    return this.#append({ kind: 'gru', input, ...settings }, hiddenSize);
  }

  /** Returns the network with the given output. You can append more ops afterwards and build another network. */
  build(output: SignalId, start: NetworkStart = 'silence'): Network {
    this.channels(output);
    return { ops: [...this.#ops], channels: [...this.#channels], output, sampleRate: this.#sampleRate, start };
  }

  #append(op: Op, channels: number): SignalId {
    this.#beforeAppend(op, channels);
    this.#channels.push(channels);
    return this.#ops.push(op) - 1;
  }

  #sharedWidth(inputs: readonly SignalId[]): number {
    if (inputs.length < 2) this.#fail('inputs', 'at least two signals', inputs.length);
    const widths = inputs.map((input) => this.channels(input));
    const odd = widths.find((width) => width !== widths[0]);
    if (odd !== undefined) this.#fail('inputs', `signals of ${widths[0]} channels`, odd);
    return widths[0];
  }

  #expectCount(name: string, value: number): void {
    if (!(Number.isSafeInteger(value) && value > 0)) this.#fail(name, 'a positive integer', value);
  }

  #expectLength(name: string, array: Float32Array, length: number): void {
    if (array.length !== length) this.#fail(name, `${length} numbers`, array.length);
  }

  #fail(name: string, expected: string, got: number | string): never {
    throw new DilatoneError('malformed', `ops[${this.#ops.length}].${name}`, `expected ${expected}, got ${got}`);
  }
}
