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
  /** Where the network is started again; null while it runs, or is given up. */
  #restartFrame: number | null = null;

  constructor(sampleRate: number) {
    this.#restFrames = REST_SECONDS * sampleRate;
    this.#faultsFrames = FAULTS_SECONDS * sampleRate;
    this.clear();
  }

  /** Takes note of a fault at a frame of the stream. Returns true if the network is given up. @realtime */
  fault(frame: number): boolean {
    const oldest = (this.#faults + 1) % MOST_FAULTS;
    this.#faultFrames[this.#faults % MOST_FAULTS] = frame;
    this.#faults++;
    const givenUp = frame - this.#faultFrames[oldest] <= this.#faultsFrames;
    this.#restartFrame = givenUp ? null : frame + this.#restFrames;
    return givenUp;
  }

  /** Whether the network is to be started again at a frame. @realtime */
  isDue(frame: number): boolean {
    return this.#restartFrame !== null && frame >= this.#restartFrame;
  }

  /** Forgets all faults: the stream begins again, or with another network. @realtime */
  clear(): void {
    this.#faultFrames.fill(Number.NEGATIVE_INFINITY);
    this.#restartFrame = null;
  }
}
