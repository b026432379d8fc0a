import { DilatoneError } from '../../errors.js';
import type { ActivityNotice } from '../../live/meters/activity.js';
import {
  type Answer,
  type BlockNotice,
  CONSTRUCTION_ID,
  type Command,
  type EventNotice,
  type Notice,
  type Outcome,
  type Request,
} from '../../live/protocol.js';
import { CHECK_MS, CLOSED } from './in-use.js';
import type { AnyAudioContext, WorkletScript } from './worklet-host.js';

/** A change that takes this much longer than planned will not end by itself. */
const GRACE_SECONDS = 0.5;

/** A request without its answer. */
interface Pending {
  /** Null for construction and `dispose`, which are never sent a second time. */
  readonly command: Command | null;
  resolve(answer: Answer): void;
  reject(error: unknown): void;
}

/**
 * Sends commands to the processor; every promise settles: by the processor's answer, by the processor's death, by the end
 * of its context, or by `dispose`. Belongs to the main thread.
 */
export class ProcessorLink {
  /** Resolves when the processor has been constructed, has failed to, or never will be, as its context was closed. */
  readonly constructed: Promise<Answer>;
  /** Called with the reason when the processor falls back to the dry sound. */
  onFault: (detail: string) => void = () => {};
  /** Called with what the processor tells beside that. */
  onEvent: (notice: EventNotice | BlockNotice) => void = () => {};
  /** Called with the meters' readings, between `setMeters` commands that start and stop them. */
  onMeters: (values: Float64Array) => void = () => {};
  /** Called with the activity's readings, between `setActivity` commands that start and stop them. */
  onActivity: (notice: ActivityNotice) => void = () => {};
  readonly #context: AnyAudioContext;
  readonly #port: MessagePort;
  readonly #script: Pick<WorkletScript, 'asBytes' | 'node' | 'change'>;
  readonly #pending = new Map<number, Pending>();
  #lastId = CONSTRUCTION_ID;
  /** Why the processor is gone; null while it runs. */
  #death: string | null = null;
  #disposed = false;

  constructor(
    node: AudioWorkletNode,
    context: AnyAudioContext,
    script: Pick<WorkletScript, 'asBytes' | 'node' | 'change'>,
  ) {
    this.#context = context;
    this.#script = script;
    this.#port = node.port;
    this.#port.onmessage = (event: MessageEvent<Notice>) => this.#receive(event.data);
    node.addEventListener('processorerror', (event) => this.#die(event));
    this.constructed = this.#watch(this.#expect(CONSTRUCTION_ID, null));
  }

  /** True from `dispose` on. */
  get disposed(): boolean {
    return this.#disposed;
  }

  /** Throws a DilatoneError `disposed` after `dispose`. */
  expectInUse(): void {
    if (this.#disposed) throw this.#disposedError();
  }

  /** Sends a command that cannot fail, or whose failure the processor reports as a fault. After `dispose`: does nothing. */
  send(command: Command): void {
    this.#request(command).catch(() => {});
  }

  /**
   * Sends a command and waits for its end. Rejects with a DilatoneError: `worklet` where the processor fails or is gone, or
   * the context is closed, with `where` as its place; `disposed` after, or by, `dispose`. `check` is called every
   * `CHECK_MS` until then.
   */
  async ask(where: string, command: Command, check?: () => void): Promise<Outcome['outcome']> {
    this.expectInUse();
    if (this.#context.state === 'closed') throw new DilatoneError('worklet', where, CLOSED);
    const answer = await this.#watch(this.#request(command), check);
    if (answer.outcome === 'failed') throw new DilatoneError('worklet', where, answer.detail);
    return answer.outcome;
  }

  /**
   * Changes to new engines; resolves when they alone are heard, or a later change has come. Completes the change itself
   * where the audio thread does not: because the context was suspended or interrupted, or because a node without
   * connections gets no time.
   */
  async swapEngines(command: Extract<Command, { type: 'setEngine' }>): Promise<Outcome['outcome']> {
    const { warmFrames, fadeFrames } = command.plan;
    const context = this.#context;
    // At the slowest, an engine runs along until it is warm.
    const latestTime = context.currentTime + (warmFrames + fadeFrames) / context.sampleRate + GRACE_SECONDS;
    let isFinishing = false;
    return this.ask(this.#script.change ?? 'setModel', command, () => {
      if (isFinishing || (context.state === 'running' && !(context.currentTime > latestTime))) return;
      isFinishing = true;
      // Sent again if the answer comes first: an engine that is sent a second time, as bytes, arrives after `finishSwap`.
      this.#request({ type: 'finishSwap' }).then(
        () => {
          isFinishing = false;
        },
        () => {},
      );
    });
  }

  /** Ends the processor and closes the port. Requests without an answer are rejected, and no handler is called any more. */
  dispose(): void {
    if (this.#disposed) return;
    this.#disposed = true;
    this.onFault = this.onEvent = this.onMeters = this.onActivity = () => {};
    for (const { reject } of this.#pending.values()) reject(this.#disposedError());
    this.#pending.clear();
    // Nobody would answer.
    if (this.#death !== null || this.#context.state === 'closed') {
      this.#port.close();
      return;
    }
    const id = ++this.#lastId;
    this.#expect(id, null).then(() => this.#port.close());
    this.#port.postMessage({ type: 'dispose', id } satisfies Request);
  }

  /** Waits for an answer. If the context is closed before it comes, it never will: then everything that waits fails. */
  async #watch(answer: Promise<Answer>, check?: () => void): Promise<Answer> {
    const timer = setInterval(() => {
      if (this.#context.state === 'closed') this.#end(CLOSED);
      else check?.();
    }, CHECK_MS);
    try {
      return await answer;
    } finally {
      clearInterval(timer);
    }
  }

  #request(command: Command): Promise<Answer> {
    if (this.#disposed) return Promise.reject(this.#disposedError());
    const id = ++this.#lastId;
    if (this.#death !== null) return Promise.resolve(failed(id, this.#death));
    const answer = this.#expect(id, command);
    this.#post(id, command);
    return answer;
  }

  #expect(id: number, command: Command | null): Promise<Answer> {
    return new Promise((resolve, reject) => {
      this.#pending.set(id, { command, resolve, reject });
    });
  }

  #post(id: number, command: Command): void {
    try {
      this.#port.postMessage({ ...command, id });
    } catch (error) {
      const retry = this.#withoutModule(command);
      if (retry !== null) {
        this.#post(id, retry);
        return;
      }
      this.#pending.get(id)?.reject(error);
      this.#pending.delete(id);
    }
  }

  #receive(notice: Notice): void {
    switch (notice.type) {
      case 'answer':
        this.#settle(notice.id, notice);
        break;
      case 'fault':
        this.onFault(notice.detail);
        break;
      case 'meters':
        this.onMeters(notice.values);
        break;
      case 'activity':
        this.onActivity(notice);
        break;
      case 'unreadable':
        this.#sendBytes();
        break;
      default:
        this.onEvent(notice);
    }
  }

  /** The same command with bytes in place of modules; null where there is no module. */
  #withoutModule(command: Command): Command | null {
    const source = 'source' in command ? this.#script.asBytes(command.source) : null;
    return source && ({ ...command, source } as Command);
  }

  #settle(id: number, answer: Answer): void {
    const pending = this.#pending.get(id);
    this.#pending.delete(id);
    pending?.resolve(answer);
  }

  /** Sends modules again, as bytes: the audio thread could not read one, and the browser does not say which. */
  #sendBytes(): void {
    for (const [id, pending] of this.#pending) {
      const command = pending.command && this.#withoutModule(pending.command);
      if (command === null) continue;
      this.#pending.set(id, { ...pending, command });
      this.#port.postMessage({ ...command, id });
    }
  }

  #disposedError(): DilatoneError {
    return new DilatoneError(
      'disposed',
      this.#script.node ?? 'dilatone',
      'expected a node in use, got one that was disposed',
    );
  }

  #die(event: Event): void {
    const message = 'message' in event ? String(event.message) : 'an error in the audio thread';
    const reason = `processor: expected it to run, got ${message}`;
    this.#end(reason);
    this.onFault(reason);
  }

  /** The processor is gone: fails all requests, those to come included. */
  #end(reason: string): void {
    this.#death = reason;
    for (const id of [...this.#pending.keys()]) this.#settle(id, failed(id, reason));
  }
}

function failed(id: number, detail: string): Answer {
  return { type: 'answer', id, outcome: 'failed', detail };
}
