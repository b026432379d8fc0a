import { AudioWorkletNode, GainNode, type IAudioContext, type IAudioNode } from 'standardized-audio-context';
import { loadDemoWorklet } from './demo-worklet.js';

/** How long to wait for the last samples. */
const LAST_ANSWER_MS = 500;

/** A recording in progress. */
export interface Recording {
  /** Ends the recording and resolves with all of its samples. */
  stop(): Promise<Float32Array<ArrayBuffer>>;
}

/** Records the output of a node in mono. Rejects where the browser allows no worklet. */
export async function startRecording(context: IAudioContext, source: IAudioNode<IAudioContext>): Promise<Recording> {
  await loadDemoWorklet(context);
  const node = new AudioWorkletNode!(context, 'demo-recorder', {
    channelCount: 1,
    channelCountMode: 'explicit',
    outputChannelCount: [1],
  });
  const blocks: Float32Array[] = [];
  const ended = new Promise<void>((resolve) => {
    node.port.onmessage = ({ data }: MessageEvent<Float32Array | null>) => {
      if (data === null) resolve();
      else blocks.push(data);
    };
  });
  // standardized-audio-context only processes nodes that lead to the destination.
  const silence = new GainNode(context, { gain: 0 });
  node.connect(silence).connect(context.destination);
  source.connect(node);
  return {
    stop: async () => {
      node.port.postMessage('stop');
      // If the context is suspended meanwhile, no answer comes.
      await Promise.race([ended, new Promise((resolve) => setTimeout(resolve, LAST_ANSWER_MS))]);
      source.disconnect(node);
      silence.disconnect();
      return joined(blocks);
    },
  };
}

function joined(blocks: readonly Float32Array[]): Float32Array<ArrayBuffer> {
  const samples = new Float32Array(blocks.reduce((frames, block) => frames + block.length, 0));
  let start = 0;
  for (const block of blocks) {
    samples.set(block, start);
    start += block.length;
  }
  return samples;
}
