import { DilatoneError } from '../errors.js';
import { type NetworkFacts, networkFacts, recurrentPrewarmFrames } from '../network/facts.js';
import { isRecurrent, type Network } from '../network/network.js';

/** The most that a model file may ask for; what goes beyond is refused with a DilatoneError `limit`. */
export interface ModelLimits {
  /** Bytes of the file. */
  readonly fileBytes: number;
  /** Lists and objects in the file's JSON. */
  readonly objects: number;
  /** Lists and objects within one another. */
  readonly nesting: number;
  /** Models within a file: the file itself, submodels, and models that make a condition. */
  readonly models: number;
  /** Models within one another. */
  readonly modelNesting: number;
  /** Sizes to choose from. */
  readonly sizes: number;
  /** Numbers in a model's weights. */
  readonly weights: number;
  /** Layers of a stack. */
  readonly layers: number;
  /** Ops of a network that the file spells out. */
  readonly ops: number;
  /** Channels of all signals of a network together. */
  readonly signalChannels: number;
  /** Channels of any signal that the file names; a gated layer doubles them inside. */
  readonly channels: number;
  /** Taps of a convolution. */
  readonly kernelSize: number;
  /** Frames; no dilation may be longer either. */
  readonly receptiveField: number;
  /** Bytes of history that a running network keeps. */
  readonly stateBytes: number;
  /** Multiply-adds for each frame. */
  readonly macsPerFrame: number;
  /** Multiply-adds before the first frame: recurrent ops are run on half a second of silence. */
  readonly restMacs: number;
}

/**
 * Far above every model in use (the largest captures have 23 layers, 16 channels and 20 000 weights, the longest cabinet
 * responses 65 536 taps), and low enough that a page survives a model at all of these limits at once: the worst file is
 * refused, or the largest network built, in well under a second.
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
  restMacs: 2 ** 30,
};

/** The default limits, changed where the caller wants others; `Infinity` lifts a limit. */
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

/** Refuses a value above its limit: `config: expected at most 512 layers, got 1000`. */
export function expectAtMost(limit: number, what: string, value: number, where: string): void {
  if (!(value <= limit)) throw new DilatoneError('limit', where, `expected at most ${limit} ${what}, got ${value}`);
}

/**
 * Refuses a network that would need too much memory or work, else returns its facts. The graph holds no state yet, so
 * asking costs nothing.
 */
export function expectWithinLimits(network: Network, limits: ModelLimits, where: string): NetworkFacts {
  const facts = networkFacts(network);
  const channels = network.channels.reduce((sum, count) => sum + count, 0);
  expectAtMost(limits.signalChannels, 'channels of all signals', channels, where);
  expectAtMost(limits.receptiveField, 'frames of receptive field', facts.receptiveField, where);
  expectAtMost(limits.stateBytes, 'bytes of state', facts.stateBytes, where);
  expectAtMost(limits.macsPerFrame, 'multiply-adds per frame', facts.macsPerFrame, where);
  expectAtMost(limits.restMacs, 'multiply-adds to come to rest', restMacs(network), where);
  return facts;
}

/** Multiply-adds of the first recurrent op, and of all ops behind it, until they are taken to be at rest. */
function restMacs(network: Network): number {
  const first = network.start === 'zero' ? -1 : network.ops.findIndex(isRecurrent);
  const ops = first === -1 ? [] : network.ops.slice(first);
  const macs = ops.reduce((sum, op) => sum + ('weight' in op ? op.weight.length : 0), 0);
  return macs * recurrentPrewarmFrames(network);
}
