import type { AnyAudioContext } from './worklet-host.js';

/** How often a change that is under way is looked after. */
const LOOK_MS = 100;
/** Time beyond its own after which a change will not come to its end by itself. */
const GRACE_SECONDS = 0.5;

/**
 * Calls `finish`, once, if a change does not come to its end: because its context was suspended, interrupted or closed
 * meanwhile, or because its node is connected to nothing and gets no time. The function returned ends the watch.
 *
 * @param seconds that the change takes
 */
export function watchChange(context: AnyAudioContext, seconds: number, finish: () => void): () => void {
  const latestTime = context.currentTime + seconds + GRACE_SECONDS;
  const timer = setInterval(() => {
    if (context.state === 'running' && !(context.currentTime > latestTime)) return;
    clearInterval(timer);
    finish();
  }, LOOK_MS);
  return () => clearInterval(timer);
}
