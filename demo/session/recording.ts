import type { Recorder } from '../audio/recorder.js';
import { Take } from '../audio/take.js';
import * as ownMessages from '../ends-messages.js';
import * as messages from '../messages.js';
import { saveFile } from '../take-away/save.js';
import { wavFile } from '../take-away/wav.js';
import type { Desk } from './desk.js';
import { setEnds } from './ends-desk.js';
import { KeptTakes } from './kept-takes.js';

/** How often the time is shown, and how often what was recorded is stored in case the page is closed. */
const SHOW_SECONDS = 0.2;
const KEEP_SECONDS = 2;
/** A page that was reloaded gives its locks back within this time. */
const CLOSING_MS = 1500;
/** Longest recording: with dry beside stereo it takes a gigabyte of memory. */
const MOST_SECONDS = 30 * 60;

/** A recording in progress. */
interface Running {
  readonly id: string;
  readonly take: Take;
  readonly keepsDry: boolean;
  recorder: Recorder | null;
  shownSeconds: number;
  keptSeconds: number;
  keptBlocks: number;
}

/** Records what is heard, and what went in beside it. */
export class Recording {
  readonly #desk: Desk;
  readonly #kept = new KeptTakes();
  #running: Running | null = null;

  constructor(desk: Desk) {
    this.#desk = desk;
    addEventListener('beforeunload', (event) => {
      if (!this.#running) return;
      event.preventDefault();
      this.#keep();
    });
    // Phones ask nothing before they close a page.
    addEventListener('pagehide', () => this.#keep());
    document.addEventListener('visibilitychange', () => this.#keep());
  }

  /** Starts a recording, or ends it and saves its files. */
  async toggle(): Promise<void> {
    if (this.#running) await this.#stop(this.#running);
    else await this.#start();
  }

  /** Whether the next recording keeps what goes in, in a second file. */
  setDryBesideWet(dryBesideWet: boolean): void {
    setEnds(this.#desk, { dryBesideWet });
  }

  /** Tells of a recording that was cut off when the page was left. */
  async showKept(): Promise<void> {
    // A page that was just closed may still count as one that records.
    const found =
      (await this.#kept.find()) ??
      (await new Promise((resolve) => setTimeout(resolve, CLOSING_MS)).then(() => this.#kept.find()));
    if (!found || this.#running) return;
    setEnds(this.#desk, { keptSeconds: found.take.seconds });
    this.#desk.tell(ownMessages.describeKeptRecording(found.take.seconds));
  }

  /** Saves the recording that was cut off. */
  async saveKept(): Promise<void> {
    const found = await this.#kept.find();
    setEnds(this.#desk, { keptSeconds: null });
    if (!found) return;
    saveTake(found.take, 0);
    await this.#kept.forget(found.id);
  }

  async #start(): Promise<void> {
    const desk = this.#desk;
    if (!desk.studio || desk.state.playback !== 'playing') return;
    const keepsDry = desk.state.ends.dryBesideWet;
    const take = new Take(desk.sampleRate, keepsDry);
    const running: Running = {
      ...{ id: this.#kept.begin(), take, keepsDry, recorder: null },
      ...{ shownSeconds: 0, keptSeconds: 0, keptBlocks: 0 },
    };
    this.#running = running;
    setEnds(desk, { recording: { seconds: 0, bytes: 0 } });
    try {
      running.recorder = await desk.studio.ends.record((block) => {
        take.add(block);
        this.#follow(running);
      });
      // It was stopped before it began.
      if (this.#running !== running) await running.recorder.stop();
    } catch {
      this.#running = null;
      setEnds(desk, { recording: null });
      void this.#kept.end(running.id);
      desk.tell(messages.describeWorkletFailure('recording'));
    }
  }

  async #stop(running: Running): Promise<void> {
    const desk = this.#desk;
    this.#running = null;
    setEnds(desk, { recording: null });
    await running.recorder?.stop();
    if (running.take.seconds > 0) saveTake(running.take, this.#latencyFrames);
    await this.#kept.end(running.id);
  }

  #follow(running: Running): void {
    const { seconds, bytes } = running.take;
    if (running !== this.#running) return;
    if (seconds - running.keptSeconds > KEEP_SECONDS) this.#keep();
    if (seconds - running.shownSeconds < SHOW_SECONDS) return;
    running.shownSeconds = seconds;
    setEnds(this.#desk, { recording: { seconds, bytes } });
    if (seconds < MOST_SECONDS) return;
    this.#desk.tell(ownMessages.describeFullRecording(seconds));
    void this.#stop(running);
  }

  /** Stores what was recorded since the last time. */
  #keep(): void {
    const running = this.#running;
    if (!running) return;
    const { take, keepsDry } = running;
    const { blocks, end } = take.since(running.keptBlocks);
    if (blocks.length === 0) return;
    running.keptBlocks = end;
    running.keptSeconds = take.seconds;
    void this.#kept.add(running.id, { sampleRate: take.sampleRate, keepsDry, blocks });
  }

  /** By how much the wet sound is late. */
  get #latencyFrames(): number {
    return this.#desk.state.engine?.latencyFrames ?? 0;
  }
}

function saveTake(take: Take, latencyFrames: number): void {
  const { wet, dry } = take.channels(latencyFrames);
  saveFile(wavFile(wet, take.sampleRate), dry ? 'dilatone recording wet.wav' : 'dilatone recording.wav');
  if (dry) saveFile(wavFile([dry], take.sampleRate), 'dilatone recording dry.wav');
}
