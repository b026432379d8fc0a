/** Share of the time for a render quantum that an engine may take while it catches up, where the audio thread idles. */
const CATCH_UP_SHARE = 0.25;
/** The same, of what other nodes leave. */
const SHARE_OF_REST = 0.5;
/** Below this it is caught up with no sooner than by running along; above, it is soon enough. */
const LEAST_SPEED = 3;
const MOST_SPEED = 16;

/** Share of real time that engines need which process so many frames in a millisecond; NaN where that is not known. */
export function realtimeShare(framesPerMs: number, modelRateHz: number, engines: number): number {
  return (modelRateHz / 1000) * (engines / framesPerMs);
}

/**
 * How many frames for each frame of sound engines may process to catch up; 1 where they should run along instead.
 *
 * @param share of real time that they need at speed 1
 * @param busyShare of real time that everything else in the context needs
 */
export function catchUpSpeed(share: number, busyShare: number): number {
  const allowed = Math.min(CATCH_UP_SHARE, SHARE_OF_REST * (1 - busyShare));
  const speed = Math.floor(allowed / share);
  return speed >= LEAST_SPEED ? Math.min(speed, MOST_SPEED) : 1;
}
