import { DilatoneError } from '../errors.js';
import { inputsOf, isRecurrent, type Network, type Op, type SignalId } from './network.js';
import { evaluateSteady } from './silence.js';
import { KEPT, WorkBudget } from './work-budget.js';

/** A number that conditions a network, such as a knob position: constant in time, set by the user. */
export interface Control {
  /** Name for programs, such as `drive`. */
  readonly name: string;
  /** Name for people; default: `name`. */
  readonly label?: string;
  /** Lowest value. */
  readonly minimum: number;
  /** Highest value. */
  readonly maximum: number;
  /** Value if none is set. */
  readonly default: number;
  /** Unit to show, such as `dB`. */
  readonly unit?: string;
}

/**
 * Returns the network with its controls fixed to `values`. Signals that depend only on controls are evaluated here,
 * once, and folded into weights and biases, so that controls cost nothing while sound plays.
 *
 * A network's controls are the last channels of its input (see `NetworkBuilder`), one per value. The result behaves as
 * if the controls had always had these values. What it computes draws from `work`.
 */
export function foldControls(network: Network, values: readonly number[], work = new WorkBudget()): Network {
  return values.length === 0 ? network : new Folding(network, values, work).run();
}

/** Rewrites a network op by op, without its constant signals. */
class Folding {
  readonly #network: Network;
  readonly #work: WorkBudget;
  readonly #audioChannels: number;
  /** Values of the constant signals, by SignalId; empty for those that are not constant. */
  readonly #constants: Float64Array[];
  /** Number of ops that read each signal, by SignalId; the output counts as a reader. */
  readonly #readers: number[];
  readonly #ops: Op[] = [];
  readonly #channels: number[] = [];
  /** SignalId in the new network of each signal that is not constant. */
  readonly #renamed: SignalId[] = [];

  constructor(network: Network, values: readonly number[], work: WorkBudget) {
    this.#network = network;
    this.#work = work;
    this.#audioChannels = network.channels[0] - values.length;
    this.#constants = constantSignals(network, values, work);
    this.#readers = network.ops.map(() => 0);
    for (const op of network.ops) for (const input of inputsOf(op)) this.#readers[input]++;
    this.#readers[network.output]++;
  }

  run(): Network {
    const { ops, output, sampleRate, start } = this.#network;
    this.#renamed[0] = this.#append({ kind: 'input', channels: this.#audioChannels }, this.#audioChannels);
    for (let id = 1; id < ops.length; id++) {
      if (!this.#isConstant(id)) this.#renamed[id] = this.#rewrite(ops[id], this.#network.channels[id]);
    }
    return { ops: this.#ops, channels: this.#channels, output: this.#signal(output), sampleRate, start };
  }

  /** Appends an op that reads the new signals; returns its new SignalId. */
  #rewrite(op: Op, channels: number): SignalId {
    switch (op.kind) {
      case 'slice':
        return this.#slice(op.input, op.start, op.channels);
      case 'multiply':
      case 'add':
        return this.#combine(op.kind, op.inputs, channels);
      case 'concat':
        return this.#append({ ...op, inputs: op.inputs.map((input) => this.#signal(input)) }, channels);
      case 'input':
        return 0;
      default:
        return this.#append({ ...op, input: this.#signal(op.input) }, channels);
    }
  }

  #slice(input: SignalId, start: number, channels: number): SignalId {
    if (input === 0) {
      const wholeInput = start === 0 && channels === this.#audioChannels;
      if (wholeInput) return 0;
      if (start + channels > this.#audioChannels) refuseMixture();
    }
    return this.#append({ kind: 'slice', input: this.#signal(input), start, channels }, channels);
  }

  /** Appends a sum or product; its constant operands become one gain or offset per channel. */
  #combine(kind: 'add' | 'multiply', inputs: readonly SignalId[], channels: number): SignalId {
    const live = inputs.filter((input) => !this.#isConstant(input));
    const fixed = inputs.filter((input) => this.#isConstant(input)).map((input) => this.#constants[input]);
    const signals = live.map((input) => this.#signal(input));
    if (fixed.length === 0) return this.#append({ kind, inputs: signals }, channels);
    const signal = signals.length === 1 ? signals[0] : this.#append({ kind, inputs: signals }, channels);
    this.#work.spend((KEPT + fixed.length) * channels);
    const isOurs = signals.length === 1 && this.#readers[live[0]] === 1;
    const each = (fold: (channel: number) => number) => Float64Array.from({ length: channels }, (_, c) => fold(c));
    return kind === 'add'
      ? this.#scale(
          signal,
          isOurs,
          null,
          each((c) => fixed.reduce((sum, value) => sum + value[c], 0)),
        )
      : this.#scale(
          signal,
          isOurs,
          each((c) => fixed.reduce((product, value) => product * value[c], 1)),
          null,
        );
  }

  /**
   * Multiplies a signal by a gain, or adds an offset, per channel. If the signal comes from a convolution that nothing
   * else reads, its weights and bias absorb them; otherwise a depthwise convolution with one tap is appended.
   */
  #scale(signal: SignalId, isOurs: boolean, gains: Float64Array | null, offsets: Float64Array | null): SignalId {
    const channels = this.#channels[signal];
    const conv = this.#ops[signal];
    if (!(isOurs && conv.kind === 'conv1d')) {
      return this.#append(
        {
          kind: 'conv1d',
          input: signal,
          outChannels: channels,
          kernelSize: 1,
          dilation: 1,
          groups: channels,
          weight: gains ? Float32Array.from(gains) : new Float32Array(channels).fill(1),
          bias: offsets && Float32Array.from(offsets),
        },
        channels,
      );
    }
    this.#work.spend(KEPT * conv.weight.length);
    const perRow = conv.weight.length / channels;
    const gain = (channel: number) => gains?.[channel] ?? 1;
    const bias = Float32Array.from(
      { length: channels },
      (_, c) => (conv.bias?.[c] ?? 0) * gain(c) + (offsets?.[c] ?? 0),
    );
    this.#ops[signal] = {
      ...conv,
      weight: gains ? conv.weight.map((weight, n) => weight * gain(Math.floor(n / perRow))) : conv.weight,
      bias: conv.bias || offsets ? bias : null,
    };
    return signal;
  }

  /** The new SignalId of a signal. A constant becomes a convolution with zero weights, whose bias is the constant. */
  #signal(id: SignalId): SignalId {
    if (id === 0) refuseMixture();
    if (this.#renamed[id] !== undefined) return this.#renamed[id];
    const constant = this.#constants[id];
    this.#work.spend(KEPT * constant.length * this.#audioChannels);
    const weight = new Float32Array(constant.length * this.#audioChannels);
    const bias = Float32Array.from(constant);
    const shape = { outChannels: constant.length, kernelSize: 1, dilation: 1, groups: 1 };
    this.#renamed[id] = this.#append({ kind: 'conv1d', input: 0, ...shape, weight, bias }, constant.length);
    return this.#renamed[id];
  }

  #isConstant(id: SignalId): boolean {
    return this.#constants[id].length > 0;
  }

  #append(op: Op, channels: number): SignalId {
    this.#work.spendOp(op, channels);
    this.#channels.push(channels);
    return this.#ops.push(op) - 1;
  }
}

/** Values of all signals that depend only on controls; empty for the others. */
function constantSignals(network: Network, values: readonly number[], work: WorkBudget): Float64Array[] {
  const audioChannels = network.channels[0] - values.length;
  const constants: Float64Array[] = [];
  const none = new Float64Array(0);
  network.ops.forEach((op, id) => {
    constants[id] = none;
    if (op.kind === 'slice' && op.input === 0) {
      if (op.start < audioChannels) return;
      constants[id] = Float64Array.from(values.slice(op.start - audioChannels, op.start - audioChannels + op.channels));
    } else if (op.kind !== 'input' && !isRecurrent(op) && inputsOf(op).every((input) => constants[input].length > 0)) {
      const reads = op.kind === 'concat' ? 1 : inputsOf(op).length;
      work.spendOp(op, (KEPT + reads) * network.channels[id]);
      constants[id] = new Float64Array(network.channels[id]);
      evaluateSteady(op, constants, constants[id]);
    }
  });
  return constants;
}

function refuseMixture(): never {
  throw new DilatoneError('malformed', 'ops', 'expected ops on either sound or controls of the input, got both in one');
}
