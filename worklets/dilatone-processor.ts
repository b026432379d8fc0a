import type { Planes } from '../src/engine/planes.js';
import { createChannelBank } from '../src/live/channel-bank.js';
import type { EngineActivity } from '../src/live/meters/activity.js';
import { Meters } from '../src/live/meters/meters.js';
import { SharedValues } from '../src/live/meters/shared-values.js';
import { PARAMETERS, type ParameterDescriptor, type ParameterValues } from '../src/live/parameters.js';
import {
  CONSTRUCTION_ID,
  type Notice,
  type Outcome,
  type ProcessorOptions,
  type Request,
} from '../src/live/protocol.js';
import { SignalPath } from '../src/live/signal-path.js';

/** No id: no request is waiting. */
const NONE = -1;

const DONE: Outcome = { outcome: 'done' };

/** Stands for an input that the browser left out. */
const SILENCE: Planes = [];

/**
 * The audio thread's end of a node: carries messages to a `SignalPath` and sound through it. It neither parses nor
 * compiles.
 */
export class DilatoneProcessor extends AudioWorkletProcessor {
  readonly #options: ProcessorOptions;
  /** Null where construction failed, and once disposed. */
  #path: SignalPath | null = null;
  /** Id of the `setEngine` that waits for its crossfade's end. */
  #swapId = NONE;
  #faultsTold = 0;
  /** Null where nobody listens. */
  #meters: Meters | null = null;
  /** Made once for each subscription, so that telling it allocates nothing. */
  #reading: Notice | null = null;
  /** Where readings go instead of being told; null where memory is not shared. */
  #shared: SharedValues | null = null;
  /** Frames that a reading of the activity spans; 0 where nobody watches. */
  #activityFrames = 0;
  /** The engines that are being measured. */
  #watched: EngineActivity | null = null;

  static get parameterDescriptors(): readonly ParameterDescriptor[] {
    return PARAMETERS;
  }

  constructor(options: { readonly processorOptions: ProcessorOptions }) {
    super();
    this.#options = options.processorOptions;
    this.port.onmessage = (event: MessageEvent<Request>) => this.#handle(event.data);
    this.port.onmessageerror = () => this.#tell({ type: 'unreadable' });
    try {
      const { layout, source, resampling } = this.#options;
      this.#path = new SignalPath(createChannelBank(source, layout, resampling), layout, sampleRate);
      this.#answer(CONSTRUCTION_ID, DONE);
    } catch (error) {
      this.#answer(CONSTRUCTION_ID, { outcome: 'failed', detail: String(error) });
    }
  }

  /** @realtime */
  process(inputs: readonly Planes[], outputs: readonly Planes[], parameters: ParameterValues): boolean {
    const path = this.#path;
    if (path === null) return false;
    const output = outputs[0] ?? SILENCE;
    if (output.length === 0) return true;
    const input = inputs[0] ?? SILENCE;
    const frames = output[0].length;
    const meters = this.#meters;
    if (meters !== null) meters.begin();
    path.process(output, input, parameters, frames);
    if (meters?.end(input, output, frames)) this.#tellReading(meters.values);
    if (this.#activityFrames > 0) this.#watch(path.activity, frames);
    if (this.#swapId !== NONE && !path.swapping) this.#endSwap();
    if (path.faults !== this.#faultsTold) this.#tellFault();
    return true;
  }

  #handle(request: Request): void {
    if (this.#path === null) {
      this.#answer(request.id, { outcome: 'disposed' });
      return;
    }
    try {
      this.#obey(request, this.#path);
    } catch (error) {
      this.#answer(request.id, { outcome: 'failed', detail: String(error) });
    }
  }

  #obey(request: Request, path: SignalPath): void {
    switch (request.type) {
      case 'setEngine': {
        const bank = createChannelBank(request.source, this.#options.layout, request.resampling);
        if (this.#swapId !== NONE) this.#answer(this.#swapId, { outcome: 'overtaken' });
        this.#swapId = request.id;
        path.setEngine(bank, request.plan);
        if (!path.swapping) this.#endSwap();
        return;
      }
      case 'finishSwap':
        path.finishSwap();
        if (this.#swapId !== NONE && !path.swapping) this.#endSwap();
        break;
      case 'setBypass':
        path.bypass = request.bypass;
        break;
      case 'setMeters':
        this.#meters = request.intervalFrames === null ? null : new Meters(sampleRate, request.intervalFrames);
        this.#reading = this.#meters && { type: 'meters', values: this.#meters.values };
        this.#shared = request.shared ? SharedValues.from(request.shared) : null;
        break;
      case 'setActivity':
        this.#activityFrames = request.intervalFrames ?? 0;
        this.#watched?.stop();
        this.#watched = null;
        break;
      case 'reset':
        path.reset();
        break;
      case 'dispose':
        if (this.#swapId !== NONE) this.#answer(this.#swapId, { outcome: 'disposed' });
        this.#swapId = NONE;
        this.#path = null;
    }
    this.#answer(request.id, DONE);
  }

  #endSwap(): void {
    const failure = this.#path?.swapFailure ?? '';
    this.#answer(this.#swapId, failure === '' ? DONE : { outcome: 'failed', detail: failure });
    this.#swapId = NONE;
  }

  #tellFault(): void {
    if (this.#path === null) return;
    this.#faultsTold = this.#path.faults;
    this.#tell({ type: 'fault', detail: this.#path.lastFault });
  }

  #tellReading(values: Float64Array): void {
    if (this.#shared !== null) this.#shared.write(values);
    else if (this.#reading !== null) this.#tell(this.#reading);
  }

  /** Follows the engines in use, also where they have just become others. @realtime */
  #watch(activity: EngineActivity, frames: number): void {
    if (activity !== this.#watched) {
      if (this.#watched !== null) this.#watched.stop();
      this.#watched = activity;
      activity.start(this.#activityFrames);
      return;
    }
    if (activity.end(frames)) this.#tell(activity.notice);
  }

  #answer(id: number, outcome: Outcome): void {
    this.#tell({ type: 'answer', id, ...outcome });
  }

  #tell(notice: Notice): void {
    this.port.postMessage(notice);
  }
}
