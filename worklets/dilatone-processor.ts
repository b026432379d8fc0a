import type { Planes } from '../src/engine/channels/channels.js';
import { EnginePath } from '../src/live/engine-path.js';
import type { NodePath, NoticePort, Settle } from '../src/live/node-path.js';
import { PARAMETERS, type ParameterDescriptor, type ParameterValues } from '../src/live/parameters.js';
import {
  CONSTRUCTION_ID,
  type Notice,
  type Outcome,
  type ProcessorOptions,
  type Request,
} from '../src/live/protocol.js';

const DONE: Outcome = { outcome: 'done' };
const DISPOSED: Outcome = { outcome: 'disposed' };

/** Stands for an input that the browser left out. */
const NO_CHANNELS: Planes = [];

/**
 * The audio thread's end of a node. Owns the port and the ids of requests, and answers each request exactly once; a
 * `NodePath` carries them out and processes the sound.
 *
 * It does not parse. It compiles only where the browser cannot post a WebAssembly module to it: then the module's bytes come,
 * and are compiled while their message is handled, between render quanta.
 */
export class DilatoneProcessor extends AudioWorkletProcessor {
  /** Null if construction failed, and after `dispose`. */
  #path: NodePath | null = null;
  /** Ids of the requests that are not answered yet, in the order in which they came. */
  readonly #unanswered = new Set<number>();
  readonly #notices: NoticePort = { post: (notice) => this.#post(notice) };

  static get parameterDescriptors(): readonly ParameterDescriptor[] {
    return PARAMETERS;
  }

  constructor(options: { readonly processorOptions: ProcessorOptions }) {
    super();
    this.port.onmessage = (event: MessageEvent<Request>) => this.#handle(event.data);
    this.port.onmessageerror = () => this.#post({ type: 'unreadable' });
    this.#construct(options.processorOptions);
  }

  /** @realtime */
  process(inputs: readonly Planes[], outputs: readonly Planes[], parameters: ParameterValues): boolean {
    if (this.#path === null) return false;
    const output = outputs[0] ?? NO_CHANNELS;
    if (output.length > 0) this.#path.process(output, inputs[0] ?? NO_CHANNELS, parameters, output[0].length);
    return true;
  }

  /** Makes what it runs. Throws where that fails. */
  protected createPath(options: ProcessorOptions, port: NoticePort): NodePath {
    return new EnginePath(options, sampleRate, port);
  }

  /** Not part of the constructor, where the port's handlers would share a closure with the options and keep them alive. */
  #construct(options: ProcessorOptions): void {
    this.#attempt(CONSTRUCTION_ID, (settle) => {
      this.#path = this.createPath(options, this.#notices);
      settle(DONE);
    });
  }

  #handle(request: Request): void {
    const path = this.#path;
    this.#attempt(request.id, (settle) => {
      if (path === null) settle(DISPOSED);
      else if (request.type === 'dispose') this.#dispose(request.id);
      else path.perform(request, settle);
    });
  }

  /** Answers the request of an id with the outcome that `act` gives to `settle`, now or later, or with what it throws. */
  #attempt(id: number, act: (settle: Settle) => void): void {
    const settle: Settle = (outcome) => this.#answer(id, outcome);
    this.#unanswered.add(id);
    try {
      act(settle);
    } catch (error) {
      settle({ outcome: 'failed', detail: String(error) });
    }
  }

  /** Releases the path and answers all requests: unfinished ones with `disposed`, then this one with `done`. */
  #dispose(disposeId: number): void {
    this.#path = null;
    for (const id of this.#unanswered) this.#answer(id, id === disposeId ? DONE : DISPOSED);
  }

  #answer(id: number, outcome: Outcome): void {
    if (this.#unanswered.delete(id)) this.#post({ type: 'answer', id, ...outcome });
  }

  #post(notice: Notice): void {
    this.port.postMessage(notice);
  }
}
