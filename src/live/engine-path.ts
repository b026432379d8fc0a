import type { ChannelLayout, Planes } from '../engine/channels/channels.js';
import { catchUpNeeds } from '../engine/engine-source.js';
import { createGuardedEngine } from './guarded-engine.js';
import type { EngineActivity } from './meters/activity.js';
import { Meters } from './meters/meters.js';
import { SharedValues } from './meters/shared-values.js';
import type { NodePath, NoticePort, PathCommand, Settle } from './node-path.js';
import type { ParameterValues } from './parameters.js';
import type { PathResult } from './path-result.js';
import type { EventNotice, Outcome, ProcessorOptions } from './protocol.js';
import { SignalPath } from './signal-path.js';

const DONE: Outcome = { outcome: 'done' };
const RESTART: EventNotice = { type: 'restart' };
const GIVE_UP: EventNotice = { type: 'giveUp' };

/** Runs engines for a node: a `SignalPath`, measured while the main thread listens. */
export class EnginePath implements NodePath {
  readonly #layout: ChannelLayout;
  readonly #sampleRate: number;
  readonly #port: NoticePort;
  readonly #signal: SignalPath;
  /** Answers the `setEngine` whose change is under way; null if there is none. */
  #settleChange: Settle | null = null;
  /** Null while nobody listens. */
  #meters: Meters | null = null;
  /** Where meter readings go; null if they are posted. */
  #shared: SharedValues | null = null;
  /** Frames between readings of the activity; null while nobody listens. */
  #activityFrames: number | null = null;
  /** The activity that is being measured; null before the first render quantum after `setActivity`. */
  #measured: EngineActivity | null = null;

  /** Throws a DilatoneError if the first engine does not fit the layout. */
  constructor(
    { layout, source, resampling, alignment, limitDb = null }: ProcessorOptions,
    sampleRate: number,
    port: NoticePort,
  ) {
    this.#layout = layout;
    this.#sampleRate = sampleRate;
    this.#port = port;
    this.#signal = new SignalPath(createGuardedEngine(source, layout, resampling, alignment), layout, sampleRate);
    this.#signal.keep(catchUpNeeds(source, resampling).warmFrames);
    this.#signal.limiter.limitDb = limitDb;
  }

  perform(command: PathCommand, settle: Settle): void {
    switch (command.type) {
      case 'setEngine': {
        const { source, resampling, alignment } = command;
        const engine = createGuardedEngine(source, this.#layout, resampling, alignment);
        this.#endChange({ outcome: 'overtaken' });
        this.#settleChange = settle;
        const ended = this.#signal.setEngine(engine, command.plan);
        if (ended !== null) this.#endChange(ended);
        return;
      }
      case 'finishSwap': {
        const ended = this.#signal.finishSwap();
        if (ended !== null) this.#endChange(ended);
        break;
      }
      case 'setBypass':
        this.#signal.bypass = command.bypass;
        break;
      case 'setLimit':
        this.#signal.limiter.limitDb = command.limitDb;
        break;
      case 'setMeters':
        this.#meters = command.intervalFrames === null ? null : new Meters(this.#sampleRate, command.intervalFrames);
        this.#shared = command.shared ? SharedValues.from(command.shared) : null;
        break;
      case 'setActivity':
        this.#activityFrames = command.intervalFrames;
        this.#measured?.stop();
        this.#measured = null;
        break;
      case 'reset':
        this.#signal.reset();
    }
    settle(DONE);
  }

  /** @realtime */
  process(output: Planes, input: Planes, parameters: ParameterValues, frames: number): void {
    const meters = this.#meters;
    if (meters !== null) meters.begin();
    const result = this.#signal.process(output, input, parameters, frames);
    if (meters?.end(input, output, frames, this.#signal.limiter.smallestGain)) this.#sendReading(meters);
    if (this.#activityFrames !== null) this.#measureActivity(this.#activityFrames, frames);
    this.#tell(result);
  }

  /** Posts what a quantum came to, in the order in which it happened. @realtime */
  #tell({ ended, fault, faulty, givenUp, replaced, restarted }: PathResult): void {
    // A fault that is over came first, whatever ended it; any other came last.
    if (fault !== null && !faulty) this.#postFault(fault, givenUp);
    if (restarted) this.#postEvent(RESTART);
    if (ended !== null) this.#endChange(ended);
    if (fault !== null && faulty) this.#postFault(fault, givenUp);
    if (replaced > 0) this.#postReplaced(replaced);
  }

  /** @realtime */
  #sendReading(meters: Meters): void {
    if (this.#shared !== null) this.#shared.write(meters.values);
    else this.#port.post(meters.notice);
  }

  /** Measures the engine in use, from the quantum after it has come into use. @realtime */
  #measureActivity(intervalFrames: number, frames: number): void {
    const activity = this.#signal.activity;
    if (activity === this.#measured) {
      if (activity.end(frames)) this.#port.post(activity.notice);
      return;
    }
    this.#measured?.stop();
    this.#measured = activity;
    activity.start(intervalFrames);
  }

  /** @realtime-exception posts the answer, once per change */
  #endChange(outcome: Outcome): void {
    this.#settleChange?.(outcome);
    this.#settleChange = null;
  }

  /** @realtime-exception posts a constant, once per fault */
  #postEvent(event: EventNotice): void {
    this.#port.post(event);
  }

  /** @realtime-exception posts a number, at most once per second */
  #postReplaced(samples: number): void {
    this.#port.post({ type: 'badInput', samples });
  }

  /** @realtime-exception posts the reason, once per fault */
  #postFault(detail: string, givenUp: boolean): void {
    this.#port.post({ type: 'fault', detail });
    if (givenUp) this.#port.post(GIVE_UP);
  }
}
