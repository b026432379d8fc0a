import { type ActivityReading, activityFrom } from '../../live/meters/activity.js';
import { type MeterReading, READING_LENGTH, readingFrom } from '../../live/meters/meters.js';
import { SharedValues } from '../../live/meters/shared-values.js';
import type { ProcessorLink } from '../link/processor-link.js';

/**
 * The network computed no numbers, or broke off, and the node fell back to the dry sound. After a second it starts the network
 * again, from silence (`restart`); not after the third fault within ten seconds (`giveUp`).
 */
export interface FaultEvent {
  /** What happened, in the form `where: expected X, got Y`. */
  readonly reason: string;
}

/** The input held samples that are no sound: NaN, infinity, or beyond ±10¹⁰. */
export interface BadInputEvent {
  /** How many there were since this was last told, in all channels together. */
  readonly samples: number;
}

/** A model of several sizes gave way to a smaller one. */
export interface StepDownEvent {
  /** The size in use now, in the unit of `NetworkChoice.size`. */
  readonly size: number;
}

/**
 * The events of a node, by the names that `Dilatone.on` takes. Listeners run on the main thread, a few milliseconds after
 * the sound that they report on; after `dispose` none is called.
 */
export interface DilatoneEvents {
  /** The dry sound took over; once for each fault. */
  readonly fault: FaultEvent;
  /** The network has been started again after a fault, whose reason this is; it is heard from now on. */
  readonly restart: FaultEvent;
  /** The network had three faults within ten seconds: the dry sound lasts until `reset` or `setModel`. */
  readonly giveUp: FaultEvent;
  /** Samples of the input were replaced by silence, with a bridge to it and back; told once a second at most. */
  readonly badInput: BadInputEvent;
  /** Levels and load, about 30 times a second while the context runs. Measured only while there is a listener. */
  readonly meters: MeterReading;
  /** Levels of signals inside the network, 60 times a second while the context runs. Measured only while there is a listener. */
  readonly activity: ActivityReading;
  /** A smaller size took over because the audio thread could not keep up. Only with the option `stepDown`. */
  readonly stepDown: StepDownEvent;
}

/** Readings of the meters for each second. */
const METERS_HZ = 30;
/** Reads of shared memory for each second: enough to miss no reading. */
const READS_HZ = 2 * METERS_HZ;
/** Readings of the activity for each second: one for each frame of most screens. */
const ACTIVITY_HZ = 60;

type Listener<Name extends keyof DilatoneEvents> = (event: DilatoneEvents[Name]) => void;

/**
 * The listeners of a node. Has the processor measure what they listen for, and nothing else.
 *
 * Meter readings come by messages. Where the page is cross-origin isolated they come through shared memory, which costs the
 * audio thread nothing.
 */
export class NodeEvents {
  readonly #link: ProcessorLink;
  readonly #sampleRate: number;
  readonly #byMessages: boolean;
  readonly #listeners = new Map<keyof DilatoneEvents, Set<(event: never) => void>>();
  #isMetering = false;
  #isWatching = false;
  /** Reads shared memory; null where nothing is measured, or readings come by messages. */
  #readTimer: ReturnType<typeof setInterval> | null = null;

  /**
   * @param byMessages send readings by message even where memory is shared: hidden tabs throttle the timers that would read
   *   it
   */
  constructor(link: ProcessorLink, sampleRate: number, byMessages: boolean) {
    this.#link = link;
    this.#sampleRate = sampleRate;
    this.#byMessages = byMessages || !canShareMemory();
    let fault: FaultEvent = { reason: '' };
    link.onFault = (reason) => {
      fault = { reason };
      this.emit('fault', fault);
    };
    link.onEvent = (notice) => {
      if (notice.type === 'badInput') this.emit('badInput', { samples: notice.samples });
      // Notices of blocks come from rigs, which take them first.
      else this.emit(notice.type as 'restart', fault);
    };
    link.onMeters = (values) => this.emit('meters', readingFrom(values));
    link.onActivity = (notice) => this.emit('activity', activityFrom(notice, 1 / ACTIVITY_HZ));
  }

  /** Adds a listener; the function returned removes it. */
  on<Name extends keyof DilatoneEvents>(name: Name, listener: Listener<Name>): () => void {
    const listeners = this.#listeners.get(name) ?? new Set();
    this.#listeners.set(name, listeners.add(listener));
    this.#measure();
    return () => {
      listeners.delete(listener);
      this.#measure();
    };
  }

  /** Calls every listener of an event. */
  emit<Name extends keyof DilatoneEvents>(name: Name, event: DilatoneEvents[Name]): void {
    for (const listener of this.#listeners.get(name) ?? []) (listener as Listener<Name>)(event);
  }

  /** Removes all listeners. The link is disposed separately. */
  dispose(): void {
    this.#listeners.clear();
    this.#stopReading();
  }

  /** Starts what has its first listener, and stops what has none. */
  #measure(): void {
    if (this.#link.disposed) return;
    const [metering, watching] = [this.#has('meters'), this.#has('activity')];
    if (metering !== this.#isMetering) this.#switchMeters(metering);
    if (watching !== this.#isWatching) this.#switchActivity(watching);
  }

  #has(name: keyof DilatoneEvents): boolean {
    return (this.#listeners.get(name)?.size ?? 0) > 0;
  }

  #switchActivity(on: boolean): void {
    this.#isWatching = on;
    const intervalFrames = on ? Math.round(this.#sampleRate / ACTIVITY_HZ) : null;
    this.#link.send({ type: 'setActivity', intervalFrames });
  }

  #switchMeters(on: boolean): void {
    this.#isMetering = on;
    this.#stopReading();
    const intervalFrames = on ? Math.round(this.#sampleRate / METERS_HZ) : null;
    const shared = on && !this.#byMessages ? this.#readShared() : undefined;
    this.#link.send({ type: 'setMeters', intervalFrames, shared });
  }

  /** Makes shared memory for readings, and reads it from now on. */
  #readShared(): SharedArrayBuffer {
    const shared = SharedValues.create(READING_LENGTH);
    const values = new Float64Array(READING_LENGTH);
    this.#readTimer = setInterval(() => {
      if (shared.read(values)) this.emit('meters', readingFrom(values));
    }, 1000 / READS_HZ);
    return shared.buffer;
  }

  #stopReading(): void {
    if (this.#readTimer !== null) clearInterval(this.#readTimer);
    this.#readTimer = null;
  }
}

function canShareMemory(): boolean {
  return globalThis.crossOriginIsolated === true && typeof SharedArrayBuffer !== 'undefined';
}
