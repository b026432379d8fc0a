import type { EngineSource } from '../../engine/engine-source.js';
import { DilatoneError } from '../../errors.js';
import type { ActivityNotice } from '../../live/meters/activity.js';
import { type Answer, CONSTRUCTION_ID, type Command, type Notice, type Request } from '../../live/protocol.js';

interface Pending {
  readonly command: Command | null;
  resolve(answer: Answer): void;
  reject(error: DilatoneError): void;
}

/**
 * The main thread's end of a processor's port. Every request is settled exactly once: by the processor's answer, by its
 * death, or by `dispose`.
 */
export class ProcessorLink {
  /** Settles when the processor has been constructed. */
  readonly constructed: Promise<Answer>;
  /** Called with the reason when the processor falls back to the dry sound. */
  onFault: (detail: string) => void = () => {};
  /** Called with readings of the meters while they are asked for. */
  onMeters: (values: Float64Array) => void = () => {};
  /** Called with readings of the network's activity while they are asked for. */
  onActivity: (notice: ActivityNotice) => void = () => {};
  readonly #port: MessagePort;
  readonly #pending = new Map<number, Pending>();
  #lastId = CONSTRUCTION_ID;
  /** Why there is no processor any more; empty while there is one. */
  #death = '';
  #disposed = false;

  constructor(node: AudioWorkletNode) {
    this.#port = node.port;
    this.#port.onmessage = (event: MessageEvent<Notice>) => this.#hear(event.data);
    node.addEventListener('processorerror', (event) => this.#die(event));
    this.constructed = this.#expect(CONSTRUCTION_ID, null);
  }

  /** Sends a command; rejects with a DilatoneError `disposed` after, or by, `dispose`. */
  request(command: Command): Promise<Answer> {
    if (this.#disposed) return Promise.reject(disposedError());
    const id = ++this.#lastId;
    const answer = this.#expect(id, command);
    if (this.#death !== '') this.#settle(id, { type: 'answer', id, outcome: 'failed', detail: this.#death });
    else this.#send(id, command);
    return answer;
  }

  /** Ends everything for a reason: what waits fails, and so does what comes. */
  end(reason: string): void {
    this.#death = reason;
    for (const id of [...this.#pending.keys()]) {
      this.#settle(id, { type: 'answer', id, outcome: 'failed', detail: this.#death });
    }
  }

  /** Ends the processor. Requests that wait for an answer are rejected. */
  dispose(): void {
    if (this.#disposed) return;
    this.#disposed = true;
    for (const { reject } of this.#pending.values()) reject(disposedError());
    this.#pending.clear();
    const id = ++this.#lastId;
    const close = () => this.#port.close();
    this.#pending.set(id, { command: null, resolve: close, reject: close });
    this.#port.postMessage({ type: 'dispose', id } satisfies Request);
  }

  #expect(id: number, command: Command | null): Promise<Answer> {
    return new Promise((resolve, reject) => {
      this.#pending.set(id, { command, resolve, reject });
    });
  }

  #send(id: number, command: Command): void {
    try {
      this.#port.postMessage({ ...command, id });
    } catch (error) {
      const retry = withoutModule(command);
      if (retry === null) throw error;
      this.#port.postMessage({ ...retry, id });
    }
  }

  #hear(notice: Notice): void {
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
    }
  }

  #settle(id: number, answer: Answer): void {
    const pending = this.#pending.get(id);
    this.#pending.delete(id);
    pending?.resolve(answer);
  }

  /** Sends again, as bytes, what the audio thread could not read. */
  #sendBytes(): void {
    for (const [id, pending] of this.#pending) {
      const command = pending.command && withoutModule(pending.command);
      if (command === null) continue;
      this.#pending.set(id, { ...pending, command });
      this.#port.postMessage({ ...command, id });
    }
  }

  #die(event: Event): void {
    const message = 'message' in event ? String(event.message) : 'an error in the audio thread';
    this.end(`processor: expected it to run, got ${message}`);
    this.onFault(this.#death);
  }
}

/** The ways to carry an engine to the audio thread, best first: some browsers cannot post a WebAssembly module. */
export function formsOf(source: EngineSource): readonly EngineSource[] {
  return source.kind === 'module' ? [source, { kind: 'bytes', program: source.program }] : [source];
}

/** The same command with bytes in place of a module; null where there is no module. */
function withoutModule(command: Command): Command | null {
  if (command.type !== 'setEngine' || command.source.kind !== 'module') return null;
  return { ...command, source: { kind: 'bytes', program: command.source.program } };
}

/** What every call after `dispose` is answered with. */
export function disposedError(): DilatoneError {
  return new DilatoneError('disposed', 'dilatone', 'expected a node in use, got one that was disposed');
}
