/** Frames per message: about 20 messages a second. */
const POSTED_FRAMES = 2400;

/**
 * Posts its input as Float32Arrays of one channel. After any message from the main thread it posts the rest, then null,
 * and ends. Its output is silent.
 */
export class RecorderProcessor extends AudioWorkletProcessor {
  #block = new Float32Array(POSTED_FRAMES);
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
    const input = inputs[0][0];
    const frames = outputs[0][0].length;
    for (let t = 0; t < frames; t++) {
      this.#block[this.#filled++] = input === undefined ? 0 : input[t];
      if (this.#filled === POSTED_FRAMES) this.#post();
    }
    if (this.#recording) return true;
    this.#finish();
    return false;
  }

  /** @realtime-exception a recording leaves the audio thread in messages, 20 a second */
  #post(): void {
    this.port.postMessage(this.#block.slice(0, this.#filled));
    this.#filled = 0;
  }

  /** @realtime-exception runs once, when the recording ends */
  #finish(): void {
    this.#post();
    this.port.postMessage(null);
  }
}
