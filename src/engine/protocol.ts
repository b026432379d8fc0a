import type { ActivityNotice } from './activity.js';
import type { ChannelLayout } from './channel-layout.js';
import type { EngineSource } from './engine-source.js';
import type { SwapPlan } from './engine-swap.js';
import type { ResampledEngineDesign } from './resampled-engine.js';
import { VERSION } from './version.js';

/** Name under which the processor is registered: of each version its own, since they need not understand one another. */
export const PROCESSOR_NAME = `dilatone-${VERSION}`;

/** Id of the answer that a processor gives unasked, once, when it has been constructed. */
export const CONSTRUCTION_ID = 0;

/** What a processor is constructed with. The first engine travels here, since messages may come too late for frame 0. */
export interface ProcessorOptions {
  readonly layout: ChannelLayout;
  readonly source: EngineSource;
  /** Null where the engine runs at the context's rate. */
  readonly resampling: ResampledEngineDesign | null;
}

/** What the main thread can ask for. */
export type Command =
  | {
      readonly type: 'setEngine';
      readonly source: EngineSource;
      readonly resampling: ResampledEngineDesign | null;
      readonly plan: SwapPlan;
    }
  /** The change of engines that is under way is to come to its end at once. */
  | { readonly type: 'finishSwap' }
  | { readonly type: 'setBypass'; readonly bypass: boolean }
  /**
   * A reading of the meters is to come every so many frames; none where it is 0. It goes into the memory of a
   * `SharedValues` where one is given, else it is a notice.
   */
  | { readonly type: 'setMeters'; readonly intervalFrames: number; readonly shared?: SharedArrayBuffer }
  /** A reading of what goes on inside of the network is to come every so many frames; none where it is 0. */
  | { readonly type: 'setActivity'; readonly intervalFrames: number }
  | { readonly type: 'reset' }
  | { readonly type: 'dispose' };

/** A command under its id, which no other request of this processor has: 1, 2, 3 … */
export type Request = Command & { readonly id: number };

/**
 * How a request ended:
 *
 * - `done`: it is carried out; a new engine is the only one in use
 * - `overtaken`: a later `setEngine` came before this one's engine was the only one in use
 * - `disposed`: `dispose` came before
 * - `failed`: it could not be done, and what sounded before goes on; `detail` says why
 */
export type Outcome = 'done' | 'overtaken' | 'disposed' | 'failed';

/** What the audio thread says. Every request, and construction, is answered exactly once. */
export type Notice =
  | { readonly type: 'answer'; readonly id: number; readonly outcome: Outcome; readonly detail: string }
  /** The dry sound is all that is heard until `reset` or `setEngine`. */
  | { readonly type: 'fault'; readonly detail: string }
  /** A reading of the meters, as long as they are asked for. */
  | { readonly type: 'meters'; readonly values: Float64Array }
  | ActivityNotice
  /** A message arrived that this browser cannot carry to the audio thread, such as a WebAssembly module. */
  | { readonly type: 'unreadable' };
