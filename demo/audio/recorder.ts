import { AudioWorkletNode, GainNode, type IAudioContext, type IAudioNode } from 'standardized-audio-context';
import { loadDemoWorklet } from './demo-worklet.js';

/** How long to wait for the last samples. */
const LAST_ANSWER_MS = 500;

/** What is recorded: left and right of what is heard, and one channel of what goes in; of the same frames. */
export type RecordedBlock = readonly [left: Float32Array, right: Float32Array, dry: Float32Array];

/** A recording in progress. */
export interface Recorder {
  /** Ends it. Resolves when the last block was handed over. */
  stop(): Promise<void>;
}

/**
 * Records the outputs of two nodes, frame by frame at once, and hands over blocks of some hundredths of a second. Rejects where
 * the browser allows no worklet.
 */
export async function startRecorder(
  context: IAudioContext,
  { wet, dry }: { readonly wet: IAudioNode<IAudioContext>; readonly dry: IAudioNode<IAudioContext> },
  onBlock: (block: RecordedBlock) => void,
): Promise<Recorder> {
  await loadDemoWorklet(context);
  const node = new AudioWorkletNode!(context, 'demo-recorder', {
    numberOfInputs: 2,
    channelCount: 2,
    channelCountMode: 'explicit',
    outputChannelCount: [1],
  });
  const ended = new Promise<void>((resolve) => {
    node.port.onmessage = ({ data }: MessageEvent<RecordedBlock | null>) => {
      if (data === null) resolve();
      else onBlock(data);
    };
  });
  // standardized-audio-context only processes nodes that lead to the destination.
  const silence = new GainNode(context, { gain: 0 });
  node.connect(silence).connect(context.destination);
  wet.connect(node, 0, 0);
  dry.connect(node, 0, 1);
  return {
    stop: async () => {
      node.port.postMessage('stop');
      // If the context is suspended meanwhile, no answer comes.
      await Promise.race([ended, new Promise((resolve) => setTimeout(resolve, LAST_ANSWER_MS))]);
      wet.disconnect(node, 0, 0);
      dry.disconnect(node, 0, 1);
      silence.disconnect();
    },
  };
}
