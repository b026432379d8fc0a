import type { MultiplyAdd } from '../../compiler/program.js';
import { type ChannelLayout, isMono, layoutOf } from '../../engine/channels/channels.js';
import { expectModel, type Model, type NetworkChoice } from '../../model/model.js';
import { unwrapped } from '../../model/opaque.js';
import type { EngineKind } from '../../network/engine.js';
import type { Network } from '../../network/network.js';
import { begin, type Work, whileInUse } from '../link/in-use.js';
import { startNode } from '../link/start-node.js';
import { type AnyAudioContext, findHost, isOffline, type WorkletHost } from '../link/worklet-host.js';
import { Dilatone, expectLimitDb } from './dilatone.js';
import { fastestMultiplyAdd } from './live-engine.js';
import { NODE_SCRIPT } from './node-script.js';
import { type ModelSite, prepareModel } from './prepare-model.js';

/** How to make a node. Apart from the model and its choices, an option holds for the node's whole life. */
export interface DilatoneOptions extends NetworkChoice {
  /** The model to run first: what `loadModel` resolves with. Any number of nodes can share it. */
  readonly model: Model;
  /**
   * Audio channels, 1 … 32, of the input and the output; default 1. A model of one input and one output processes each
   * channel independently; channels that carry the same sound cost as much as one. Any other model fixes the number.
   *
   * `auto` takes both mono and stereo: the node has two channels, costs as much as one while its input is mono, and changes
   * between the two without a click. An input of more channels is mixed down to two.
   */
  readonly channels?: number | 'auto' | undefined;
  /**
   * How to run models. Default `auto`: compiled, or interpreted where the page or its audio thread lacks or forbids
   * WebAssembly; `info.engine` tells which. `wasm` rejects there instead.
   */
  readonly engine?: EngineKind | 'auto' | undefined;
  /**
   * How compiled models add up products. `plain` rounds each product and each sum: the same output, bit for bit, on every
   * machine. `relaxed` rounds as the processor prefers, which is up to a quarter faster on some and moves the output by
   * about a millionth; where the browser lacks relaxed SIMD it means `plain`. Default `auto`: in realtime contexts the
   * faster one, measured once in a page in about 100 ms on the main thread; in offline contexts `plain`.
   */
  readonly multiplyAdd?: MultiplyAdd | 'auto' | undefined;
  /**
   * Whether a model made for another sample rate than the context's runs at its own rate, between two resamplers; default
   * true. They add a few milliseconds of latency, which `info.latencyFrames` includes. Without them the model runs at the
   * context's rate, and sounds different.
   */
  readonly resample?: boolean | undefined;
  /**
   * Whether a model of several sizes gives way to its next smaller one while the audio thread cannot keep up; default
   * false. The event `stepDown` reports it; `setModel` goes back to a larger size.
   */
  readonly stepDown?: boolean | undefined;
  /**
   * Level in dBFS, up to 24, that no sample of the output exceeds: a limiter without latency, which leaves everything below
   * it as it is, bit for bit. Default null, no limit. `Dilatone.limitDb` changes it while sound plays.
   */
  readonly limitDb?: number | null | undefined;
  /**
   * Address of the file `dilatone/worklet`, for pages whose Content-Security-Policy forbids Blob scripts. Where it leads to
   * anything else, the built-in script runs, if the page allows it, and `info.warnings` says what is wrong.
   */
  readonly workletUrl?: URL | string | undefined;
  /**
   * Ends the making: the promise then rejects with a DilatoneError `aborted`, and no node is left. Without effect on the
   * node afterwards; call its `dispose`.
   */
  readonly signal?: AbortSignal | undefined;
  /** Replaces the worklet functions of the context: for unusual contexts, and for tests. */
  readonly host?: WorkletHost | undefined;
}

/**
 * Makes a node that runs a model, in any context: native, standardized-audio-context's or Tone's, realtime or offline.
 * Call it on the main thread, at any time before the context is closed; a suspended context is fine.
 *
 * Compiles the model here: some milliseconds, and up to 0.4 s more, with pauses, to have the browser optimize the code.
 * Resolves when the processor on the audio thread is ready: an offline rendering that starts afterwards is processed from
 * its first frame. The first node in a context also loads the worklet script; further ones share it, and nodes of one model
 * share its compiled code. The node lives until `dispose`, or until its context is closed.
 *
 * Rejects with a DilatoneError: `worklet` where the browser does not allow an audio worklet, or the context is closed before
 * the processor is ready; `aborted` by the signal. Rejects with a TypeError or RangeError for wrong options, and for an
 * offline context that has rendered. What was begun is undone.
 */
export async function createDilatone<Context extends AnyAudioContext>(
  context: Context,
  options: DilatoneOptions,
): Promise<Dilatone<Context>> {
  expectModel(options?.model);
  // Contexts of Tone and standardized-audio-context do not work through a Proxy.
  const raw = unwrapped(context);
  const work = begin({ context: raw, signal: options.signal, code: 'worklet', where: 'createDilatone' });
  return whileInUse(work, makeDilatone(raw, options, work), (late) => late.dispose());
}

async function makeDilatone<Context extends AnyAudioContext>(
  context: Context,
  options: DilatoneOptions,
  work: Work,
): Promise<Dilatone<Context>> {
  const { model, size, tanh, controls, engine = 'auto', resample = true, stepDown = false, workletUrl } = options;
  const limitDb = expectLimitDb(options.limitDb ?? null);
  const choice = { size, tanh, controls };
  const layout = layoutFor(model.network(choice), options.channels);
  const host = options.host ?? (await findHost(context));
  const multiplyAdd = await multiplyAddFor(context, options);
  let site: ModelSite = {
    sampleRate: context.sampleRate,
    layout,
    requestedEngine: engine,
    engine,
    multiplyAdd,
    resample,
    warnings: [],
  };
  const started = await startNode({
    context,
    host,
    script: NODE_SCRIPT,
    workletUrl,
    work,
    engine,
    prepare: (kind) => {
      site = { ...site, engine: kind };
      return prepareModel(model, choice, site);
    },
    optionsOf: ({ resampling, alignment }) => ({ layout, resampling, alignment, limitDb }),
  });
  const { node, link, warnings } = started;
  let first = started.prepared;
  try {
    if (warnings.length > 0) {
      site = { ...site, warnings };
      first = await prepareModel(model, choice, site);
    }
    return new Dilatone({ context, node, link, site, first, stepDown, limitDb });
  } catch (error) {
    link.dispose();
    throw error;
  }
}

/** Renderings are the same on every machine; live sound takes what is faster on this one. */
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
