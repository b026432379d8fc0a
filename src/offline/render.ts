import { createPlanes } from '../engine/channels/channels.js';
import { createEngine } from '../engine/engine-source.js';
import { prepareEngine } from '../engine/prepare.js';
import { designResampledEngine, ResampledEngine } from '../engine/resample/resampled-engine.js';
import { yieldToEventLoop } from '../engine/warm-up.js';
import { DilatoneError } from '../errors.js';
import { expectModel, type Model, type NetworkChoice } from '../model/model.js';
import type { Engine, EngineKind } from '../network/engine.js';
import type { UnsharedFloat32Array } from '../network/unshared.js';
import { firstNonFinite, RenderFault } from './render-fault.js';

/** Work between two turns of the event loop, in milliseconds: short enough for a page to stay responsive. */
const WORK_MS = 50;

/** The part of an AbortSignal that `renderModel` reads. */
export interface AbortSignalLike {
  /** Whether the work is to end. */
  readonly aborted: boolean;
  /** Why; it becomes the `cause` of the error. */
  readonly reason?: unknown;
}

/** How to render. */
export interface RenderOptions extends NetworkChoice {
  /** Rate in Hz of the audio, in and out; the model runs at its own. Default: the model's rate. */
  readonly sampleRate?: number | undefined;
  /** Frames per call of the engine, by default 128. It changes the speed, never the output. */
  readonly blockSize?: number | undefined;
  /** Default `auto`: compiled, or interpreted where WebAssembly is missing or forbidden. */
  readonly engine?: EngineKind | 'auto' | undefined;
  /** Called now and then with the share of the work that is done, last with 1. */
  readonly onProgress?: ((share: number) => void) | undefined;
  /** Ends the work: the promise is rejected with a DilatoneError `aborted` whose `cause` is the signal's reason. */
  readonly signal?: AbortSignalLike | undefined;
}

/** Audio that goes through the engine together, and the place for what comes out, of equal length. */
interface Take {
  readonly input: readonly Float32Array[];
  readonly output: readonly UnsharedFloat32Array[];
}

/**
 * Runs a model over whole channels of audio, without Web Audio: in Node, a worker or a page.
 *
 * The model starts from silence. The output has as many frames as the input, aligned with it in time also where the
 * audio's rate is not the model's. A model of one input and one output processes every channel by itself; any other needs
 * exactly as many channels as it has inputs, and gives one per output. Nothing is changed but the output: the input stays
 * as it is, the level is the model's.
 *
 * Rejects with a RangeError or TypeError for options and channels that do not fit, and with a DilatoneError: `unsupported`
 * where the rates are too far apart, `aborted`, `malformed` at a sample of the input that is not a finite number, and
 * `fault`, a `RenderFault` with the frame and what was rendered before it, where the model gives one.
 */
export async function renderModel(
  model: Model,
  channels: readonly Float32Array[],
  options: RenderOptions = {},
): Promise<UnsharedFloat32Array[]> {
  const { blockSize = 128, sampleRate, signal } = options;
  expectModel(model);
  checkChannels(channels);
  if (!(Number.isSafeInteger(blockSize) && blockSize > 0)) {
    throw new RangeError(`blockSize: expected a positive integer, got ${blockSize}`);
  }
  if (sampleRate !== undefined && !(sampleRate > 0 && Number.isFinite(sampleRate))) {
    throw new RangeError(`sampleRate: expected a positive number, got ${sampleRate}`);
  }
  const network = model.network({ size: options.size, tanh: options.tanh, controls: options.controls });
  const streamRateHz = sampleRate ?? network.sampleRate;
  const design = streamRateHz === network.sampleRate ? null : designResampledEngine(streamRateHz, network.sampleRate);
  throwIfAborted(signal);
  const engine = createEngine(await prepareEngine(network, { engine: options.engine }));
  const takes = planTakes(engine, channels);
  const resampled = design ? new ResampledEngine(engine, design) : null;
  await run(resampled ?? engine, resampled?.latencyFrames ?? 0, takes, {
    ...options,
    blockSize,
    sampleRate: streamRateHz,
  });
  return takes.flatMap((take) => take.output);
}

/** Which channels go through the engine together. */
function planTakes(engine: Engine, channels: readonly Float32Array[]): Take[] {
  const { inputChannels, outputChannels } = engine;
  if (inputChannels === 1 && outputChannels === 1) {
    return channels.map((channel) => ({ input: [channel], output: [new Float32Array(channel.length)] }));
  }
  if (channels.length !== inputChannels) {
    throw new RangeError(`channels: expected ${inputChannels}, one per input of the model, got ${channels.length}`);
  }
  const frames = channels[0].length;
  return [{ input: channels, output: createPlanes(outputChannels, frames) }];
}

/** Takes one after the other, each from the engine's silence state. */
async function run(
  engine: Engine,
  latencyFrames: number,
  takes: readonly Take[],
  {
    onProgress,
    signal,
    blockSize,
    sampleRate,
  }: RenderOptions & Required<Pick<RenderOptions, 'blockSize' | 'sampleRate'>>,
): Promise<void> {
  let workStartMs = Date.now();
  for (const [index, { input, output }] of takes.entries()) {
    engine.reset();
    const frames = output[0].length;
    // Past the end of the input comes silence, until its last frame has come through.
    const totalFrames = frames === 0 ? 0 : frames + latencyFrames;
    const blockFrames = Math.min(blockSize, totalFrames);
    const blockIn = createPlanes(input.length, blockFrames);
    const blockOut = createPlanes(output.length, blockFrames);
    for (let start = 0; start < totalFrames; start += blockFrames) {
      input.forEach((channel, c) => {
        blockIn[c].fill(0).set(channel.subarray(start, start + blockFrames));
      });
      engine.process(blockOut, blockIn, blockFrames);
      output.forEach((channel, c) => {
        const skipped = Math.max(0, latencyFrames - start);
        const to = start + skipped - latencyFrames;
        if (to < frames) channel.set(blockOut[c].subarray(skipped, skipped + frames - to), to);
      });
      const from = Math.max(0, start - latencyFrames);
      const fault = findFault(output, from, Math.min(frames, start + blockFrames - latencyFrames));
      if (fault !== null) {
        for (const channel of output) channel.fill(0, fault.frame);
        const rendered = takes.flatMap((take) => take.output);
        throw new RenderFault({ ...fault, channel: fault.channel + index, sampleRate }, fault.sample, rendered);
      }
      const workedMs = Date.now() - workStartMs;
      // Negative if the system clock was set back.
      if (workedMs >= 0 && workedMs < WORK_MS) continue;
      onProgress?.((index + start / totalFrames) / takes.length);
      await yieldToEventLoop();
      throwIfAborted(signal);
      workStartMs = Date.now();
    }
  }
  onProgress?.(1);
}

/** The first sample between two frames, in time, that is not a finite number. */
function findFault(output: readonly Float32Array[], from: number, end: number) {
  let fault: { channel: number; frame: number; sample: number } | null = null;
  for (const [channel, samples] of output.entries()) {
    const frame = firstNonFinite(samples, from, fault?.frame ?? end);
    if (frame !== null) fault = { channel, frame, sample: samples[frame] };
  }
  return fault;
}

/** Checks whole channels: arrays of one length with finite numbers. TypeError, RangeError or DilatoneError for others. */
export function checkChannels(channels: readonly Float32Array[]): void {
  // Not instanceof: iframes and test runners hand over arrays of another realm.
  const areFloats = (values: unknown) => Object.prototype.toString.call(values) === '[object Float32Array]';
  if (!(Array.isArray(channels) && channels.every(areFloats))) {
    throw new TypeError('channels: expected a list of Float32Arrays');
  }
  const odd = channels.find((channel) => channel.length !== channels[0].length);
  if (odd) throw new RangeError(`channels: expected ${channels[0].length} frames in each, got ${odd.length}`);
  for (const [c, channel] of channels.entries()) {
    const frame = firstNonFinite(channel);
    if (frame === null) continue;
    throw new DilatoneError(
      'malformed',
      `input: channel ${c + 1}, frame ${frame}`,
      `expected a finite number, got ${channel[frame]}`,
    );
  }
}

function throwIfAborted(signal: AbortSignalLike | undefined): void {
  if (!signal?.aborted) return;
  throw new DilatoneError('aborted', 'render', 'ended by the caller', { cause: signal.reason });
}
