import type { StreamProcessor } from '../../network/engine.js';
import { createPlanes } from '../channels/channels.js';
import { Resampler } from './resampler.js';
import { designResampler, minimumDelayFrames, type ResamplerDesign } from './resampler-design.js';

/** All that a `ResampledEngine` needs to know about its two rates. Plain data: it can be posted to the audio thread. */
export interface ResampledEngineDesign {
  readonly toModel: ResamplerDesign;
  readonly fromModel: ResamplerDesign;
  /** Frames by which the output lags, at the stream's rate. */
  readonly latencyFrames: number;
}

/**
 * Designs the two resamplers around a model whose rate differs from the stream's. The second one is delayed by up to one
 * extra frame, so that the total latency is a whole number of frames of the stream.
 */
export function designResampledEngine(streamRateHz: number, modelRateHz: number): ResampledEngineDesign {
  const toModel = designResampler(streamRateHz, modelRateHz);
  const fromModelFrames = minimumDelayFrames(modelRateHz, streamRateHz) * (streamRateHz / modelRateHz);
  const latencyFrames = Math.ceil(toModel.delayFrames + fromModelFrames);
  const delayFrames = (latencyFrames - toModel.delayFrames) * (modelRateHz / streamRateHz);
  return { toModel, fromModel: designResampler(modelRateHz, streamRateHz, delayFrames), latencyFrames };
}

/** The two resamplers around what runs at another rate than the stream: as many frames out as in, late by the design's latency. */
export class ResamplerPair {
  readonly #inner: StreamProcessor;
  readonly #design: ResampledEngineDesign;
  readonly #toModel: Resampler;
  readonly #fromModel: Resampler;
  readonly #maxFrames: number;
  readonly #modelInput: readonly Float32Array[];
  readonly #modelOutput: readonly Float32Array[];
  readonly #silentOutput: Float32Array;

  /** Call `reset` before the first block. Blocks longer than `maxFrames` are processed in pieces of that length. */
  constructor(inner: StreamProcessor, design: ResampledEngineDesign, maxFrames: number) {
    this.#inner = inner;
    this.#design = design;
    this.#maxFrames = maxFrames;
    const { step, phases } = design.toModel;
    const maxModelFrames = Math.ceil((maxFrames * phases) / step) + 1;
    this.#toModel = new Resampler(design.toModel, inner.inputChannels, maxFrames);
    this.#fromModel = new Resampler(design.fromModel, inner.outputChannels, maxModelFrames + 1);
    this.#modelInput = createPlanes(inner.inputChannels, maxModelFrames);
    this.#modelOutput = createPlanes(inner.outputChannels, maxModelFrames);
    this.#silentOutput = new Float32Array(inner.outputChannels);
  }

  /** Resets what runs between them, too. @realtime */
  reset(): void {
    const inner = this.#inner;
    const modelInput = this.#modelInput;
    const modelOutput = this.#modelOutput;
    const silentOutput = this.#silentOutput;
    // A model may answer silence with a constant: the second resampler starts from that constant.
    inner.reset();
    for (let channel = 0; channel < modelInput.length; channel++) modelInput[channel].fill(0);
    inner.process(modelOutput, modelInput, 1);
    for (let channel = 0; channel < silentOutput.length; channel++) silentOutput[channel] = modelOutput[channel][0];
    inner.reset();
    this.#toModel.reset();
    this.#fromModel.reset(silentOutput);
  }

  /** Frame n of the stream lies at frame n · phases / step of the model, in general between two. @realtime */
  startAt(frame: number): void {
    const { step, phases } = this.#design.toModel;
    // In two parts, since frame · phases could be too large for whole numbers.
    const within = (frame % step) * phases;
    const modelFrame = Math.floor(frame / step) * phases + Math.ceil(within / step);
    // How far the model's next frame lies behind the stream's next one, in 1/phases of a frame of the stream.
    const behind = Math.ceil(within / step) * step - within;
    this.#inner.startAt(modelFrame);
    this.#toModel.startAt(behind);
    this.#fromModel.startAt(-behind);
  }

  /** Copies the resamplers' state only. @realtime */
  copyState(from: this): void {
    this.#toModel.copyState(from.#toModel);
    this.#fromModel.copyState(from.#fromModel);
  }

  /** Compares the resamplers' state only. @realtime */
  hasStateOf(other: this): boolean {
    return this.#toModel.hasStateOf(other.#toModel) && this.#fromModel.hasStateOf(other.#fromModel);
  }

  /** @realtime */
  process(output: readonly Float32Array[], input: readonly Float32Array[], frames: number): void {
    const toModel = this.#toModel;
    const fromModel = this.#fromModel;
    const maxFrames = this.#maxFrames;
    for (let start = 0; start < frames; start += maxFrames) {
      const pieceFrames = Math.min(maxFrames, frames - start);
      toModel.push(input, start, pieceFrames);
      const modelFrames = toModel.available;
      toModel.pull(this.#modelInput, 0, modelFrames);
      this.#inner.process(this.#modelOutput, this.#modelInput, modelFrames);
      fromModel.push(this.#modelOutput, 0, modelFrames);
      // There are enough: ⌈n · model / stream⌉ frames of the model make at least n frames of the stream.
      fromModel.pull(output, start, pieceFrames);
    }
  }
}
