import type { LoopRegion } from '../state.js';

/** Position of a sound `seconds` after its start at 0, if it repeats a region once it reaches the region's end. */
export function placeInLoop(seconds: number, { startSeconds, endSeconds }: LoopRegion): number {
  if (seconds < endSeconds || endSeconds <= startSeconds) return seconds;
  return startSeconds + ((seconds - startSeconds) % (endSeconds - startSeconds));
}
