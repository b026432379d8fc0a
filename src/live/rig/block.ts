import type { Planes } from '../../engine/channels/channels.js';
import type { DryAlignment } from '../guarded-engine.js';

/** Most frames that a block processes at once. */
export const BLOCK_FRAMES = 128;

/**
 * Processes two channels in place, on the audio thread. Made with all that it needs; only the constructor allocates. A mono
 * sound is the same samples in both channels: a block must keep it so, bit for bit.
 */
export interface Block {
  /** Frames by which the output lags behind the input; bypass does not change it. */
  readonly latencyFrames: number;
  /** Past input in frames after which a block that starts from silence sounds as if it had run all along. */
  readonly warmFrames: number;
  /** What the device that it learned adds; nothing where it is left out. */
  readonly alignment?: DryAlignment;
  /** Why the block last processed gave no sound, and left the input as it is; null or left out if it did. */
  readonly failure?: string | null;

  /** Sets the parameter at an index of `BLOCK_PARAMETERS`. The sound follows within 10 ms, without a click. @realtime */
  set(index: number, value: number): void;

  /** Returns to the state before the first frame; parameters are at once where they were last set. @realtime */
  reset(): void;

  /** Gives the next frame a number, right after construction or `reset`; see `StreamProcessor.startAt`. @realtime */
  startAt(frame: number): void;

  /** Processes at most `BLOCK_FRAMES` frames of both channels in place. Input is finite; so is the output. Does not throw. @realtime */
  process(sound: Planes, frames: number): void;
}
