import {
  type AbortSignalLike,
  type ControlValues,
  type Model,
  modelOfNetwork,
  NetworkBuilder,
  type NetworkChoice,
  RenderFault,
  renderModel,
} from '../../src/index.js';
import type { AmpSettings } from '../audio/sound-settings.js';
import { NoiseGate } from '../worklets/noise-gate.js';
import { BrokenModel } from './broken-model.js';

/** A model in the chain. */
export interface RenderedAmp {
  /** What the page calls the model. */
  readonly name?: string;
  readonly model: Model;
  readonly controls: ControlValues;
  /** 0 (smallest) … 1 (largest), for models of several sizes. */
  readonly size?: number;
  readonly settings: AmpSettings;
  /** Share of the mix, 0 … 1. */
  readonly share: number;
}

/** The signal path of a rendering, as on the page: gate, models, cabinet. */
export interface RenderChain {
  readonly sampleRate: number;
  readonly gateDb: number | null;
  readonly amps: readonly RenderedAmp[];
  /** The cabinet's impulse response, or null. */
  readonly response: Float32Array | null;
}

/** Callback for the progress of a rendering, and a signal that cancels it. */
interface RenderWatch {
  /** Called with the share that is done, 0 … 1. */
  readonly onProgress?: (share: number) => void;
  readonly signal?: AbortSignalLike;
}

/** Renders channels of equal length, each through its own copy of the chain. */
export async function renderChain(
  channels: readonly Float32Array[],
  chain: RenderChain,
  { onProgress, signal }: RenderWatch = {},
): Promise<Float32Array[]> {
  const { sampleRate, gateDb, response } = chain;
  const amps = chain.amps.filter(({ share, settings }) => share > 0 && !settings.bypassed && settings.mix > 0);
  const passes = amps.length + (response ? 1 : 0);
  let done = 0;
  const pass = async (model: Model, input: readonly Float32Array[], choice: NetworkChoice = {}) => {
    const output = await renderModel(model, input, {
      sampleRate,
      ...choice,
      signal,
      onProgress: (share) => onProgress?.((done + share) / passes),
    });
    done++;
    return output;
  };

  const dry = channels.map((channel) => gated(channel, sampleRate, gateDb));
  const wetShare = amps.reduce((sum, { share, settings }) => sum + share * settings.mix, 0);
  let sum = dry.map((channel) => scaled(channel, 1 - wetShare));
  for (const { name = 'The model', model, controls, size, settings, share } of amps) {
    const driven = dry.map((channel) => scaled(channel, linear(settings.inputGainDb)));
    const wet = await pass(model, driven, { controls, size }).catch((error: unknown) => {
      throw error instanceof RenderFault ? new BrokenModel(name, error.message) : error;
    });
    const gain = share * settings.mix * linear(settings.outputGainDb);
    for (const [c, channel] of wet.entries()) addScaled(sum[c], channel, gain);
  }
  if (response) sum = await pass(responseModel(response, sampleRate), sum);
  onProgress?.(1);
  return sum;
}

/** A finite impulse response as a model: one convolution whose last tap is the current frame. */
export function responseModel(response: Float32Array, sampleRate: number): Model {
  const builder = new NetworkBuilder(sampleRate, 1);
  const weight = response.slice().reverse();
  const output = builder.conv1d(builder.input, { outChannels: 1, kernelSize: weight.length, weight, bias: null });
  return modelOfNetwork(builder.build(output));
}

function gated(channel: Float32Array, sampleRate: number, gateDb: number | null): Float32Array {
  if (gateDb === null) return channel;
  const output = new Float32Array(channel.length);
  new NoiseGate(sampleRate).process(output, channel, gateDb, channel.length);
  return output;
}

function linear(db: number): number {
  return 10 ** (db / 20);
}

function scaled(channel: Float32Array, gain: number): Float32Array {
  return channel.map((sample) => sample * gain);
}

function addScaled(sum: Float32Array, channel: Float32Array, gain: number): void {
  for (let t = 0; t < sum.length; t++) sum[t] += gain * channel[t];
}
