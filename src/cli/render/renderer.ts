import { DilatoneError } from '../../errors.js';
import type { Model } from '../../model/model.js';
import { renderModel } from '../../offline/render.js';
import { encodeWav } from '../../wav/encode-wav.js';
import { decodeSound } from '../audio/decode-sound.js';
import { readModel, readWholeFile } from '../files.js';
import type { RenderSettings } from './render-request.js';

/** The largest file that Node reads at once. */
const MOST_SOUND_BYTES = 2 ** 31 - 1;

/** A WAV file to write, and facts about it. */
export interface Rendered {
  readonly bytes: Uint8Array;
  readonly frames: number;
  readonly channels: number;
  readonly sampleRate: number;
  /** Samples that were too loud for the format. */
  readonly clippedSamples: number;
  /** What is uncertain about the file that was read. */
  readonly warning: string | undefined;
}

/** Reports on the rendering of one file. */
export interface RenderHooks {
  /** Called once the file is read, with the sum of its channels' lengths in seconds. */
  onStart?(seconds: number): void;
  /** Called after each part of the work, with the share that is done, 0 to 1. */
  onProgress?(share: number): void;
}

/** Renders files one after the other; nothing is written. */
export interface Renderer {
  /** Rejects with a DilatoneError: one that describes the file's fault, or `aborted`. */
  render(input: string, hooks: RenderHooks): Promise<Rendered>;
  close(): void;
}

/** Renders in this thread. Reads the model from its file unless it is given. */
export class LocalRenderer implements Renderer {
  readonly #settings: RenderSettings;
  readonly #signal: AbortSignal | undefined;
  #model: Model | null;

  constructor(settings: RenderSettings, { model = null, signal }: { model?: Model | null; signal?: AbortSignal } = {}) {
    this.#settings = settings;
    this.#model = model;
    this.#signal = signal;
  }

  async render(input: string, { onStart, onProgress }: RenderHooks): Promise<Rendered> {
    const { model: path, block, bits, ...choice } = this.#settings;
    const signal = this.#signal;
    if (signal?.aborted) throw new DilatoneError('aborted', input, 'ended by the user');
    this.#model ??= await readModel(path);
    const { channels, sampleRate, warning } = await decodeSound(await readWholeFile(input, MOST_SOUND_BYTES), input);
    checkChannels(this.#model, channels.length, input);
    const samples = channels.reduce((sum, channel) => sum + channel.length, 0);
    onStart?.(samples / sampleRate);
    const options = { ...choice, sampleRate, blockSize: block, onProgress, signal };
    const rendered = await renderModel(this.#model, channels, options);
    const { bytes, clippedSamples } = encodeWav({ sampleRate, channels: rendered }, bits);
    return { bytes, frames: rendered[0].length, channels: rendered.length, sampleRate, clippedSamples, warning };
  }

  close(): void {}
}

function checkChannels({ info: { inputs, outputs } }: Model, channels: number, where: string): void {
  if (channels === inputs || (inputs === 1 && outputs === 1)) return;
  const detail = `expected ${inputs}, one per input of the model, got ${channels}`;
  throw new DilatoneError('malformed', `${where}: channels`, detail);
}
