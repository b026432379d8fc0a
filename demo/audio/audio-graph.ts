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
import type { SlotName } from '../state.js';
import { AmpNode } from './amp-node.js';
import { CabinetNode } from './cabinet-node.js';
import { Ends } from './ends.js';
import { GateNode } from './gate-node.js';
import { type AnalyserPair, HISTORY_FRAMES } from './live-signals.js';
import type { SoundSettings } from './sound-settings.js';

const SPECTRUM_SMOOTHING = 0.72;

/**
 * The page's audio nodes:
 *
 *     sources ─▶ input ─▶ gate ─▶ dry ─┬▶ amp A ─┬▶ wet ─▶ cabinet ─▶ output ─▶ ends ─▶ loudspeaker
 *                                      ├▶ amp B ─┘                      │
 *                                      └────────────▶ merger ◀──────────┘ ─▶ splitter ─▶ analysers
 *
 * Both analysers are behind one merger, so that they are fed one right after the other and show the same instant.
 * Otherwise the dry one would be a render quantum ahead while the network computes.
 */
export class AudioGraph {
  readonly context: IAudioContext;
  /** Sources connect to it. */
  readonly input: IGainNode<IAudioContext>;
  /** The signal that goes to the loudspeaker, through the ends. */
  readonly output: IGainNode<IAudioContext>;
  readonly analysers: AnalyserPair;
  readonly amps: Readonly<Record<SlotName, AmpNode>>;
  readonly cabinet: CabinetNode;
  readonly gate: GateNode;
  readonly ends: Ends;
  #blend: number;

  /** Call within a click or key press: browsers start no sound otherwise. Some use another rate than `sampleRate`. */
  constructor(settings: SoundSettings, sampleRate: number) {
    this.context = openContext(sampleRate);
    const mono = () => new GainNode(this.context, { channelCount: 1, channelCountMode: 'explicit' });
    this.input = mono();
    this.output = new GainNode(this.context);
    const dry = mono();
    const wet = mono();
    this.gate = new GateNode(this.context, this.input, dry);
    this.amps = {
      a: new AmpNode(this.context, dry, wet, settings.amps.a, 1 - settings.blend),
      b: new AmpNode(this.context, dry, wet, settings.amps.b, settings.blend),
    };
    this.cabinet = new CabinetNode(this.context, wet, this.output);
    this.ends = new Ends(this.context, this);
    this.analysers = connectAnalysers(this.context, dry, this.output);
    this.#blend = settings.blend;
    this.gate.setThreshold(settings.gateDb);
  }

  apply({ amps, blend, gateDb }: SoundSettings): void {
    this.amps.a.apply(amps.a);
    this.amps.b.apply(amps.b);
    this.gate.setThreshold(gateDb);
    if (blend === this.#blend) return;
    this.#blend = blend;
    this.amps.a.fadeTo(1 - blend);
    this.amps.b.fadeTo(blend);
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
