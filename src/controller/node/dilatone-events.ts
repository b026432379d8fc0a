import type { ActivityReading } from '../../live/meters/activity.js';
import type { MeterReading } from '../../live/meters/meters.js';

/** The node fell back to the dry sound, until `reset` or `setModel`. */
export interface FaultEvent {
  /** What happened, in the form `where: expected X, got Y`. */
  readonly reason: string;
}

/** A model of several sizes gave way to a smaller one. */
export interface StepDownEvent {
  /** The size in use now. */
  readonly size: number;
}

/** What `Dilatone.on` can tell about. */
export interface DilatoneEvents {
  /** The dry sound took over, once for each fault. */
  readonly fault: FaultEvent;
  /** Levels and load, about 30 times a second while the context runs. They are measured only while somebody listens. */
  readonly meters: MeterReading;
  /** Levels inside of the network, 60 times a second while the context runs, measured only while somebody listens. */
  readonly activity: ActivityReading;
  /** Only with the option `stepDown`. */
  readonly stepDown: StepDownEvent;
}
