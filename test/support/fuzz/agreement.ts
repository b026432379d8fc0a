import { compileNetwork } from '../../../src/compiler/compile.js';
import { createEngine } from '../../../src/engine/engine-source.js';
import { networkFacts, recurrentPrewarmFrames } from '../../../src/network/facts.js';
import { isRecurrent, type Network, type Op } from '../../../src/network/network.js';
import { largestDifference, peakOf, runEngine } from '../run-engine.js';
import { Random } from './random.js';

/**
 * What comparing both engines told. `chaotic` and `notFinite`: there is nothing to compare. `heavy`: the interpreter would take
 * too long.
 */
export type Agreement =
  | { readonly verdict: 'agree' | 'chaotic' | 'notFinite' | 'heavy' }
  | { readonly verdict: 'differ'; readonly difference: number; readonly allowed: number };

const FRAMES = 160;
const BLOCK_FRAMES = [1, 17, 128];
/** Multiply-adds, ops and prewarm included, that the interpreter is given for one run. */
const MOST_WORK = 6e6;

/** Relative size of the disturbances: two units in the last place of a float32. */
const DISTURBANCE = 2 ** -22;
/** The same of what is added: of a signal that is exactly zero in one engine, the other may leave a rest. */
const ADDED = 2 ** -30;
const DISTURBED_RUNS = 24;
/** A network that amplifies disturbances to this share of its peak is chaotic. */
const CHAOS = 1e-3;
/** Both engines approximate; what they may differ by is this share of the peak, and what disturbances do, times a factor. */
const ALLOWED_SHARE = 1e-5;
const ALLOWED_SPREADS = 16;

/**
 * Compares the compiled network with the interpreted one on some frames of silence and sound.
 *
 * Rounding differs between both, and a network may amplify any difference. How much it does is measured: every signal is
 * multiplied by random factors within 1 ± 2⁻²², as are the weights of recurrent ops, up to 2⁻³⁰ is added, and the interpreter runs again. The largest change
 * of its output is the spread. Where sums inside could exceed float32, which a bounded function may hide, the result is not
 * finite, either. Above 1e-3 of the peak the network counts as chaotic; else the engines may differ by 1e-5 of the
 * peak (of 1 if that is higher) and 16 times the spread.
 */
export function compareEngines(network: Network, seed: number): Agreement {
  if (workOf(network) > MOST_WORK) return { verdict: 'heavy' };
  const input = inputFor(network.channels[0]);
  const compiled = runEngine(createEngine({ kind: 'bytes', program: compileNetwork(network) }), input, BLOCK_FRAMES);
  const interpreted = interpret(network, input);
  const peak = Math.max(1, peakOf(interpreted));
  if (!Number.isFinite(peak) || !Number.isFinite(peakOf(compiled))) return { verdict: 'notFinite' };
  const difference = largestDifference(compiled, interpreted);
  if (difference <= ALLOWED_SHARE * peak) return { verdict: 'agree' };
  if (mayOverflow(network, input)) return { verdict: 'notFinite' };
  const random = new Random(seed);
  let spread = 0;
  for (let n = 0; n < DISTURBED_RUNS; n++) {
    const change = largestDifference(interpret(disturbed(network, random), input), interpreted);
    if (!(change <= CHAOS * peak)) return { verdict: 'chaotic' };
    spread = Math.max(spread, change);
  }
  const allowed = ALLOWED_SHARE * peak + ALLOWED_SPREADS * spread;
  return difference <= allowed ? { verdict: 'agree' } : { verdict: 'differ', difference, allowed };
}

function interpret(network: Network, input: readonly Float32Array[]): Float32Array[] {
  return runEngine(createEngine({ kind: 'interpreter', network }), input, BLOCK_FRAMES);
}

/** Whether a sum or product inside could exceed float32: the compiler adds in float32, the interpreter in double precision. */
function mayOverflow(network: Network, input: readonly Float32Array[]): boolean {
  const ids = [...network.ops.keys()];
  const width = network.channels.reduce((sum, count) => sum + count, 0);
  const all: Network = {
    ...network,
    ops: [...network.ops, { kind: 'concat', inputs: ids }],
    channels: [...network.channels, width],
    output: ids.length,
  };
  const signals = interpret(all, input);
  let first = 0;
  const peaks = network.channels.map((count) => {
    const peak = peakOf(signals.slice(first, first + count));
    first += count;
    return Number.isFinite(peak) ? peak : Number.POSITIVE_INFINITY;
  });
  return network.ops.some((op) => boundOf(op, peaks) > MOST_FLOAT32);
}

const MOST_FLOAT32 = 3.4e38;

/** What the sums and products of an op cannot exceed, by the peaks of its inputs. */
function boundOf(op: Op, peaks: readonly number[]): number {
  switch (op.kind) {
    case 'conv1d':
    case 'lstm':
    case 'gru': {
      const rows = op.kind === 'conv1d' ? op.outChannels : op.bias.length;
      const columns = op.weight.length / rows;
      const weights = Array.from({ length: rows }, (_, row) =>
        op.weight.subarray(row * columns, (row + 1) * columns).reduce((sum, w) => sum + Math.abs(w), 0),
      );
      return Math.max(1, peaks[op.input]) * Math.max(...weights);
    }
    case 'add':
      return op.inputs.reduce((sum, id) => sum + peaks[id], 0);
    case 'multiply':
      return op.inputs.reduce((product, id) => product * Math.max(1, peaks[id]), 1);
    default:
      return 0;
  }
}

/** Silence, then a sine, then noise, up to full scale. */
function inputFor(channels: number): Float32Array[] {
  const random = new Random(1);
  return Array.from({ length: channels }, (_, c) =>
    Float32Array.from({ length: FRAMES }, (_, t) => {
      const noise = 2 * random.unit() - 1;
      return t < 10 ? 0 : t < 80 ? 0.8 * Math.sin(0.3 * (t + c)) : noise;
    }),
  );
}

/** Multiply-adds and plain operations of a run, prewarm included. */
function workOf(network: Network): number {
  const channels = network.channels.reduce((sum, count) => sum + count, 0);
  const prewarm = network.ops.some(isRecurrent) ? recurrentPrewarmFrames(network) : 0;
  return (networkFacts(network).macsPerFrame + 4 * channels) * (FRAMES + prewarm);
}

/** The network with a factor near 1 behind every op, and on every weight of a recurrent op. */
function disturbed(network: Network, random: Random): Network {
  const factors = (length: number) => random.numbers(length, DISTURBANCE).map((value) => 1 + value);
  const ops: Op[] = [];
  const channels: number[] = [];
  /** The disturbed signal of each op. */
  const ids: number[] = [];
  for (const [id, op] of network.ops.entries()) {
    ops.push(withInputs(isRecurrent(op) ? shaken(op, factors, random) : op, ids));
    ops.push({
      kind: 'conv1d',
      input: ops.length - 1,
      outChannels: network.channels[id],
      kernelSize: 1,
      dilation: 1,
      groups: network.channels[id],
      weight: factors(network.channels[id]),
      bias: random.numbers(network.channels[id], ADDED),
    });
    channels.push(network.channels[id], network.channels[id]);
    ids.push(ops.length - 1);
  }
  return { ...network, ops, channels, output: ids[network.output] };
}

function shaken<RecurrentOp extends { readonly weight: Float32Array; readonly bias: Float32Array }>(
  op: RecurrentOp,
  factors: (length: number) => Float32Array,
  random: Random,
): RecurrentOp {
  const times = (values: Float32Array): Float32Array => {
    const by = factors(values.length);
    return values.map((value, n) => value * by[n]);
  };
  const columns = op.weight.length / op.bias.length;
  // What is added to the state and the input comes to the gates through their weights.
  const added = random.numbers(op.bias.length, ADDED).map((value, row) => {
    return value * op.weight.subarray(row * columns, (row + 1) * columns).reduce((sum, w) => sum + Math.abs(w), 0);
  });
  return { ...op, weight: times(op.weight), bias: times(op.bias).map((value, row) => value + added[row]) };
}

function withInputs(op: Op, ids: readonly number[]): Op {
  if (op.kind === 'input') return op;
  if ('inputs' in op) return { ...op, inputs: op.inputs.map((id) => ids[id]) };
  return { ...op, input: ids[op.input] };
}
