import { DilatoneError } from '../errors.js';
import {
  memoryBytes,
  type NetworkFacts,
  networkFacts,
  operationsPerFrame,
  recurrentPrewarmFrames,
} from '../network/facts.js';
import { isRecurrent, type Network } from '../network/network.js';

/** Upper limits on what a model file may contain or require. A file above any of them is refused: DilatoneError `limit`. */
export interface ModelLimits {
  /** Size of the file in bytes. */
  readonly fileBytes: number;
  /** Lists and objects in the file's JSON, or messages in an ONNX file. */
  readonly objects: number;
  /** Depth of nested lists and objects. */
  readonly nesting: number;
  /** Models in one file: the outermost, submodels and condition models. */
  readonly models: number;
  /** Depth of nested models. */
  readonly modelNesting: number;
  /** Sizes to choose from in one model. */
  readonly sizes: number;
  /** Number of weights in one model. */
  readonly weights: number;
  /** Layers of a stack. */
  readonly layers: number;
  /** Ops of a native file, or nodes of an ONNX graph. */
  readonly ops: number;
  /** Channels of all signals in a network, added up. */
  readonly signalChannels: number;
  /** Channels of any one signal in the file; a gated layer doubles them inside. */
  readonly channels: number;
  /** Taps of a convolution. */
  readonly kernelSize: number;
  /** Receptive field in frames; also the limit of each dilation. */
  readonly receptiveField: number;
  /** Bytes of state that a running network keeps. */
  readonly stateBytes: number;
  /** Multiply-adds per frame. */
  readonly macsPerFrame: number;
  /** Additions and the like per frame, beside the multiply-adds; an activation counts as 16 of them, every op as 32 more. */
  readonly operationsPerFrame: number;
  /** Bytes of memory for the signals of a running network. */
  readonly memoryBytes: number;
  /** Multiply-adds of the prewarm, which runs recurrent ops on half a second of silence. */
  readonly restMacs: number;
  /** Additions and the like of the prewarm, as in `operationsPerFrame`. */
  readonly restOperations: number;
  /** Units of work from the file's numbers to the network: numbers read, and made from others; ops and what they compute. */
  readonly work: number;
}

/**
 * Far above every model in use: the largest captures have 23 layers, 16 channels and 20 000 weights, the longest cabinet
 * responses 65 536 taps. Low enough that a model at all limits at once does not hang the page: the worst file is refused,
 * and the largest network built, in well under a second.
 */
export const DEFAULT_LIMITS: ModelLimits = {
  fileBytes: 8 * 2 ** 20,
  objects: 2 ** 16,
  nesting: 64,
  models: 64,
  modelNesting: 4,
  sizes: 256,
  weights: 2 ** 18,
  layers: 256,
  ops: 4096,
  signalChannels: 2 ** 18,
  channels: 1024,
  kernelSize: 2 ** 16,
  receptiveField: 2 ** 20,
  stateBytes: 64 * 2 ** 20,
  macsPerFrame: 2 ** 18,
  operationsPerFrame: 2 ** 18,
  memoryBytes: 160 * 2 ** 20,
  restMacs: 2 ** 30,
  restOperations: 2 ** 29,
  work: 2 ** 24,
};

/**
 * Formats that state every signal (native, ONNX) may make them this many times wider than `ModelLimits.channels`, since the
 * layers of other formats widen inside, too.
 */
export const INNER_WIDTH = 4;

/** The default limits with the caller's changes; `Infinity` lifts a limit. Throws a RangeError unless all are positive. */
export function resolveLimits(changes: Partial<ModelLimits> = {}): ModelLimits {
  const limits: { -readonly [name in keyof ModelLimits]: number } = { ...DEFAULT_LIMITS };
  for (const name of Object.keys(DEFAULT_LIMITS) as (keyof ModelLimits)[]) {
    const limit = changes[name];
    if (limit === undefined) continue;
    if (!(limit > 0)) throw new RangeError(`limits.${name}: expected a positive number, got ${limit}`);
    limits[name] = limit;
  }
  return limits;
}

/** Throws a DilatoneError if a value exceeds its limit: `config: expected at most 512 layers, got 1000`. */
export function expectAtMost(limit: number, what: string, value: number, where: string): void {
  if (!(value <= limit)) throw new DilatoneError('limit', where, `expected at most ${limit} ${what}, got ${value}`);
}

/**
 * Returns the facts of a network, or throws a DilatoneError if running it would take too much memory or work. Allocates
 * none of that memory.
 */
export function expectWithinLimits(network: Network, limits: ModelLimits, where: string): NetworkFacts {
  const facts = networkFacts(network);
  const channels = network.channels.reduce((sum, count) => sum + count, 0);
  expectAtMost(limits.signalChannels, 'channels of all signals', channels, where);
  expectAtMost(limits.receptiveField, 'frames of receptive field', facts.receptiveField, where);
  expectAtMost(limits.stateBytes, 'bytes of state', facts.stateBytes, where);
  expectAtMost(limits.macsPerFrame, 'multiply-adds per frame', facts.macsPerFrame, where);
  expectAtMost(limits.operationsPerFrame, 'operations per frame', operationsPerFrame(network), where);
  expectAtMost(limits.memoryBytes, 'bytes of memory', memoryBytes(network), where);
  const { macs, operations } = restWork(network);
  expectAtMost(limits.restMacs, 'multiply-adds of the prewarm', macs, where);
  expectAtMost(limits.restOperations, 'operations of the prewarm', operations, where);
  return facts;
}

/** Work of the prewarm: that of the first recurrent op and all ops after it, for each of its frames. */
function restWork(network: Network): { macs: number; operations: number } {
  const first = network.ops.findIndex(isRecurrent);
  if (first < 0) return { macs: 0, operations: 0 };
  const frames = recurrentPrewarmFrames(network);
  const prewarmed = network.start === 'zero' ? [] : network.ops.slice(first);
  const macs = prewarmed.reduce((sum, op) => sum + ('weight' in op ? op.weight.length : 0), 0);
  return { macs: macs * frames, operations: operationsPerFrame(network, first) * frames };
}
