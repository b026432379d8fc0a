import type { ChannelLayout } from '../engine/channels/channels.js';
import type { EngineSource } from '../engine/engine-source.js';
import type { ResampledEngineDesign } from '../engine/resample/resampled-engine.js';
import type { DryAlignment } from './guarded-engine.js';
import type { ActivityNotice } from './meters/activity.js';
import type { MetersNotice } from './meters/meters.js';
import type { RigPlan } from './rig/rig-plan.js';
import type { SwapPlan } from './swap/engine-swap.js';
import { VERSION } from './version.js';

/** Name under which the processor is registered. It contains the version: two versions may not understand each other. */
export const PROCESSOR_NAME = `dilatone-${VERSION}`;

/** The same for the processor of rigs. */
export const RIG_PROCESSOR_NAME = `dilatone-rig-${VERSION}`;

/** Id of the answer that every processor gives once, without a request, when it has been constructed. */
export const CONSTRUCTION_ID = 0;

/** What a processor runs: a network, or a rig. */
export type PathSource = EngineSource | RigPlan;

/** What a processor is constructed with. The first engine comes here, as a message could arrive after the first frame. */
export interface ProcessorOptions {
  readonly layout: ChannelLayout;
  readonly source: PathSource;
  /** Null if the engine runs at the context's rate. */
  readonly resampling: ResampledEngineDesign | null;
  /** What the dry share of the mix is lined up with; by default a model without a delay of its own. */
  readonly alignment?: DryAlignment;
  /** Level in dBFS that the output does not exceed; none by default. */
  readonly limitDb?: number | null;
}

/** What the main thread can ask of a processor. */
export type Command =
  /** Changes to another engine. Answered when the change has ended; the latest change overtakes those before. */
  | {
      readonly type: 'setEngine';
      readonly source: PathSource;
      readonly resampling: ResampledEngineDesign | null;
      readonly alignment?: DryAlignment;
      readonly plan: SwapPlan;
    }
  /** Ends the change of engines under way at once, without a crossfade. */
  | { readonly type: 'finishSwap' }
  | { readonly type: 'setBypass'; readonly bypass: boolean }
  | { readonly type: 'setLimit'; readonly limitDb: number | null }
  /**
   * Sends a reading of the meters every `intervalFrames` frames; null stops it. With `shared`, the memory of a
   * `SharedValues`, readings are written there instead of being posted.
   */
  | { readonly type: 'setMeters'; readonly intervalFrames: number | null; readonly shared?: SharedArrayBuffer }
  /**
   * Sends a reading of the network's activity every `intervalFrames` frames; null stops it. In a rig, of the model in the block
   * of an id.
   */
  | { readonly type: 'setActivity'; readonly intervalFrames: number | null; readonly block?: string }
  /** Sets parameters of a rig's block, by index, and its bypass, where the rig in use or the one that comes is that of a turn. */
  | {
      readonly type: 'setBlock';
      /** See `RigPlan.turn`. */
      readonly rig: number;
      readonly block: string;
      readonly values: readonly (readonly [index: number, value: number])[];
      readonly bypass?: boolean | undefined;
    }
  /**
   * Makes blocks ahead for a rig that `setEngine` sends later, under the same turn: where all of them were made at once, other sound of
   * the audio thread would have to wait.
   */
  | { readonly type: 'makeBlocks'; readonly source: RigPlan }
  /** Returns the engines to their silence state and ends a fault. */
  | { readonly type: 'reset' }
  /** Ends the processor: it releases its engines and answers every later request with `disposed`. */
  | { readonly type: 'dispose' };

/** A command under an id that no other request to this processor has: 1, 2, 3 … */
export type Request = Command & { readonly id: number };

/**
 * How a request ended:
 *
 * - `done`: it was carried out; after `setEngine`, the new engine is the only one in use
 * - `overtaken`: a later `setEngine` took its place before the change had ended
 * - `disposed`: `dispose` came first
 * - `failed`: it was not carried out, and the sound goes on as before; `detail` says why
 */
export type Outcome =
  | { readonly outcome: 'done' | 'overtaken' | 'disposed' }
  | { readonly outcome: 'failed'; readonly detail: string };

/** How the request with an id ended. */
export type Answer = { readonly type: 'answer'; readonly id: number } & Outcome;

/** What happened to a block of a rig. */
export type BlockNotice =
  /** Sound passes the block by, until it is started again; `givenUp`: only by `reset` or a change of rigs. */
  | { readonly type: 'blockFault'; readonly block: string; readonly detail: string; readonly givenUp: boolean }
  /** The block runs again after a fault. */
  | { readonly type: 'blockRestart'; readonly block: string }
  /** Milliseconds that each block of the series took in `seconds` of sound; in the order of the plan. */
  | { readonly type: 'blockLoads'; readonly busyMs: Float64Array; readonly seconds: number };

/** What the audio thread tells as it is. */
export type EventNotice =
  /** The network runs again, from silence, after a fault. */
  | { readonly type: 'restart' }
  /** After the fault just told, the network is not started again. */
  | { readonly type: 'giveUp' }
  /** So many samples of the input were no sound and were replaced; at most once a second. */
  | { readonly type: 'badInput'; readonly samples: number };

/** What the audio thread sends. Every request, and construction, is answered exactly once. */
export type Notice =
  | Answer
  /** From now on only the dry sound is heard, until `restart`, or `reset` or `setEngine`. */
  | { readonly type: 'fault'; readonly detail: string }
  | EventNotice
  | BlockNotice
  | MetersNotice
  | ActivityNotice
  /** A message arrived that this browser cannot deserialize on the audio thread, such as a WebAssembly module. */
  | { readonly type: 'unreadable' };
