/** Frames per message: about 20 messages a second. */
const POSTED_FRAMES = 2400;
/** Left and right of the first input, and the second input. */
const CHANNELS = 3;

/**
 * Posts the same frames of two inputs: arrays of three Float32Arrays, left and right of the first input and one channel of the
 * second. After any message from the main thread it posts the rest, then null, and ends. Its output is silent.
 */
export class RecorderProcessor extends AudioWorkletProcessor {
  readonly #blocks = Array.from({ length: CHANNELS }, () => new Float32Array(POSTED_FRAMES));
  #filled = 0;
  #recording = true;

  constructor() {
    super();
    this.port.onmessage = () => {
      this.#recording = false;
    };
  }

  /** @realtime */
  process(inputs: Float32Array[][], outputs: Float32Array[][]): boolean {
    const left = inputs[0][0];
    const right = inputs[0][1];
    const dry = inputs[1][0];
    const blocks = this.#blocks;
    const frames = outputs[0][0].length;
    for (let t = 0; t < frames; t++) {
      const at = this.#filled++;
      blocks[0][at] = left === undefined ? 0 : left[t];
      blocks[1][at] = right === undefined ? blocks[0][at] : right[t];
      blocks[2][at] = dry === undefined ? 0 : dry[t];
      if (this.#filled === POSTED_FRAMES) this.#post();
    }
    if (this.#recording) return true;
    this.#finish();
    return false;
  }

  /** @realtime-exception a recording leaves the audio thread in messages, 20 a second */
  #post(): void {
    this.port.postMessage(this.#blocks.map((block) => block.slice(0, this.#filled)));
    this.#filled = 0;
  }

  /** @realtime-exception runs once, when the recording ends */
  #finish(): void {
    this.#post();
    this.port.postMessage(null);
  }
}
