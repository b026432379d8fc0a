import type { SwapPlan } from '../../src/live/swap/engine-swap.js';

/** A change of engines that run along for some frames, then fade in. */
export function runAlong(warmFrames = 0, fadeFrames = 0): SwapPlan {
  return { warmFrames, fadeFrames, catchUpSpeed: 1 };
}
