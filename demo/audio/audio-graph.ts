import {
  AnalyserNode,
  AudioContext,
  ChannelMergerNode,
  ChannelSplitterNode,
  GainNode,
  type IAudioContext,
  type IAudioNode,
  type IGainNode,
} from 'standardized-audio-context';
import { Ends } from './ends.js';
import { type AnalyserPair, HISTORY_FRAMES } from './live-signals.js';
import { RigNode } from './rig-node.js';

const SPECTRUM_SMOOTHING = 0.72;

/**
 * The page's audio nodes:
 *
 *     sources ─▶ input ─┬▶ rig ─▶ output ─┬▶ ends ─▶ loudspeaker
 *                       └──▶ merger ◀─────┘
 *                              └─▶ splitter ─▶ analysers
 *
 * Both analysers are behind one merger, so that they are fed one right after the other and show the same instant.
 * Otherwise the dry one would be a render quantum ahead while the network computes.
 */
export class AudioGraph {
  readonly context: IAudioContext;
  /** Sources connect to it: mono or stereo. */
  readonly input: IGainNode<IAudioContext>;
  /** What the rig makes of it: what is recorded, and goes to the loudspeaker through the ends. */
  readonly output: IGainNode<IAudioContext>;
  readonly analysers: AnalyserPair;
  readonly rigNode: RigNode;
  readonly ends: Ends;

  /** Call within a click or key press: browsers start no sound otherwise. Some use another rate than `sampleRate`. */
  constructor(sampleRate: number) {
    this.context = openContext(sampleRate);
    this.input = new GainNode(this.context, { channelCount: 2, channelCountMode: 'clamped-max' });
    this.output = new GainNode(this.context);
    this.rigNode = new RigNode(this.context, this.input, this.output);
    this.ends = new Ends(this.context, this);
    this.analysers = connectAnalysers(this.context, this.input, this.output);
  }
}

/** A context at the given rate; at the device's own rate where the browser cannot convert. */
function openContext(sampleRate: number): IAudioContext {
  try {
    return new AudioContext({ latencyHint: 'interactive', sampleRate });
  } catch {
    return new AudioContext({ latencyHint: 'interactive' });
  }
}

function connectAnalysers(
  context: IAudioContext,
  input: IAudioNode<IAudioContext>,
  output: IAudioNode<IAudioContext>,
): AnalyserPair {
  const merger = new ChannelMergerNode(context, { numberOfInputs: 2 });
  const splitter = new ChannelSplitterNode(context, { numberOfOutputs: 2 });
  input.connect(merger, 0, 0);
  output.connect(merger, 0, 1);
  merger.connect(splitter);
  // standardized-audio-context only processes nodes that lead to the destination.
  const silence = new GainNode(context, { gain: 0 });
  silence.connect(context.destination);
  const analyser = (channel: number) => {
    const node = new AnalyserNode(context, {
      fftSize: HISTORY_FRAMES,
      smoothingTimeConstant: SPECTRUM_SMOOTHING,
      channelCount: 1,
    });
    splitter.connect(node, channel, 0);
    node.connect(silence);
    return node;
  };
  return { dry: analyser(0), wet: analyser(1), sampleRate: context.sampleRate };
}
