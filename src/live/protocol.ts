import type { ChannelLayout } from '../engine/channels/channel-layout.js';
import type { EngineSource } from '../engine/engine-source.js';
import type { ResampledEngineDesign } from '../engine/resample/resampled-engine.js';
import type { ActivityNotice } from './meters/activity.js';
import type { SwapPlan } from './swap/engine-swap.js';
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
   * Sends a reading of the meters every `intervalFrames` frames; null stops it. Readings go into the memory of a
   * `SharedValues` where one is given, else they are notices.
   */
  | { readonly type: 'setMeters'; readonly intervalFrames: number | null; readonly shared?: SharedArrayBuffer }
  /** Sends a reading of the network's activity every `intervalFrames` frames; null stops it. */
  | { readonly type: 'setActivity'; readonly intervalFrames: number | null }
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
export type Outcome =
  | { readonly outcome: 'done' | 'overtaken' | 'disposed' }
  | { readonly outcome: 'failed'; readonly detail: string };

/** How the request of an id ended. */
export type Answer = { readonly type: 'answer'; readonly id: number } & Outcome;

/** What the audio thread says. Every request, and construction, is answered exactly once. */
export type Notice =
  | Answer
  /** The dry sound is all that is heard until `reset` or `setEngine`. */
  | { readonly type: 'fault'; readonly detail: string }
  /** A reading of the meters, as long as they are asked for. */
  | { readonly type: 'meters'; readonly values: Float64Array }
  | ActivityNotice
  /** A message arrived that this browser cannot carry to the audio thread, such as a WebAssembly module. */
  | { readonly type: 'unreadable' };
