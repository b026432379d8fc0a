import { createEngine } from '../../src/engine/engine-source.js';
import { type PrepareOptions, prepareEngine } from '../../src/engine/prepare.js';
import type { Engine } from '../../src/network/engine.js';
import type { Network } from '../../src/network/network.js';

/** An engine for a network, in its silence state. */
export async function engineFor(network: Network, options: PrepareOptions = {}): Promise<Engine> {
  return createEngine(await prepareEngine(network, options));
}

/** Sends audio through an engine in blocks of the given lengths, repeated in turn to the end. [channels][frames] */
export function runEngine(
  engine: Engine,
  input: readonly Float32Array[],
  blockFrames: readonly number[] = [128],
): Float32Array[] {
  const total = input[0].length;
  const output = Array.from({ length: engine.outputChannels }, () => new Float32Array(total));
  for (let start = 0, n = 0; start < total; n++) {
    const end = Math.min(start + blockFrames[n % blockFrames.length], total);
    engine.process(
      output.map((channel) => channel.subarray(start, end)),
      input.map((channel) => channel.subarray(start, end)),
      end - start,
    );
    start = end;
  }
  return output;
}

/** Largest magnitude of all channels; NaN if any sample is NaN. */
export function peakOf(channels: readonly Float32Array[]): number {
  let peak = 0;
  for (const channel of channels) {
    for (const sample of channel) if (!(Math.abs(sample) <= peak)) peak = Math.abs(sample);
  }
  return peak;
}

/** Largest difference between corresponding samples; NaN if any is NaN. */
export function largestDifference(a: readonly Float32Array[], b: readonly Float32Array[]): number {
  return peakOf(a.map((channel, c) => channel.map((sample, t) => sample - b[c][t])));
}
