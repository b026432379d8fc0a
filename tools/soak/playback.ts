/** The browser's counters of a context's sound; Chromium has them, other browsers may not. */
interface PlaybackStats {
  readonly underrunEvents: number;
  readonly underrunDuration: number;
  readonly totalDuration: number;
}

/** Gaps in the sound during an interval. */
export interface Playback {
  readonly seconds: number;
  readonly underruns: number;
  readonly underrunSeconds: number;
}

/** Runs `act` and returns what the browser counted in that time; null if it does not count. */
export async function countUnderruns(context: AudioContext, act: () => Promise<void>): Promise<Playback | null> {
  const before = read(context);
  await act();
  const after = read(context);
  if (before === null || after === null) return null;
  return {
    seconds: after.seconds - before.seconds,
    underruns: after.underruns - before.underruns,
    underrunSeconds: after.underrunSeconds - before.underrunSeconds,
  };
}

function read(context: AudioContext): Playback | null {
  const { playbackStats } = context as AudioContext & { playbackStats?: PlaybackStats };
  if (playbackStats === undefined) return null;
  const { totalDuration, underrunEvents, underrunDuration } = playbackStats;
  return { seconds: totalDuration, underruns: underrunEvents, underrunSeconds: underrunDuration };
}

/** Resolves after a time. */
export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
