import type { MultiplyAdd } from '../../compiler/program.js';
import { type ChannelLayout, engineCount, isMono, layoutOf } from '../../engine/channels/channel-layout.js';
import type { EngineSource } from '../../engine/engine-source.js';
import { DilatoneError } from '../../errors.js';
import { PROCESSOR_NAME, type ProcessorOptions } from '../../live/protocol.js';
import { expectModel, type Model, type NetworkChoice } from '../../model/model.js';
import type { EngineKind } from '../../network/engine.js';
import type { Network } from '../../network/network.js';
import { formsOf, ProcessorLink } from '../link/processor-link.js';
import { registerWorklet } from '../link/register-worklet.js';
import { type AnyAudioContext, findHost, isOffline, type WorkletHost } from '../link/worklet-host.js';
import { realtimeShare } from './catch-up-speed.js';
import { Dilatone } from './dilatone.js';
import { fastestMultiplyAdd } from './fastest-multiply-add.js';
import { liveResampling, prepareLiveEngine } from './live-engine.js';

/** How to make a node. */
export interface DilatoneOptions extends NetworkChoice {
  /** What to play: what `loadModel` resolves with. */
  readonly model: Model;
  /**
   * Audio channels; default 1. A model of one input and one output processes each of them by itself, those that carry the
   * same sound at the cost of one; any other model fixes their number.
   *
   * `auto` takes mono and stereo as they come: the node has two channels, costs as much as one while its input is mono, and
   * changes between the two without a click. An input of more channels is mixed down to two.
   */
  readonly channels?: number | 'auto';
  /** Default `auto`: compiled, or interpreted where WebAssembly is missing or forbidden, in the page or its audio thread. */
  readonly engine?: EngineKind | 'auto';
  /**
   * How compiled models add up products. `plain` rounds each product and each sum: the same output, bit for bit, on every
   * machine. `relaxed` rounds as the processor prefers, which makes some a quarter faster and moves the output by about a
   * millionth; it means `plain` where the browser lacks relaxed SIMD. Default `auto`: what is faster here, measured once in a
   * page, in realtime contexts; `plain` in offline contexts.
   */
  readonly multiplyAdd?: MultiplyAdd | 'auto';
  /**
   * Whether a model made for another rate than the context's runs at its own, between two resamplers; default true. They
   * add a few milliseconds of latency, which `info.latencyFrames` tells. Without them it runs at the context's rate, and
   * sounds different.
   */
  readonly resample?: boolean;
  /**
   * Whether a model of several sizes gives way to its next smaller one while the audio thread cannot keep up; default
   * false. The event `stepDown` tells; `setModel` goes back.
   */
  readonly stepDown?: boolean;
  /** Address of the file `dilatone/worklet`, for pages that allow no Blob scripts. */
  readonly workletUrl?: URL | string;
  /** Replaces the worklet functions that belong to the context; for unusual contexts, and tests. */
  readonly host?: WorkletHost;
}

/**
 * Makes a node that runs a model, in any context: native, standardized-audio-context's or Tone's, realtime or offline.
 * Resolves when the audio thread is ready, so that an offline rendering is processed from its first frame on.
 *
 * Rejects with a DilatoneError `worklet` where the browser allows no audio worklet.
 */
export async function createDilatone<Context extends AnyAudioContext>(
  context: Context,
  options: DilatoneOptions,
): Promise<Dilatone<Context>> {
  const { model, size, tanh, controls, engine = 'auto', resample = true, stepDown = false, workletUrl } = options;
  expectModel(model);
  const network = model.network({ size, tanh, controls });
  const layout = layoutFor(network, options.channels);
  const host = options.host ?? (await findHost(context));
  const resampling = resample ? liveResampling(context.sampleRate, network.sampleRate) : null;
  const compiling = { engine, multiplyAdd: await multiplyAddFor(context, options) };
  const [prepared] = await Promise.all([
    prepareLiveEngine(network, compiling),
    registerWorklet(context, host, workletUrl),
  ]);
  const interpreted: EngineSource[] = engine === 'auto' ? [{ kind: 'interpreter', network }] : [];
  const forms = [...formsOf(prepared.source), ...interpreted];
  const { node, link, source } = await startProcessor(host, forms, { layout, resampling });
  // Where the audio thread cannot compile, the models to come are interpreted, too.
  const isInterpreted = source.kind === 'interpreter';
  const framesPerMs = isInterpreted ? Number.NaN : prepared.framesPerMs;
  return new Dilatone({
    node,
    link,
    context,
    layout,
    engine,
    compiling: isInterpreted ? { ...compiling, engine: 'interpreter' } : compiling,
    resample,
    stepDown,
    choice: { size, tanh, controls },
    running: { model, network, source, resampling },
    share: realtimeShare(framesPerMs, network.sampleRate, engineCount(layoutOf(network), layout)),
  });
}

/** Renderings are the same on every machine; what is heard at once is worth a look at this one. */
async function multiplyAddFor(
  context: AnyAudioContext,
  { engine, multiplyAdd = 'auto' }: DilatoneOptions,
): Promise<MultiplyAdd> {
  if (multiplyAdd !== 'auto') return multiplyAdd;
  return engine === 'interpreter' || isOffline(context) ? 'plain' : fastestMultiplyAdd();
}

/** The node's channels for its first network. */
function layoutFor(network: Network, channels: number | 'auto' | undefined): ChannelLayout {
  const own = layoutOf(network);
  if (channels === undefined) return own;
  if (channels === 'auto') return isMono(own) ? STEREO : own;
  if (!(Number.isInteger(channels) && channels >= 1 && channels <= MOST_CHANNELS)) {
    throw new RangeError(`channels: expected an integer from 1 to ${MOST_CHANNELS}, got ${channels}`);
  }
  if (isMono(own)) return { inputChannels: channels, outputChannels: channels };
  if (channels === own.inputChannels) return own;
  throw new RangeError(`channels: expected ${own.inputChannels}, one per input of the model, got ${channels}`);
}

const STEREO: ChannelLayout = { inputChannels: 2, outputChannels: 2 };

/** What Web Audio allows for one connection. */
const MOST_CHANNELS = 32;

/** Makes the node and waits for its processor, with the first form of the engine that can be carried there and runs. */
async function startProcessor(
  host: WorkletHost,
  forms: readonly EngineSource[],
  options: Omit<ProcessorOptions, 'source'>,
): Promise<{ node: AudioWorkletNode; link: ProcessorLink; source: EngineSource }> {
  let failure: unknown;
  for (const source of forms) {
    try {
      const node = createNode(host, { ...options, source });
      const link = new ProcessorLink(node);
      const answer = await link.constructed;
      if (answer.outcome === 'done') return { node, link, source };
      failure = answer.outcome === 'failed' ? answer.detail : answer.outcome;
    } catch (error) {
      failure = error;
    }
  }
  throw new DilatoneError('worklet', 'processor', `expected it to start, got ${failure}`, { cause: failure });
}

function createNode(host: WorkletHost, processorOptions: ProcessorOptions): AudioWorkletNode {
  const { inputChannels, outputChannels } = processorOptions.layout;
  // Left to themselves, some hosts hand a mono source to the processor as stereo, and drop half of its sound.
  return host.createNode(PROCESSOR_NAME, {
    numberOfInputs: 1,
    numberOfOutputs: 1,
    channelCount: inputChannels,
    channelCountMode: 'explicit',
    channelInterpretation: 'speakers',
    outputChannelCount: [outputChannels],
    processorOptions,
  });
}
