import type { Planes } from '../../engine/planes.js';
import { LevelMeter } from './level-meter.js';
import { LoadMeter } from './load-meter.js';

/** Levels of all channels together, linear: 1 is full scale. */
export interface LevelReading {
  /** Largest level since the last reading. */
  readonly peak: number;
  /** Root mean square since the last reading. */
  readonly rms: number;
  /** Samples at or beyond full scale since somebody listens. */
  readonly clips: number;
}

/**
 * How much of the time that a render quantum's sound lasts is spent on it. The audio thread's clock has steps of 1 ms: the
 * mean is reliable, peak and overruns are what is certain, and may be too low.
 */
export interface LoadReading {
  /** Mean share, over about a second. */
  readonly mean: number;
  /** Share of the slowest render quantum since the last reading. */
  readonly peak: number;
  /** Render quanta that took longer than their sound lasts, since somebody listens. */
  readonly overruns: number;
}

/** What a node measures. */
export interface MeterReading {
  /** The node's input, before the input gain. */
  readonly input: LevelReading;
  /** What the node puts out. */
  readonly output: LevelReading;
  /** How much of its time the node takes of the audio thread. */
  readonly load: LoadReading;
}

/** Numbers of one reading as they travel: peak, rms, clips of the input and the output; mean, peak, overruns. */
export const READING_LENGTH = 9;

/** The audio thread's end: measures, and gives a reading every `intervalFrames` frames. */
export class Meters {
  /** The last reading; see `readingFrom`. */
  readonly values = new Float64Array(READING_LENGTH);
  readonly #input = new LevelMeter();
  readonly #output = new LevelMeter();
  readonly #load: LoadMeter;
  readonly #intervalFrames: number;
  #frames = 0;

  constructor(sampleRate: number, intervalFrames: number) {
    this.#load = new LoadMeter(sampleRate);
    this.#intervalFrames = intervalFrames;
  }

  /** Work on a render quantum begins. @realtime */
  begin(): void {
    this.#load.begin(Date.now());
  }

  /** A render quantum is done. Returns whether there is a new reading. @realtime */
  end(input: Planes, output: Planes, frames: number): boolean {
    this.#load.end(Date.now(), frames);
    this.#input.process(input, frames);
    this.#output.process(output, frames);
    this.#frames += frames;
    if (this.#frames < this.#intervalFrames) return false;
    this.#frames = 0;
    this.#input.take(this.values, 0);
    this.#output.take(this.values, 3);
    this.#load.take(this.values, 6);
    return true;
  }
}

/** A reading from the numbers of `Meters.values`. */
export function readingFrom(values: Float64Array): MeterReading {
  const level = (at: number): LevelReading => ({ peak: values[at], rms: values[at + 1], clips: values[at + 2] });
  return {
    input: level(0),
    output: level(3),
    load: { mean: values[6], peak: values[7], overruns: values[8] },
  };
}
