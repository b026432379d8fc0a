import type { Block } from './block.js';

/** Stands where a file is missing: sound passes unchanged. */
export class MissingBlock implements Block {
  readonly latencyFrames = 0;
  readonly warmFrames = 0;

  /** @realtime */
  set(): void {}

  /** @realtime */
  reset(): void {}

  /** @realtime */
  startAt(): void {}

  /** @realtime */
  process(): void {}
}
