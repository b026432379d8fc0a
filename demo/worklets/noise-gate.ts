/** The gate opens this far above the level at which it closes, so that a decaying note does not flutter. */
const HYSTERESIS_DB = 4;
/** Time constant of the fall of the measured level: longer than a period of the lowest bass string. */
const RELEASE_SECONDS = 0.03;
/** Time for which the gate stays open below the threshold. */
const HOLD_SECONDS = 0.08;
const OPENING_SECONDS = 0.001;
const CLOSING_SECONDS = 0.06;

/** At this threshold and below, the gate is always open. */
export const GATE_OFF_DB = -120;

/** Mutes one channel while it is below a threshold, which removes hum and hiss between notes. */
export class NoiseGate {
  readonly #fallPerFrame: number;
  readonly #holdFrames: number;
  readonly #openingPerFrame: number;
  readonly #closingPerFrame: number;
  #level = 0;
  #framesBelow = 0;
  #gain = 1;

  constructor(sampleRate: number) {
    this.#fallPerFrame = Math.exp(-1 / (RELEASE_SECONDS * sampleRate));
    this.#holdFrames = Math.round(HOLD_SECONDS * sampleRate);
    this.#openingPerFrame = 1 / (OPENING_SECONDS * sampleRate);
    this.#closingPerFrame = 1 / (CLOSING_SECONDS * sampleRate);
    this.#framesBelow = this.#holdFrames;
  }

  /** Gates a block; `output` and `input` may be the same. @realtime */
  process(output: Float32Array, input: Float32Array, thresholdDb: number, frames: number): void {
    const closesAt = thresholdDb <= GATE_OFF_DB ? -1 : 10 ** (thresholdDb / 20);
    const opensAt = closesAt * 10 ** (HYSTERESIS_DB / 20);
    let level = this.#level;
    let framesBelow = this.#framesBelow;
    let gain = this.#gain;
    for (let t = 0; t < frames; t++) {
      // The floor of −200 dB keeps the level out of the range of denormal numbers.
      // A level that is NaN once stays NaN.
      const x = Number.isFinite(input[t]) ? input[t] : 0;
      level = Math.max(Math.abs(x), level * this.#fallPerFrame, 1e-10);
      if (level > opensAt) framesBelow = 0;
      else if (level > closesAt && framesBelow < this.#holdFrames) framesBelow = 0;
      else framesBelow++;
      const open = framesBelow < this.#holdFrames;
      gain = open ? Math.min(1, gain + this.#openingPerFrame) : Math.max(0, gain - this.#closingPerFrame);
      output[t] = gain * x;
    }
    this.#level = level;
    this.#framesBelow = Math.min(framesBelow, this.#holdFrames);
    this.#gain = gain;
  }
}
