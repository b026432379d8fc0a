import type { IAnalyserNode, IAudioContext } from 'standardized-audio-context';
import { LevelHistory } from '../analysis/level-history.js';
import { recentPeak } from '../analysis/meter.js';
import { prefersCalm } from '../motion.js';
import { NetworkMonitor } from './network-monitor.js';

/** Frames of the past that can be looked at. */
export const HISTORY_FRAMES = 8192;

/** How far back the history of levels reaches. */
const LEVEL_SECONDS = 20;

/** Screens faster than 60 Hz are not followed: nothing would look better, and twice the work would be done. */
const SHORTEST_FRAME_MS = 12;
const CALM_FRAME_MS = 120;

/** After a rest, time goes on as if the last frame had been this long ago. */
const LONGEST_FRAME_MS = 200;

/** Dry and wet analysers of the same instant. */
export interface AnalyserPair {
  readonly dry: IAnalyserNode<IAudioContext>;
  readonly wet: IAnalyserNode<IAudioContext>;
  readonly sampleRate: number;
}

/**
 * The sound of this very frame of the screen, for everything that draws it. The arrays are the same ones each time; the
 * last value of `dry` and `wet` is the newest.
 */
export class LiveSignals {
  readonly dry = new Float32Array(HISTORY_FRAMES);
  readonly wet = new Float32Array(HISTORY_FRAMES);
  /** What goes on inside of the model that is heard. */
  readonly network = new NetworkMonitor();
  readonly levels = new LevelHistory(LEVEL_SECONDS);
  readonly #dryDb = new Float32Array(HISTORY_FRAMES / 2);
  readonly #wetDb = new Float32Array(HISTORY_FRAMES / 2);
  readonly #listeners = new Set<(live: LiveSignals) => void>();
  #analysers: AnalyserPair | null = null;
  #request = 0;
  #lastMs = 0;
  #stopAtMs = Number.POSITIVE_INFINITY;
  /** Time since the frame of the screen before. */
  elapsedSeconds = 0;
  /** Loudest samples within that time. */
  dryPeak = 0;
  wetPeak = 0;

  /** Rate of the sound in Hz; 48 000 until there is any. */
  get sampleRate(): number {
    return this.#analysers?.sampleRate ?? 48_000;
  }

  /** Whether any sound has been looked at yet. */
  get hasSound(): boolean {
    return this.#analysers !== null;
  }

  connect(analysers: AnalyserPair): void {
    this.#analysers = analysers;
  }

  /** Calls back before each repaint of the screen while sound runs. Returns a function that ends the subscription. */
  subscribe(listener: (live: LiveSignals) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  start(): void {
    this.#stopAtMs = Number.POSITIVE_INFINITY;
    if (this.#request !== 0) return;
    this.#request = requestAnimationFrame(this.#tick);
  }

  /** Stops after a time in which the tail dies away and the meters fall. */
  stopIn(ms: number): void {
    this.#stopAtMs = performance.now() + ms;
  }

  /** Levels in dB of the bins of a Fourier transform; computed when asked for. */
  spectrumDb(which: 'dry' | 'wet'): Float32Array {
    const bins = which === 'dry' ? this.#dryDb : this.#wetDb;
    if (this.#analysers) this.#analysers[which].getFloatFrequencyData(bins);
    return bins;
  }

  readonly #tick = (nowMs: number): void => {
    if (nowMs - this.#lastMs < (prefersCalm() ? CALM_FRAME_MS : SHORTEST_FRAME_MS)) {
      this.#request = requestAnimationFrame(this.#tick);
      return;
    }
    this.elapsedSeconds = Math.min(LONGEST_FRAME_MS, nowMs - this.#lastMs) / 1000;
    this.#lastMs = nowMs;
    this.#analysers?.dry.getFloatTimeDomainData(this.dry);
    this.#analysers?.wet.getFloatTimeDomainData(this.wet);
    const elapsedFrames = Math.ceil(this.elapsedSeconds * this.sampleRate);
    const newFrames = Math.max(Math.ceil(0.02 * this.sampleRate), elapsedFrames);
    this.dryPeak = recentPeak(this.dry, newFrames);
    this.wetPeak = recentPeak(this.wet, newFrames);
    this.levels.add(recentPeak(this.dry, elapsedFrames), recentPeak(this.wet, elapsedFrames), this.elapsedSeconds);
    for (const listener of this.#listeners) listener(this);
    this.#request = nowMs < this.#stopAtMs ? requestAnimationFrame(this.#tick) : 0;
  };
}
