/** What the browser counts about a context's sound; Chromium has it, other browsers may not. */
interface PlaybackStats {
  readonly underrunEvents: number;
  readonly underrunDuration: number;
  readonly totalDuration: number;
}

/** Gaps that were heard while something went on. */
export interface Playback {
  readonly seconds: number;
  readonly underruns: number;
  readonly underrunSeconds: number;
}

/** Runs `act` and gives what the browser counted meanwhile; null where it does not count. */
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

/** Resolves after a time; what a soak does, it does by the clock. */
export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
