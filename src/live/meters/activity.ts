import { ActivitySums } from '../../network/activity.js';
import type { Engine } from '../../network/engine.js';
import type { SignalId } from '../../network/network.js';

/** How finely a reading tells the time that it spans. */
const ROWS = 4;

/** How loud the signals inside of a network are that its convolutions look back on. */
export interface ActivityReading {
  /** Ids of the signals in the Network that runs, ascending. */
  readonly signals: readonly SignalId[];
  /**
   * Root mean square of how far each signal is from its silence, in the order of `signals`; the rows follow each other in
   * time, the newest last.
   */
  readonly levels: readonly Float32Array[];
  /** Time that each row spans. */
  readonly rowSeconds: number;
}

/** A reading as it travels between threads. */
export interface ActivityNotice {
  readonly type: 'activity';
  readonly signals: readonly SignalId[];
  /** [rows][signals] */
  readonly levels: Float32Array;
}

/** Measures one engine. What it needs it holds from the start, so that watching allocates nothing. */
export class EngineActivity {
  /** The last reading. */
  readonly notice: ActivityNotice;
  readonly #engine: Engine;
  readonly #sums: ActivitySums;
  #rowFrames = 0;
  #frames = 0;
  #row = 0;

  constructor(engine: Engine) {
    const signals = engine.histories;
    this.notice = { type: 'activity', signals, levels: new Float32Array(ROWS * signals.length) };
    this.#engine = engine;
    this.#sums = new ActivitySums(signals.length);
  }

  /** Begins to measure: a reading spans `intervalFrames` frames. @realtime */
  start(intervalFrames: number): void {
    this.#rowFrames = intervalFrames / ROWS;
    this.#frames = 0;
    this.#row = 0;
    this.#sums.take(this.notice.levels, 0);
    this.#engine.measure(this.#sums);
  }

  /** Ends measuring; nothing is spent from here on. @realtime */
  stop(): void {
    this.#engine.measure(null);
  }

  /** A render quantum is done. Returns whether there is a new reading. @realtime */
  end(frames: number): boolean {
    this.#frames += frames;
    if (this.#frames < this.#rowFrames) return false;
    // Long quanta give no more than one row each, and so fewer readings.
    this.#frames = Math.min(this.#frames - this.#rowFrames, this.#rowFrames);
    this.#sums.take(this.notice.levels, this.#row * this.#sums.energies.length);
    this.#row = (this.#row + 1) % ROWS;
    return this.#row === 0;
  }
}

/** The reading that a notice tells, where one is told every `intervalSeconds`. */
export function activityFrom({ signals, levels }: ActivityNotice, intervalSeconds: number): ActivityReading {
  const width = signals.length;
  const rows = Array.from({ length: ROWS }, (_, row) => levels.subarray(row * width, (row + 1) * width));
  return { signals, levels: rows, rowSeconds: intervalSeconds / ROWS };
}
