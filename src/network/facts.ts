import { inputsOf, isRecurrent, lookbackOf, type Network, type SignalId } from './network.js';

/** Size and cost of a network, found without running it. */
export interface NetworkFacts {
  /**
   * Input frames, including the current one, that influence one output frame: 1 + Σ(K−1)·d along the longest path. A
   * recurrent op has no finite receptive field; it counts as half a second, after which the reference engine considers
   * it at rest.
   */
  readonly receptiveField: number;
  /** Number of weights and biases of convolutions and recurrent ops, of initial states, and of slopes of PReLUs. */
  readonly parameters: number;
  /** Multiply-adds of all convolutions and recurrent ops per frame; activations are not counted. */
  readonly macsPerFrame: number;
  /** Bytes of float32 state: histories of convolutions, and states of recurrent ops. */
  readonly stateBytes: number;
}

/** Facts of the whole graph, including ops that do not reach the output. */
export function networkFacts(network: Network): NetworkFacts {
  let parameters = 0;
  let macsPerFrame = 0;
  let stateFloats = 0;
  for (const op of network.ops) {
    if (op.kind === 'conv1d') {
      parameters += op.weight.length + (op.bias?.length ?? 0);
      macsPerFrame += op.weight.length;
    } else if (op.kind === 'activation' && op.activation.kind === 'prelu') {
      parameters += op.activation.negativeSlopes.length;
    } else if (op.kind === 'lstm') {
      parameters += op.weight.length + op.bias.length + 2 * op.hiddenSize;
      macsPerFrame += op.weight.length;
      stateFloats += 2 * op.hiddenSize;
    } else if (op.kind === 'gru') {
      parameters += op.weight.length + op.bias.length + 2 * op.hiddenSize;
      macsPerFrame += op.weight.length;
      stateFloats += op.hiddenSize;
    }
  }
  historyFrames(network).forEach((frames, id) => {
    stateFloats += frames * network.channels[id];
  });
  return {
    receptiveField: receptiveField(network),
    parameters,
    macsPerFrame,
    stateBytes: stateFloats * Float32Array.BYTES_PER_ELEMENT,
  };
}

/** A function of one sample, and the loop of one op, measured against an addition. */
const FUNCTION_COST = 16;
const OP_COST = 32;
/** Functions of one sample that a cell of an LSTM or GRU computes: its gates are many, and need little beside them. */
const CELL_COST = { lstm: (5 * FUNCTION_COST) / 2, gru: (3 * FUNCTION_COST) / 2 };

/**
 * Work per frame of the ops from `first` on beside their multiply-adds, in additions: of every channel an addition for each
 * input, or a function; and something for each op.
 */
export function operationsPerFrame({ ops, channels }: Network, first: SignalId = 0): number {
  let operations = 0;
  for (let id = first; id < ops.length; id++) {
    const op = ops[id];
    const isSum = op.kind === 'add' || op.kind === 'multiply';
    const perChannel = isRecurrent(op)
      ? CELL_COST[op.kind]
      : op.kind === 'activation'
        ? FUNCTION_COST
        : isSum
          ? op.inputs.length
          : 1;
    operations += OP_COST + inputsOf(op).length + perChannel * channels[id];
  }
  return operations;
}

/** Frames of a block beside which a history is kept, and of a ring that are mirrored: for blocks of 128 frames. */
const BLOCK_FRAMES = 160;

/** Bytes of memory, at most, for the signals of a running network: rings of a power of two, and blocks. */
export function memoryBytes(network: Network): number {
  const frames = historyFrames(network).map((history) =>
    history === 0 ? BLOCK_FRAMES : BLOCK_FRAMES + 2 ** Math.ceil(Math.log2(history + BLOCK_FRAMES)),
  );
  return frames.reduce((sum, count, id) => sum + count * network.channels[id], 0) * Float32Array.BYTES_PER_ELEMENT;
}

/** Frames of history that each signal needs for the ops that read it, by SignalId. */
export function historyFrames(network: Network): number[] {
  const frames = network.ops.map(() => 0);
  for (const op of network.ops) {
    for (const input of inputsOf(op)) frames[input] = Math.max(frames[input], lookbackOf(op));
  }
  return frames;
}

/** Which signals reach the output, by SignalId. */
export function liveSignals(network: Network): boolean[] {
  const live = network.ops.map(() => false);
  live[network.output] = true;
  for (let id = network.ops.length - 1; id >= 0; id--) {
    if (!live[id]) continue;
    for (const input of inputsOf(network.ops[id])) live[input] = true;
  }
  return live;
}

/** Which signals the recurrent ops that reach the output depend on, these ops themselves included; by SignalId. */
export function recurrentSources({ ops }: Network, live: readonly boolean[]): boolean[] {
  const sources = ops.map((op, id) => live[id] && isRecurrent(op));
  for (let id = ops.length - 1; id >= 0; id--) {
    if (sources[id]) for (const input of inputsOf(ops[id])) sources[input] = true;
  }
  return sources;
}

/** Frames of silence after which a recurrent network counts as at rest: half a second, as in the reference engine. */
export function recurrentPrewarmFrames(network: Network): number {
  return Math.round(network.sampleRate / 2);
}

/** Receptive field along the longest path from input to output, in frames, including the current one. */
function receptiveField(network: Network): number {
  return 1 + pathFrames(network, recurrentPrewarmFrames(network))[network.output];
}

/** Past frames along the longest path from the input to each signal, where a recurrent op stands for `recurrentFrames`. */
export function pathFrames({ ops }: Network, recurrentFrames: number): number[] {
  const reach = ops.map(() => 0);
  ops.forEach((op, id) => {
    const back = isRecurrent(op) ? recurrentFrames : lookbackOf(op);
    for (const input of inputsOf(op)) reach[id] = Math.max(reach[id], reach[input] + back);
  });
  return reach;
}
