import { DilatoneError } from '../../errors.js';
import type { Model } from '../../model/model.js';
import { renderModel } from '../../offline/render.js';
import { RenderFault } from '../../offline/render-fault.js';
import { encodeWav } from '../../wav/encode-wav.js';
import { decodeSound } from '../audio/decode-sound.js';
import { readModel, readWholeFile } from '../files.js';
import { throwIfInterrupted } from '../io.js';
import { UsageError } from '../options.js';
import type { RenderSettings } from '../render/render-request.js';

/** The largest file that Node reads at once. */
const MOST_SOUND_BYTES = 2 ** 31 - 1;

/** A WAV file to write, and facts about it. */
export interface Rendered {
  readonly bytes: Uint8Array<ArrayBuffer>;
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

/** Renders files through one model, which is read once; nothing is written. */
export class Renderer {
  readonly #signal: AbortSignal;
  #model: Promise<Model> | null = null;

  constructor(signal: AbortSignal) {
    this.#signal = signal;
  }

  /** Reads and checks the model, and gives its warnings. */
  async open(settings: RenderSettings): Promise<readonly string[]> {
    const model = await this.#read(settings);
    checkControls(model, settings);
    const { warnings, sizes } = model.info;
    const oneSize = settings.size !== undefined && sizes.length === 0;
    return oneSize ? [...warnings, 'it has one size only, and --size changes nothing'] : warnings;
  }

  /** Rejects with a DilatoneError: one that describes the file's fault, or `aborted`. */
  async render(input: string, settings: RenderSettings, { onStart, onProgress }: RenderHooks): Promise<Rendered> {
    const { model: _, block, bits, ...choice } = settings;
    const signal = this.#signal;
    throwIfInterrupted(signal, input);
    const model = await this.#read(settings);
    const { channels, sampleRate, warning } = await decodeSound(await readWholeFile(input, MOST_SOUND_BYTES), input);
    checkChannels(model, channels.length, input);
    const samples = channels.reduce((sum, channel) => sum + channel.length, 0);
    onStart?.(samples / sampleRate);
    const options = { ...choice, sampleRate, blockSize: block, onProgress, signal };
    const rendered = await renderModel(model, channels, options).catch((error: unknown) => {
      throw error instanceof RenderFault ? new DilatoneError('fault', input, error.message, { cause: error }) : error;
    });
    const { bytes, clippedSamples } = encodeWav({ sampleRate, channels: rendered }, bits);
    return { bytes, frames: rendered[0].length, channels: rendered.length, sampleRate, clippedSamples, warning };
  }

  #read({ model }: RenderSettings): Promise<Model> {
    this.#model ??= readModel(model);
    return this.#model;
  }
}

/** Refuses controls that the model does not have, and values out of their ranges. */
function checkControls(model: Model, { controls }: RenderSettings): void {
  try {
    model.network({ controls });
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new UsageError('render', error.message.replace(/^controls\.?/, '--control ').replace(' :', ':'));
  }
}

function checkChannels({ info: { inputs, outputs } }: Model, channels: number, where: string): void {
  if (channels === inputs || (inputs === 1 && outputs === 1)) return;
  const detail = `expected ${inputs}, one per input of the model, got ${channels}`;
  throw new DilatoneError('malformed', `${where}: channels`, detail);
}
