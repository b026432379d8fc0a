import { activateAll } from '../network/activation.js';
import { type ActivitySums, historySignals, type MeasuredHistory } from '../network/engine.js';
import { historyFrames } from '../network/facts.js';
import { type Conv1dOp, isRecurrent, type Network, type Op, type SignalId } from '../network/network.js';
import { createCell, type RecurrentCell } from '../network/recurrent-cell.js';
import { type NetworkState, silenceState, startState } from '../network/silence.js';
import { combine, copyChannels, forget, type Plane, rowOf } from './plane.js';

/** Frames per pass over the ops; longer blocks are split. */
const BLOCK_FRAMES = 128;

/** Mask of a block that does not wrap. */
const WHOLE = -1;

/**
 * Runs a Network op by op in plain TypeScript: slow and obvious. Sums are accumulated in double precision and stored as
 * float32. Its methods are those of `Engine`.
 */
export class Interpreter {
  readonly kind = 'interpreter';
  readonly inputChannels: number;
  readonly outputChannels: number;
  readonly histories: readonly SignalId[];
  readonly #network: Network;
  readonly #planes: readonly Plane[];
  readonly #start: NetworkState;
  readonly #measured: readonly MeasuredHistory[];
  #sums: ActivitySums | null = null;
  /** Number of the block's first frame in the stream. */
  #position = 0;
  readonly #cells: ReadonlyMap<SignalId, RecurrentCell>;
  /** One channel of a block, in double precision. */
  readonly #values = new Float64Array(BLOCK_FRAMES);
  /** One frame of a recurrent op's input. */
  readonly #frame: Float64Array;

  constructor(network: Network) {
    this.#network = network;
    this.inputChannels = network.channels[0];
    this.outputChannels = network.channels[network.output];
    this.histories = historySignals(network);
    const silence = silenceState(network);
    this.#start = startState(network, silence);
    this.#planes = historyFrames(network).map((history, id) => {
      const channels = network.channels[id];
      const stride = history + BLOCK_FRAMES;
      return { data: new Float32Array(channels * stride), channels, history, stride };
    });
    this.#measured = this.histories.map((id) => {
      const { data, history, stride } = this.#planes[id];
      return { data, row: history, stride, mask: WHOLE, silence: silence.signals[id] };
    });
    this.#cells = new Map(network.ops.flatMap((op, id) => (isRecurrent(op) ? [[id, createCell(op)]] : [])));
    this.#frame = new Float64Array(Math.max(...network.channels));
    this.reset();
  }

  /** @realtime */
  measure(sums: ActivitySums | null): void {
    this.#sums = sums;
  }

  /** @realtime */
  reset(): void {
    this.#position = 0;
    for (let id = 0; id < this.#planes.length; id++) {
      const { data, channels, stride } = this.#planes[id];
      const values = this.#start.signals[id];
      for (let c = 0; c < channels; c++) data.fill(values[c], c * stride, (c + 1) * stride);
      const state = this.#start.cells.get(id);
      if (state) this.#cells.get(id)?.restore(state.hidden, state.cell);
    }
  }

  /** @realtime */
  startAt(frame: number): void {
    this.#position = frame;
  }

  /** @realtime */
  copyState(from: this): void {
    this.#position = from.#position;
    for (let id = 0; id < this.#planes.length; id++) {
      this.#planes[id].data.set(from.#planes[id].data);
      const cell = from.#cells.get(id);
      if (cell) this.#cells.get(id)?.restore(cell.hidden, cell.cell);
    }
  }

  /** @realtime */
  hasStateOf(other: this): boolean {
    for (let id = 0; id < this.#planes.length; id++) {
      if (!equal(this.#planes[id].data, other.#planes[id].data)) return false;
      const cell = this.#cells.get(id);
      const others = other.#cells.get(id);
      if (cell && others && !(equal(cell.hidden, others.hidden) && equal(cell.cell, others.cell))) return false;
    }
    return true;
  }

  /** @realtime */
  process(output: readonly Float32Array[], input: readonly Float32Array[], frames: number): void {
    const ops = this.#network.ops;
    const planes = this.#planes;
    const x = planes[0];
    const y = planes[this.#network.output];
    for (let start = 0; start < frames; start += BLOCK_FRAMES) {
      const count = Math.min(BLOCK_FRAMES, frames - start);
      for (let c = 0; c < x.channels; c++) {
        const row = rowOf(x, c);
        for (let t = 0; t < count; t++) x.data[row + t] = input[c][start + t];
      }
      for (let id = 1; id < ops.length; id++) this.#run(id, planes[id], count);
      for (let c = 0; c < y.channels; c++) {
        const row = rowOf(y, c);
        for (let t = 0; t < count; t++) output[c][start + t] = y.data[row + t];
      }
      if (this.#sums !== null) this.#sums.add(this.#measured, this.#position, 0, count);
      this.#position = (this.#position + count) | 0;
      for (let id = 0; id < planes.length; id++) forget(planes[id], count);
    }
  }

  /** Computes one block of one op. @realtime */
  #run(id: SignalId, y: Plane, frames: number): void {
    const planes = this.#planes;
    const op: Op = this.#network.ops[id];
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
        runCell(this.#cells.get(id), y, planes[op.input], frames, this.#frame);
    }
  }
}

/** @realtime */
function equal(a: Float32Array | Float64Array, b: Float32Array | Float64Array): boolean {
  for (let n = 0; n < a.length; n++) if (a[n] !== b[n]) return false;
  return true;
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
