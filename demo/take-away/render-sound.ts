import { type FileStore, type RigInfo, renderRig } from '../../src/rig/index.js';
import type { RenderRequest } from './render-protocol.js';
import { stereoOf } from './stereo-of.js';

/** What a gate or a compressor may still do after the last sample. */
const REST_SECONDS = 0.5;
/** Recurrent models remember without an end. */
const LONGEST_MODEL_SECONDS = 3;

/** A block that failed while a file was rendered. */
export class BrokenBlock extends Error {
  readonly block: string;

  constructor(block: string, reason: string) {
    super(reason);
    this.block = block;
  }
}

/**
 * Renders a sound as the page plays it, to the end of its tail: one channel where both would be the same. Rejects with a BrokenBlock if
 * one fails, and as `renderRig` does.
 */
export async function renderSound(
  { document, bypassed, channels, sampleRate }: Omit<RenderRequest, 'files'>,
  store: FileStore,
  onProgress: (share: number) => void = () => {},
): Promise<Float32Array[]> {
  const rig = bypassed ? { ...document, blocks: [], input: {}, output: {} } : document;
  const stereo = stereoOf(channels);
  const { info } = await renderRig(rig, [new Float32Array(0)], { sampleRate, store });
  const tailFrames = Math.ceil(tailSeconds(info) * sampleRate);
  const input = stereo.map((channel) => withTail(channel, tailFrames));
  const rendered = await renderRig(rig, input, { sampleRate, store, onRendered: onProgress });
  const [fault] = rendered.faults;
  if (fault) throw new BrokenBlock(fault.id, fault.reason);
  const [left, right] = rendered.channels;
  return left.every((sample, t) => sample === right[t]) ? [left] : [left, right];
}

/** How long a rig sounds after the last sample of its input. */
export function tailSeconds({ blocks }: RigInfo): number {
  return blocks.reduce((sum, { model, cabinet }) => {
    const modelSeconds = model ? model.receptiveField / model.sampleRate : 0;
    return sum + Math.min(LONGEST_MODEL_SECONDS, modelSeconds) + (cabinet?.seconds ?? 0);
  }, REST_SECONDS);
}

function withTail(channel: Float32Array, frames: number): Float32Array {
  const longer = new Float32Array(channel.length + frames);
  longer.set(channel);
  return longer;
}
