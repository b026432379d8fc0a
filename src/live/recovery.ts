/** Time of dry sound after a fault, before the network is started again. */
const REST_SECONDS = 1;
/** This many faults within `FAULTS_SECONDS` are too many. */
const MOST_FAULTS = 3;
const FAULTS_SECONDS = 10;

/** Decides when a network that had a fault is started again: after a second; not after the third fault within ten. */
export class Recovery {
  readonly #restFrames: number;
  readonly #faultsFrames: number;
  /** Frames at which the latest faults came, in turn. */
  readonly #faultFrames = new Float64Array(MOST_FAULTS);
  #faults = 0;
  #frame = 0;
  #restartFrame = Number.POSITIVE_INFINITY;

  constructor(sampleRate: number) {
    this.#restFrames = REST_SECONDS * sampleRate;
    this.#faultsFrames = FAULTS_SECONDS * sampleRate;
    this.clear();
  }

  /** Takes note of a fault. Returns true if the network is given up. @realtime */
  fault(): boolean {
    const oldest = (this.#faults + 1) % MOST_FAULTS;
    this.#faultFrames[this.#faults % MOST_FAULTS] = this.#frame;
    this.#faults++;
    const givenUp = this.#frame - this.#faultFrames[oldest] <= this.#faultsFrames;
    this.#restartFrame = givenUp ? Number.POSITIVE_INFINITY : this.#frame + this.#restFrames;
    return givenUp;
  }

  /** Advances by `frames` frames. Returns true, once, when the network is to be started again. @realtime */
  advance(frames: number): boolean {
    this.#frame += frames;
    if (this.#frame < this.#restartFrame) return false;
    this.#restartFrame = Number.POSITIVE_INFINITY;
    return true;
  }

  /** Forgets all faults: the network was reset, or is another one. @realtime */
  clear(): void {
    this.#faultFrames.fill(Number.NEGATIVE_INFINITY);
    this.#restartFrame = Number.POSITIVE_INFINITY;
  }
}
