/** The slowest tempo of the metronome, in beats per minute. */
export const SLOWEST_BPM = 30;
/** The fastest one. */
export const FASTEST_BPM = 300;
/** The longest bar, in beats. */
export const MOST_BEATS = 12;

/** One click. */
export interface Beat {
  /** On the clock of the audio context. */
  readonly seconds: number;
  /** 0 is the first beat of a bar. */
  readonly index: number;
}

/** Puts beats on a clock: each follows the one before at the tempo of that moment, so that no change of tempo shifts what was played. */
export class BeatClock {
  #bpm: number;
  #beats: number;
  #next: Beat;

  /** The first beat of the first bar is at `seconds`. */
  constructor(seconds: number, bpm: number, beats: number) {
    this.#bpm = withinTempi(bpm);
    this.#beats = beats;
    this.#next = { seconds, index: 0 };
  }

  setTempo(bpm: number): void {
    this.#bpm = withinTempi(bpm);
  }

  /** A bar that has become shorter ends at the next beat. */
  setBeats(beats: number): void {
    this.#beats = beats;
  }

  /**
   * The beats up to `seconds` that were not taken yet. Those before `earliest` are left out: nobody hears late ones, but the bar
   * goes on as if they had been played.
   */
  take(earliest: number, seconds: number): Beat[] {
    const beats: Beat[] = [];
    while (this.#next.seconds < seconds) {
      const beat = { ...this.#next, index: this.#next.index % this.#beats };
      if (beat.seconds >= earliest) beats.push(beat);
      this.#next = { seconds: beat.seconds + 60 / this.#bpm, index: beat.index + 1 };
    }
    return beats;
  }
}

/** The nearest tempo that the metronome has, in whole beats per minute. */
export function withinTempi(bpm: number): number {
  return Math.min(FASTEST_BPM, Math.max(SLOWEST_BPM, Math.round(bpm)));
}

/** After so long without a tap, the next one is the first of another tempo. */
const FORGET_MS = 60_000 / SLOWEST_BPM + 200;
const MOST_TAPS = 8;

/** Finds the tempo of taps. */
export class TapTempo {
  readonly #times: number[] = [];

  /** The tempo in beats per minute by the last taps; null after the first one. `ms` is the time of the tap. */
  tap(ms: number): number | null {
    const last = this.#times.at(-1);
    if (last !== undefined && ms - last > FORGET_MS) this.#times.length = 0;
    this.#times.push(ms);
    if (this.#times.length > MOST_TAPS) this.#times.shift();
    const intervals = this.#times.slice(1).map((time, i) => time - this.#times[i]);
    if (intervals.length === 0) return null;
    // The middle one: a tap that was missed, or came twice, does not count.
    const middle = intervals.sort((a, b) => a - b)[Math.floor(intervals.length / 2)];
    return middle > 0 ? withinTempi(60_000 / middle) : FASTEST_BPM;
  }
}
