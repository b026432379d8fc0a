import { activateAll } from '../network/activation.js';
import { historyFrames } from '../network/facts.js';
import { type Conv1dOp, isRecurrent, type Network, type Op, type SignalId } from '../network/network.js';
import { createCell, type RecurrentCell } from '../network/recurrent-cell.js';
import { combine, copyChannels, forget, type Plane, rowOf } from './plane.js';

/** Most frames of one block. */
export const BLOCK_FRAMES = 128;

/** The signals of a network in memory, and the ops that compute them, block by block and op by op. */
export class Graph {
  /** By SignalId; those of signals that are not used are empty. */
  readonly planes: readonly Plane[];
  readonly cells: ReadonlyMap<SignalId, RecurrentCell>;
  readonly #ops: readonly Op[];
  /** The ops that run, in order; all but the input's. */
  readonly #order: readonly SignalId[];
  /** One channel of a block, in double precision. */
  readonly #values = new Float64Array(BLOCK_FRAMES);
  /** One frame of a recurrent op's input. */
  readonly #frame: Float64Array;

  /** `used` says by SignalId which ops run; what one of them reads must run, too. */
  constructor(network: Network, used: readonly boolean[]) {
    const { ops } = network;
    this.#ops = ops;
    this.#order = [...ops.keys()].filter((id) => id > 0 && used[id]);
    this.planes = historyFrames(network).map((history, id) => {
      const channels = used[id] || id === 0 ? network.channels[id] : 0;
      const stride = history + BLOCK_FRAMES;
      return { data: new Float32Array(channels * stride), channels, history, stride };
    });
    this.cells = new Map(
      this.#order.flatMap((id) => {
        const op = ops[id];
        return isRecurrent(op) ? [[id, createCell(op)]] : [];
      }),
    );
    this.#frame = new Float64Array(network.channels.reduce((most, channels) => Math.max(most, channels), 0));
  }

  /** Computes all signals of one block from the input's. @realtime */
  run(frames: number): void {
    const order = this.#order;
    for (let n = 0; n < order.length; n++) this.#runOp(order[n], frames);
  }

  /** Moves on by the frames of the block. @realtime */
  forget(frames: number): void {
    for (let id = 0; id < this.planes.length; id++) forget(this.planes[id], frames);
  }

  /**
   * Fills every signal with what endless silence leaves, by the ops' own arithmetic: each runs for one frame on the constants
   * of those before it. Recurrent ops stay in their states. @realtime
   */
  rest(): void {
    const { planes, cells } = this;
    const order = this.#order;
    planes[0].data.fill(0);
    for (let n = 0; n < order.length; n++) {
      const id = order[n];
      const y = planes[id];
      const cell = cells.get(id);
      if (cell === undefined) this.#runOp(id, 1);
      else for (let c = 0; c < y.channels; c++) y.data[rowOf(y, c)] = cell.hidden[c];
      const { data, channels, stride } = y;
      for (let c = 0; c < channels; c++) data.fill(data[rowOf(y, c)], c * stride, (c + 1) * stride);
    }
  }

  /** Computes one block of one op. @realtime */
  #runOp(id: SignalId, frames: number): void {
    const planes = this.planes;
    const y = planes[id];
    const op = this.#ops[id];
    switch (op.kind) {
      case 'conv1d':
        convolve(op, y, planes[op.input], frames, this.#values);
        break;
      case 'activation': {
        const x = planes[op.input];
        const values = this.#values;
        for (let c = 0; c < y.channels; c++) {
          const from = rowOf(x, c);
          const to = rowOf(y, c);
          for (let t = 0; t < frames; t++) values[t] = x.data[from + t];
          activateAll(op.activation, values, frames, c);
          for (let t = 0; t < frames; t++) y.data[to + t] = values[t];
        }
        break;
      }
      case 'add':
      case 'multiply':
        copyChannels(y, 0, planes[op.inputs[0]], 0, y.channels, frames);
        for (let n = 1; n < op.inputs.length; n++) combine(op.kind, y, planes[op.inputs[n]], frames);
        break;
      case 'slice':
        copyChannels(y, 0, planes[op.input], op.start, op.channels, frames);
        break;
      case 'concat': {
        let channel = 0;
        for (let n = 0; n < op.inputs.length; n++) {
          const x = planes[op.inputs[n]];
          copyChannels(y, channel, x, 0, x.channels, frames);
          channel += x.channels;
        }
        break;
      }
      case 'lstm':
      case 'gru':
        runCell(this.cells.get(id), y, planes[op.input], frames, this.#frame);
    }
  }
}

/**
 * Causal dilated convolution of one block; see `Conv1dOp` for the equation. `sums` is a scratch buffer of one block.
 *
 * @realtime
 */
function convolve(op: Conv1dOp, y: Plane, x: Plane, frames: number, sums: Float64Array): void {
  const { weight, bias, kernelSize, dilation, groups } = op;
  const groupIn = x.channels / groups;
  const groupOut = y.channels / groups;
  let w = 0;
  for (let o = 0; o < y.channels; o++) {
    const firstIn = Math.floor(o / groupOut) * groupIn;
    const first = bias ? bias[o] : 0;
    for (let t = 0; t < frames; t++) sums[t] = first;
    for (let i = 0; i < groupIn; i++) {
      const row = rowOf(x, firstIn + i);
      for (let k = 0; k < kernelSize; k++) {
        const from = row - (kernelSize - 1 - k) * dilation;
        const tap = weight[w++];
        for (let t = 0; t < frames; t++) sums[t] += tap * x.data[from + t];
      }
    }
    const to = rowOf(y, o);
    for (let t = 0; t < frames; t++) y.data[to + t] = sums[t];
  }
}

/** Runs a recurrent op frame by frame. `frame` is a scratch buffer of one frame. @realtime */
function runCell(cell: RecurrentCell | undefined, y: Plane, x: Plane, frames: number, frame: Float64Array): void {
  if (!cell) return;
  for (let t = 0; t < frames; t++) {
    for (let c = 0; c < x.channels; c++) frame[c] = x.data[rowOf(x, c) + t];
    cell.step(frame);
    for (let c = 0; c < y.channels; c++) y.data[rowOf(y, c) + t] = cell.hidden[c];
  }
}
