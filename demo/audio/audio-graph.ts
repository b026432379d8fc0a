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
import { createDilatone, type Dilatone, type DilatoneInfo, type Model } from '../../src/index.js';
import { type AnalyserPair, HISTORY_FRAMES } from './live-signals.js';

/** What the knobs and the bypass button say. */
export interface SoundSettings {
  readonly driveDb: number;
  readonly levelDb: number;
  /** Wet share 0 … 1. */
  readonly mix: number;
  readonly bypassed: boolean;
}

const SPECTRUM_SMOOTHING = 0.72;

/**
 * All of the page's audio nodes:
 *
 *     sources ─▶ input ─▶ Dilatone ─▶ output ─▶ loudspeaker
 *                  └────────┐            │
 *                        merger ◀────────┘ ─▶ splitter ─▶ analysers
 *
 * Both analysers hang behind one merger, so that they are fed one right after the other and show the same instant: else
 * the dry one would be a render quantum ahead for as long as the network computes. Until there is a model, and when the
 * browser allows no worklet, input and output are connected directly.
 */
export class AudioGraph {
  readonly context: IAudioContext;
  /** Where sources connect to. */
  readonly input: IGainNode<IAudioContext>;
  readonly analysers: AnalyserPair;
  /** Called when the audio thread falls back to the dry sound. */
  onFault: (reason: string) => void = () => {};
  readonly #output: IGainNode<IAudioContext>;
  #dilatone: Dilatone<IAudioContext> | null = null;
  #settings: SoundSettings;
  #turn: Promise<unknown> = Promise.resolve();

  /** Call within a click or key press: browsers start no sound otherwise. The rate is a wish. */
  constructor(settings: SoundSettings, sampleRate: number) {
    this.#settings = settings;
    this.context = openContext(sampleRate);
    this.input = new GainNode(this.context, { channelCount: 1, channelCountMode: 'explicit' });
    this.#output = new GainNode(this.context);
    this.input.connect(this.#output);
    this.#output.connect(this.context.destination);
    this.analysers = connectAnalysers(this.context, this.input, this.#output);
  }

  /**
   * Lets a model run: the first replaces the direct connection, later ones are crossfaded into. Rejects with a
   * DilatoneError where it cannot run; what was heard goes on.
   */
  useModel(model: Model): Promise<DilatoneInfo> {
    // One after the other: a second model may come while the node for the first is still being made.
    const turn = this.#turn.then(() => this.#change(model));
    this.#turn = turn.catch(() => {});
    return turn;
  }

  apply(settings: SoundSettings): void {
    this.#settings = settings;
    if (!this.#dilatone) return;
    this.#dilatone.inputGainDb.value = settings.driveDb;
    this.#dilatone.outputGainDb.value = settings.levelDb;
    this.#dilatone.mix.value = settings.mix;
    if (this.#dilatone.bypass !== settings.bypassed) this.#dilatone.bypass = settings.bypassed;
  }

  async #change(model: Model): Promise<DilatoneInfo> {
    if (this.#dilatone) {
      await this.#dilatone.setModel(model);
      return this.#dilatone.info;
    }
    const dilatone = await createDilatone(this.context, { model });
    this.#dilatone = dilatone;
    this.apply(this.#settings);
    dilatone.on('fault', ({ reason }) => this.onFault(reason));
    this.input.connect(dilatone.node);
    dilatone.connect(this.#output);
    this.input.disconnect(this.#output);
    return dilatone.info;
  }
}

/** A context at the rate that models are made for; at the device's own where the browser cannot convert. */
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
  // standardized-audio-context feeds only what leads to the loudspeaker.
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
