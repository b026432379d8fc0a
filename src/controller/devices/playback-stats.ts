import { expectContext } from '../link/in-use.js';
import type { AnyAudioContext } from '../link/worklet-host.js';
import { expectListener } from '../listeners.js';
import { contextWith } from './inner-context.js';

/** What a browser counted since a context was made. */
export interface PlaybackStats {
  /** Times that the output had nothing to play, because the audio thread was late: audible gaps. */
  readonly underrunCount: number;
  /** Duration of these gaps in seconds. */
  readonly underrunSeconds: number;
  /** Duration of all that was played in seconds, gaps included. */
  readonly playedSeconds: number;
  /** Latency of the output in seconds. */
  readonly averageLatencySeconds: number;
  /** The shortest latency so far, in seconds. */
  readonly minimumLatencySeconds: number;
  /** The longest latency so far, in seconds. */
  readonly maximumLatencySeconds: number;
}

/** The members of a native AudioContext, under the names of Web Audio. */
interface CountingContext {
  readonly playbackStats: {
    readonly underrunEvents: number;
    readonly underrunDuration: number;
    readonly totalDuration: number;
    readonly averageLatency: number;
    readonly minimumLatency: number;
    readonly maximumLatency: number;
  };
}

/**
 * Reads how a context played so far. The browser updates the numbers once a second. Null where it counts nothing, as
 * Firefox and Safari: there `amp.on('meters', …)` shows how close to gaps the load is. It accepts contexts of
 * standardized-audio-context and Tone, too.
 */
export function readPlaybackStats(context: AnyAudioContext): PlaybackStats | null {
  expectContext(context);
  const stats = contextWith<CountingContext>(context, 'playbackStats')?.playbackStats;
  if (stats === undefined) return null;
  return {
    underrunCount: stats.underrunEvents,
    underrunSeconds: stats.underrunDuration,
    playedSeconds: stats.totalDuration,
    averageLatencySeconds: stats.averageLatency,
    minimumLatencySeconds: stats.minimumLatency,
    maximumLatencySeconds: stats.maximumLatency,
  };
}

/** Underruns since the last time. */
export interface Underruns {
  /** How many there were. */
  readonly count: number;
  /** How long they lasted together, in seconds. */
  readonly seconds: number;
  /** All that the browser counted. */
  readonly stats: PlaybackStats;
}

const POLL_MS = 1000;

/**
 * Calls `listener` on the main thread after each second with underruns, until the function returned is called. Those from before
 * the call do not count. Never calls it where the browser counts nothing (`readPlaybackStats` is null).
 */
export function watchUnderruns(context: AnyAudioContext, listener: (underruns: Underruns) => void): () => void {
  expectListener(listener);
  let last = readPlaybackStats(context);
  if (last === null) return () => {};
  const timer = setInterval(() => {
    const stats = readPlaybackStats(context);
    if (context.state === 'closed') clearInterval(timer);
    if (stats === null || last === null || stats.underrunCount === last.underrunCount) return;
    const count = stats.underrunCount - last.underrunCount;
    const seconds = stats.underrunSeconds - last.underrunSeconds;
    last = stats;
    listener({ count, seconds, stats });
  }, POLL_MS);
  return () => clearInterval(timer);
}
