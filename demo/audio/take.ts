import type { RecordedBlock } from './recorder.js';

/** Bytes of a sample in the files. */
const SAMPLE_BYTES = 4;

/** What was recorded, as channels of equal length. */
export interface TakeChannels {
  /** One channel, or two where they ever differed. */
  readonly wet: readonly Float32Array[];
  /** What went in; null if it was not kept. */
  readonly dry: Float32Array | null;
}

/** Collects a recording. */
export class Take {
  readonly sampleRate: number;
  readonly #keepsDry: boolean;
  readonly #blocks: RecordedBlock[] = [];
  #frames = 0;
  #isStereo = false;

  constructor(sampleRate: number, keepsDry: boolean) {
    this.sampleRate = sampleRate;
    this.#keepsDry = keepsDry;
  }

  get seconds(): number {
    return this.#frames / this.sampleRate;
  }

  /** Size of its files, but for their heads. */
  get bytes(): number {
    return this.#frames * SAMPLE_BYTES * ((this.#isStereo ? 2 : 1) + (this.#keepsDry ? 1 : 0));
  }

  /** Takes the arrays over. Channels that are equal are kept once. */
  add([left, right, dry]: RecordedBlock): void {
    const isStereo = right.some((sample, t) => sample !== left[t]);
    this.#isStereo ||= isStereo;
    this.#blocks.push([left, isStereo ? right : left, this.#keepsDry ? dry : left]);
    this.#frames += left.length;
  }

  /**
   * All that was recorded. The wet sound is `latencyFrames` late, which are cut from its start, and as many from the end of the dry
   * one: so frame t of both belong together.
   */
  channels(latencyFrames = 0): TakeChannels {
    const cut = this.#keepsDry ? Math.min(latencyFrames, this.#frames) : 0;
    const wet = (this.#isStereo ? [0, 1] : [0]).map((channel) => this.#joined(channel).subarray(cut));
    return { wet, dry: this.#keepsDry ? this.#joined(2).subarray(0, this.#frames - cut) : null };
  }

  /** The blocks from one on, for who keeps them elsewhere meanwhile; and how many blocks there are now. */
  since(block: number): { readonly blocks: readonly RecordedBlock[]; readonly end: number } {
    return { blocks: this.#blocks.slice(block), end: this.#blocks.length };
  }

  #joined(channel: number): Float32Array {
    const samples = new Float32Array(this.#frames);
    let start = 0;
    for (const block of this.#blocks) {
      samples.set(block[channel], start);
      start += block[0].length;
    }
    return samples;
  }
}
