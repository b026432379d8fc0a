import type { SignalId } from '../network/network.js';
import type { PrewarmPlan } from '../network/prewarm.js';
import type { UnsharedUint8Array } from '../network/unshared.js';

/** How the kernels multiply and add: two rounded operations, or one fused where the processor has it. */
export type MultiplyAdd = 'plain' | 'relaxed';

/** Where a block of planar audio lies in a Program's memory: channel c starts at `address + c · stride`, in bytes. */
export interface BlockLayout {
  /** Byte in the module's memory where channel 0 begins. */
  readonly address: number;
  /** Bytes from one channel to the next. */
  readonly stride: number;
  /** Number of channels. */
  readonly channels: number;
}

/**
 * The ring buffer of a signal: frame t of channel c, counted from the last reset, lies at `address + c · stride +
 * 4 · (t & mask)`. After `process` it holds the frames of that block.
 */
interface HistoryLayout extends BlockLayout {
  /** The signal's id in the Network that was compiled. */
  readonly signal: SignalId;
  readonly mask: number;
}

/** Where a Program keeps numbers of the state of a recurrent op. */
export interface StateLayout {
  /** Byte in the memory where the running state lies. */
  readonly address: number;
  /** Byte in the memory, within the image, from which it is set to rest. */
  readonly restAddress: number;
  readonly byteLength: number;
}

/** How the image of a Program is completed with the states of recurrent ops after half a second of silence. */
export interface ProgramPrewarm extends PrewarmPlan {
  readonly states: readonly StateLayout[];
}

/**
 * A compiled Network: all that an audio thread needs to run it. Plain data; it can be posted between threads.
 *
 * The module imports nothing and exports `memory`, `reset()` and `process(frames)`. After instantiation copy `image` to
 * `imageAddress` and call `reset()`, which fills all histories with what comes before the first frame: where that is
 * silence, the kernels compute what it leaves, step by step. Then, for every block: write at most `maxFrames` frames of
 * float32 at `input`, call `process(frames)`, which treats input below −600 dB as zero, and read as many frames at `output`.
 * The exported global `frame` counts frames modulo 2^32; it and the memory are the whole state of an instance.
 *
 * Programs of networks that start from zero and have histories also export `rest()`, which sets the state to what endless
 * silence leaves. Those with a `prewarm` export `prewarm(frames)`, which runs what recurrent ops need on silence: before the
 * first `reset()` call `rest()`, or else `reset()`, then `prewarm` in blocks of at most `maxFrames`, and copy each of its
 * states to its `restAddress`. `prepareEngine` has done so.
 */
export interface Program {
  /** The WebAssembly module. */
  readonly bytes: UnsharedUint8Array;
  /** Packed weights and descriptors, and states of recurrent ops. */
  readonly image: UnsharedUint8Array;
  /** Where the image belongs in the module's memory; before it lies the working memory. The memory never grows. */
  readonly imageAddress: number;
  /** Where a block of input goes. */
  readonly input: BlockLayout;
  /** Where its output is then. */
  readonly output: BlockLayout;
  /** The signals that convolutions look back on, by ascending id. */
  readonly histories: readonly HistoryLayout[];
  /** Most frames of a block. */
  readonly maxFrames: number;
  /**
   * Past input, in frames, that an instance must process before its output equals, bit for bit, that of an instance that
   * has run since the start of the stream.
   */
  readonly warmFrames: number;
  /** That holds for instances whose frame counter is that of the stream, but for a multiple of this: their schedules repeat. */
  readonly periodFrames: number;
  /** How products are added up. */
  readonly multiplyAdd: MultiplyAdd;
  /** Null where there is nothing to prewarm, or the image is complete. */
  readonly prewarm: ProgramPrewarm | null;
}

/** True if two modules are the same code. */
export function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, n) => byte === b[n]);
}
