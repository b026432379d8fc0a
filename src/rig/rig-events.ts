import type { ProcessorLink } from '../controller/link/processor-link.js';
import { callListeners, expectListener } from '../controller/listeners.js';
import { type DilatoneEvents, NodeEvents } from '../controller/node/dilatone-events.js';
import { type ActivityReading, activityFrom } from '../live/meters/activity.js';
import type { BlockNotice } from '../live/protocol.js';

/** A block of a rig failed: sound passes it by until it is started again, a second later, or for good. */
export interface BlockFaultEvent {
  /** Id of the block. */
  readonly id: string;
  /** What happened, in the form `where: expected X, got Y`. */
  readonly reason: string;
  /** True after the third fault within ten seconds: only `reset` or a change of rigs starts it again. */
  readonly givenUp: boolean;
}

/** What a block of the series takes of the audio thread. */
export interface BlockLoad {
  /** Id of the block; that of a split stands for all blocks inside of it. */
  readonly id: string;
  /** Share of real time, averaged over about a second: 1 is all of it. */
  readonly share: number;
}

/** The rig that is heard has changed, by any of the rig's methods. */
export interface RigChangeEvent {
  /** `values`: numbers and bypass only. `rig`: blocks, their order or their files. */
  readonly what: 'values' | 'rig';
}

/**
 * The events of a rig, by the names that `Rig.on` takes. Those that nodes of single models have, too, mean the same here;
 * `fault` is one of the whole rig, and rare.
 */
export interface RigEvents extends Omit<DilatoneEvents, 'activity' | 'stepDown'> {
  /** Sound passes a block by, since it failed. */
  readonly blockFault: BlockFaultEvent;
  /** A block runs again after a fault. */
  readonly blockRestart: { readonly id: string };
  /** What each block takes of the audio thread, about twice a second. Measured only while there is a listener. */
  readonly loads: readonly BlockLoad[];
  /** The document has changed. */
  readonly change: RigChangeEvent;
}

type Listener<Name extends keyof RigEvents> = (event: RigEvents[Name]) => void;

/** Events that `NodeEvents` does not know. */
const OWN = ['blockFault', 'blockRestart', 'loads', 'change'] as const;

/** All events. */
const NAMES: readonly unknown[] = [
  ...OWN,
  'fault',
  'restart',
  'giveUp',
  'badInput',
  'meters',
] satisfies (keyof RigEvents)[];

type OwnName = (typeof OWN)[number];

/** Rate of the readings of one block's activity. */
const ACTIVITY_HZ = 60;
/** Time over which loads are averaged. */
const LOADS_SECONDS = 0.5;

/** The listeners of a rig. */
export class RigListeners {
  readonly #link: ProcessorLink;
  readonly #sampleRate: number;
  readonly #node: NodeEvents;
  readonly #own = new Map<OwnName, Set<(event: never) => void>>();
  /** Ids of the series in use, in order. */
  readonly #series: () => readonly string[];
  #busyMs = new Float64Array(0);
  #seconds = 0;
  #onActivity: ((reading: ActivityReading) => void) | null = null;

  /** `series`: ids of the blocks in series, as they are in use. */
  constructor(link: ProcessorLink, sampleRate: number, series: () => readonly string[]) {
    this.#link = link;
    this.#sampleRate = sampleRate;
    this.#series = series;
    this.#node = new NodeEvents(link, sampleRate, false);
    const { onEvent } = link;
    link.onEvent = (notice) => {
      if (notice.type.startsWith('block')) this.#receive(notice as BlockNotice);
      else onEvent(notice);
    };
    link.onActivity = (notice) => this.#onActivity?.(activityFrom(notice, 1 / ACTIVITY_HZ));
  }

  /** Adds a listener; the function returned removes it. RangeError for an unknown event, TypeError for what is no function. */
  on<Name extends keyof RigEvents>(name: Name, listener: Listener<Name>): () => void {
    expectListener(listener);
    if (!NAMES.includes(name)) throw new RangeError(`event: expected ${NAMES.join(', ')}, got ${String(name)}`);
    if (!isOwn(name)) return this.#node.on(name as keyof DilatoneEvents, listener as (event: unknown) => void);
    const listeners = this.#own.get(name) ?? new Set();
    this.#own.set(name, listeners.add(listener));
    // The processor times blocks while it measures the node.
    const stopTiming = name === 'loads' ? this.#node.on('meters', () => {}) : () => {};
    return () => {
      if (listeners.delete(listener)) stopTiming();
    };
  }

  /** Calls every listener of an event of the rig's own. */
  emit<Name extends OwnName>(name: Name, event: RigEvents[Name]): void {
    callListeners((this.#own.get(name) ?? []) as Iterable<Listener<Name>>, event);
  }

  /** Measures what goes on inside the model of one block, for one listener at a time; null stops it. */
  watchActivity(block: string | null, listener: ((reading: ActivityReading) => void) | null): void {
    if (block !== null) expectListener(listener);
    this.#onActivity = listener;
    const intervalFrames = block === null ? null : Math.round(this.#sampleRate / ACTIVITY_HZ);
    this.#link.send({ type: 'setActivity', intervalFrames, ...(block !== null && { block }) });
  }

  /** Stops measuring for a listener, unless another one has taken over. */
  endActivity(listener: (reading: ActivityReading) => void): void {
    if (this.#onActivity === listener && !this.#link.disposed) this.watchActivity(null, null);
  }

  /** Removes all listeners. */
  dispose(): void {
    this.#own.clear();
    this.#onActivity = null;
    this.#node.dispose();
  }

  #receive(notice: BlockNotice): void {
    switch (notice.type) {
      case 'blockFault':
        this.emit('blockFault', { id: notice.block, reason: notice.detail, givenUp: notice.givenUp });
        return;
      case 'blockRestart':
        this.emit('blockRestart', { id: notice.block });
        return;
      case 'blockLoads':
        this.#addLoads(notice.busyMs, notice.seconds);
    }
  }

  #addLoads(busyMs: Float64Array, seconds: number): void {
    if (busyMs.length !== this.#busyMs.length) {
      this.#busyMs = new Float64Array(busyMs.length);
      this.#seconds = 0;
    }
    this.#seconds += seconds;
    for (const [i, ms] of busyMs.entries()) this.#busyMs[i] += ms;
    if (this.#seconds < LOADS_SECONDS) return;
    const total = this.#seconds;
    const ids = this.#series();
    if (ids.length === busyMs.length) {
      const loads = ids.map((id, i) => ({ id, share: this.#busyMs[i] / 1000 / total }));
      // Not those of the gains at both ends.
      this.emit('loads', loads.slice(1, -1));
    }
    this.#busyMs.fill(0);
    this.#seconds = 0;
  }
}

function isOwn(name: keyof RigEvents): name is OwnName {
  return (OWN as readonly string[]).includes(name);
}
