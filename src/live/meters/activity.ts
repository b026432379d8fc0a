import type { MeasuredProcessor } from '../../network/engine.js';
import { ActivitySums } from '../../network/engine.js';
import type { SignalId } from '../../network/network.js';
import type { UnsharedFloat32Array } from '../../network/unshared.js';

/** Rows of a reading: its resolution in time. */
const ROWS = 4;

/** How loud the signals are that a network's convolutions look back on. */
export interface ActivityReading {
  /** Ids of the signals in the Network that runs, ascending. */
  readonly signals: readonly SignalId[];
  /**
   * Root mean square of each signal's deviation from its silence state, in the order of `signals`; one row per stretch of
   * time, the newest last.
   */
  readonly levels: readonly UnsharedFloat32Array[];
  /** Duration of each row, in seconds. */
  readonly rowSeconds: number;
}

/** A reading as it travels between threads. */
export interface ActivityNotice {
  readonly type: 'activity';
  readonly signals: readonly SignalId[];
  /** [rows][signals] */
  readonly levels: UnsharedFloat32Array;
}

/** Measures the histories of one engine. All memory is allocated with the engine, so that measuring allocates nothing. */
export class EngineActivity {
  /** The last reading. */
  readonly notice: ActivityNotice;
  readonly #engine: MeasuredProcessor;
  readonly #sums: ActivitySums;
  #rowFrames = 0;
  #frames = 0;
  #row = 0;

  constructor(engine: MeasuredProcessor) {
    const signals = engine.histories;
    this.notice = { type: 'activity', signals, levels: new Float32Array(ROWS * signals.length) };
    this.#engine = engine;
    this.#sums = new ActivitySums(signals.length);
  }

  /** Starts measuring; each reading covers `intervalFrames` frames. @realtime */
  start(intervalFrames: number): void {
    this.#rowFrames = intervalFrames / ROWS;
    this.#frames = 0;
    this.#row = 0;
    this.#sums.take(this.notice.levels, 0);
    this.#engine.measure(this.#sums);
  }

  /** Stops measuring, and its cost. @realtime */
  stop(): void {
    this.#engine.measure(null);
  }

  /** Call after each render quantum while measuring. Returns true if there is a new reading. @realtime */
  end(frames: number): boolean {
    this.#frames += frames;
    if (this.#frames < this.#rowFrames) return false;
    // A quantum longer than a row gives one row only, and so fewer readings.
    this.#frames = Math.min(this.#frames - this.#rowFrames, this.#rowFrames);
    this.#sums.take(this.notice.levels, this.#row * this.#sums.energies.length);
    this.#row = (this.#row + 1) % ROWS;
    return this.#row === 0;
  }
}

/** Converts a notice to a reading; `intervalSeconds` is the time between readings. */
export function activityFrom({ signals, levels }: ActivityNotice, intervalSeconds: number): ActivityReading {
  const width = signals.length;
  const rows = Array.from({ length: ROWS }, (_, row) => levels.subarray(row * width, (row + 1) * width));
  return { signals, levels: rows, rowSeconds: intervalSeconds / ROWS };
}
