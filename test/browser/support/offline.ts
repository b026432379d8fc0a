import * as standardized from 'standardized-audio-context';
import { createDilatone, type DilatoneOptions } from '../../../src/index.js';

/** The kinds of contexts that can render offline. */
export type ContextKind = 'native' | 'standardized-audio-context';

/** A context of either kind: what the tests use of it is the same, though the types are not. */
export function offlineContext(
  kind: ContextKind,
  channels: number,
  frames: number,
  sampleRate = 48_000,
): OfflineAudioContext {
  const options = { numberOfChannels: channels, length: frames, sampleRate };
  if (kind === 'native') return new OfflineAudioContext(options);
  return new standardized.OfflineAudioContext(options) as unknown as OfflineAudioContext;
}

/** Plays channels of sound into a node that runs a model, and gives what comes out of it. */
export async function renderThroughNode(
  context: OfflineAudioContext,
  channels: readonly Float32Array<ArrayBuffer>[],
  options: DilatoneOptions,
): Promise<Float32Array[]> {
  const dilatone = await createDilatone(context, options);
  playInto(context, dilatone.node, channels);
  dilatone.connect(context.destination);
  const rendered = await context.startRendering();
  dilatone.dispose();
  return channels.map((_, c) => rendered.getChannelData(c));
}

/** Starts a source that plays these channels once. */
export function playInto(
  context: BaseAudioContext,
  node: AudioNode,
  channels: readonly Float32Array<ArrayBuffer>[],
  startSeconds = 0,
): AudioBufferSourceNode {
  const buffer = context.createBuffer(channels.length, channels[0].length, context.sampleRate);
  for (const [c, channel] of channels.entries()) buffer.copyToChannel(channel, c);
  const source = context.createBufferSource();
  source.buffer = buffer;
  source.connect(node);
  source.start(startSeconds);
  return source;
}
