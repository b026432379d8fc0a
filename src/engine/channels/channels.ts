import { DilatoneError } from '../../errors.js';
import type { Network } from '../../network/network.js';
import type { UnsharedFloat32Array } from '../../network/unshared.js';

/** How many channels go in and come out: of an engine, or of a node. */
export interface ChannelLayout {
  /** Channels that go in. */
  readonly inputChannels: number;
  /** Channels that come out. */
  readonly outputChannels: number;
}

/** The channels of a network. */
export function layoutOf(network: Network): ChannelLayout {
  return { inputChannels: network.channels[0], outputChannels: network.channels[network.output] };
}

/** Whether a network processes one channel by itself, so that several of it can stand side by side. */
export function isMono({ inputChannels, outputChannels }: ChannelLayout): boolean {
  return inputChannels === 1 && outputChannels === 1;
}

/**
 * How many engines a node needs for a network: one for all channels, or one per channel for a mono network. Throws a
 * DilatoneError `unsupported` where the network does not fit the node.
 */
export function engineCount(network: ChannelLayout, node: ChannelLayout): number {
  const { inputChannels, outputChannels } = node;
  if (isMono(network) && inputChannels === outputChannels) return inputChannels;
  if (network.inputChannels === inputChannels && network.outputChannels === outputChannels) return 1;
  const expected = `expected a network of ${inputChannels} in and ${outputChannels} out`;
  const got = `got ${network.inputChannels} in and ${network.outputChannels} out`;
  throw new DilatoneError('unsupported', 'channels', `${expected}, ${got}`);
}

/** Audio of several channels, one array per channel. */
export type Planes = readonly Float32Array[];

/** Silent planes. */
export function createPlanes(channels: number, frames: number): UnsharedFloat32Array[] {
  return Array.from({ length: channels }, () => new Float32Array(frames));
}

/** Copies frames; a whole array, the usual case, at once. @realtime */
export function copyFrames(
  to: Float32Array,
  toStart: number,
  from: Float32Array,
  fromStart: number,
  frames: number,
): void {
  if (frames === from.length) to.set(from, toStart);
  else for (let t = 0; t < frames; t++) to[toStart + t] = from[fromStart + t];
}

/** Whether no sample of every channel's first frames is beyond ±`most`, or no number. @realtime */
export function allWithin(most: number, planes: Planes, frames: number): boolean {
  for (let c = 0; c < planes.length; c++) {
    const plane = planes[c];
    for (let t = 0; t < frames; t++) if (!(Math.abs(plane[t]) <= most)) return false;
  }
  return true;
}
