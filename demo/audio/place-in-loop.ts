import type { LoopRegion } from '../state.js';

/** Where a sound is that was started at its place 0 and repeats a region once it has come to the region's end. */
export function placeInLoop(seconds: number, { startSeconds, endSeconds }: LoopRegion): number {
  if (seconds < endSeconds || endSeconds <= startSeconds) return seconds;
  return startSeconds + ((seconds - startSeconds) % (endSeconds - startSeconds));
}
