import type { IAnalyserNode, IAudioContext } from 'standardized-audio-context';
import { LevelHistory } from '../analysis/level-history.js';
import { recentPeak } from '../analysis/meter.js';
import { prefersCalm } from '../motion.js';
import { NetworkMonitor } from './network-monitor.js';

/** Frames that the analysers keep. */
export const HISTORY_FRAMES = 8192;

/** Length of the history of levels. */
const LEVEL_SECONDS = 20;

/** Shortest interval between updates: faster screens would double the work and show no difference. */
const SHORTEST_FRAME_MS = 12;
/** The same for visitors who prefer reduced motion. */
const CALM_FRAME_MS = 120;

/** Longest elapsed time that is reported, after a pause of the page. */
const LONGEST_FRAME_MS = 200;

/** Analysers of dry and wet that show the same instant. */
export interface AnalyserPair {
  readonly dry: IAnalyserNode<IAudioContext>;
  readonly wet: IAnalyserNode<IAudioContext>;
  readonly sampleRate: number;
}

/**
 * The sound at the current frame of the screen, for everything that draws it. The arrays are reused; the last value of
 * `dry` and `wet` is the newest.
 */
export class LiveSignals {
  readonly dry = new Float32Array(HISTORY_FRAMES);
  readonly wet = new Float32Array(HISTORY_FRAMES);
  /** Measurements inside the model that is heard. */
  readonly network = new NetworkMonitor();
  readonly levels = new LevelHistory(LEVEL_SECONDS);
  readonly #dryDb = new Float32Array(HISTORY_FRAMES / 2);
  readonly #wetDb = new Float32Array(HISTORY_FRAMES / 2);
  readonly #listeners = new Set<(live: LiveSignals) => void>();
  #analysers: AnalyserPair | null = null;
  #request = 0;
  #lastMs = 0;
  #stopAtMs: number | null = null;
  /** Time since the previous update. */
  elapsedSeconds = 0;
  /** Linear peaks within that time. */
  dryPeak = 0;
  wetPeak = 0;

  /** Sample rate in Hz; 48 000 until there is sound. */
  get sampleRate(): number {
    return this.#analysers?.sampleRate ?? 48_000;
  }

  /** Whether there has been any sound yet. */
  get hasSound(): boolean {
    return this.#analysers !== null;
  }

  connect(analysers: AnalyserPair): void {
    this.#analysers = analysers;
  }

  /** Calls back before each repaint of the screen while sound runs. Returns a function that unsubscribes. */
  subscribe(listener: (live: LiveSignals) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  start(): void {
    this.#stopAtMs = null;
    if (this.#request !== 0) return;
    this.#request = requestAnimationFrame(this.#tick);
  }

  /** Stops after a while, so that the tail and the fall of the meters are still shown. */
  stopIn(ms: number): void {
    this.#stopAtMs = performance.now() + ms;
  }

  /** Levels in dB of the bins of a Fourier transform, computed by the call. The array is reused. */
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
    this.#request = this.#stopAtMs === null || nowMs < this.#stopAtMs ? requestAnimationFrame(this.#tick) : 0;
  };
}
