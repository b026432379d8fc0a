import type { IAudioContext, IAudioNode } from 'standardized-audio-context';
import { BeatClock } from '../practice/beats.js';
import { ClickSound } from './click-sound.js';
import { gainOf } from './ramp.js';

/** How often beats are scheduled, and how far ahead: browsers run the timers of a hidden page once a second. */
const LOOK_MS = 25;
const AHEAD_SECONDS = 0.1;
const HIDDEN_AHEAD_SECONDS = 1.3;
/** Time until the first click. */
const START_SECONDS = 0.06;

/** How a metronome ticks. */
export interface MetronomeSettings {
  readonly bpm: number;
  /** Beats of a bar. */
  readonly beats: number;
  /** Whether the first beat of a bar sounds different. */
  readonly accent: boolean;
  readonly volumeDb: number;
}

/** A beat that was scheduled. */
interface Scheduled {
  readonly seconds: number;
  readonly index: number;
  cancel(): void;
}

/** Clicks on the clock of an audio context: timers only decide what to schedule next, never when it sounds. */
export class Metronome {
  readonly #context: IAudioContext;
  readonly #sound: ClickSound<IAudioContext>;
  #settings: MetronomeSettings;
  #clock: BeatClock | null = null;
  #timer: ReturnType<typeof setInterval> | undefined;
  /** Beats that are heard now or soon. */
  #scheduled: Scheduled[] = [];

  constructor(context: IAudioContext, destination: IAudioNode<IAudioContext>, settings: MetronomeSettings) {
    this.#context = context;
    this.#sound = new ClickSound(context, destination);
    this.#settings = settings;
  }

  get running(): boolean {
    return this.#clock !== null;
  }

  /** The beat of the bar that is heard now; null before the first one, and while nothing ticks. */
  get beat(): number | null {
    const now = this.#context.currentTime;
    return this.#scheduled.filter(({ seconds }) => seconds <= now).at(-1)?.index ?? null;
  }

  /** What is scheduled already stays as it was: a tenth of a second at most while the page is seen. */
  apply(settings: MetronomeSettings): void {
    this.#settings = settings;
    this.#clock?.setTempo(settings.bpm);
    this.#clock?.setBeats(settings.beats);
  }

  /** Starts with the first beat of a bar. */
  start(): void {
    if (this.#clock) return;
    const { bpm, beats } = this.#settings;
    this.#clock = new BeatClock(this.#context.currentTime + START_SECONDS, bpm, beats);
    this.#timer = setInterval(() => this.#schedule(), LOOK_MS);
    this.#schedule();
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#clock = null;
    for (const { cancel } of this.#scheduled) cancel();
    this.#scheduled = [];
  }

  #schedule(): void {
    const { currentTime } = this.#context;
    const ahead = document.visibilityState === 'hidden' ? HIDDEN_AHEAD_SECONDS : AHEAD_SECONDS;
    const { accent, volumeDb } = this.#settings;
    for (const { seconds, index } of this.#clock?.take(currentTime, currentTime + ahead) ?? []) {
      const cancel = this.#sound.play(seconds, accent && index === 0 ? 'accent' : 'beat', gainOf(volumeDb));
      this.#scheduled.push({ seconds, index, cancel });
    }
    // The one that is heard now stays.
    const past = this.#scheduled.filter(({ seconds }) => seconds <= currentTime).length;
    this.#scheduled.splice(0, Math.max(0, past - 1));
  }
}
