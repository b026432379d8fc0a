import type { MessagePort, Worker } from 'node:worker_threads';
import { DilatoneError } from '../../errors.js';
import type { BenchRequest, ConvertRequest, InspectRequest } from '../arguments.js';
import type { RenderSettings } from '../render/render-request.js';
import type { Converted } from './convert-model.js';
import { type ErrorFields, errorFields, errorOf, inputError } from './error-message.js';
import type { Pace } from './measure-model.js';
import type { Rendered, RenderHooks } from './renderer.js';
import { LocalWorkbench, type Workbench } from './workbench.js';

/** A message to a thread: one piece of work, of which a thread does one at a time. */
type Task =
  | { readonly kind: 'inspect'; readonly request: InspectRequest }
  | { readonly kind: 'bench'; readonly request: BenchRequest; readonly pace?: Pace }
  | { readonly kind: 'convert'; readonly request: ConvertRequest }
  | { readonly kind: 'open'; readonly settings: RenderSettings }
  | { readonly kind: 'render'; readonly input: string; readonly settings: RenderSettings };

/** A message from a thread. The last one for each task is `done` or `failed`. */
type FromThread =
  | { readonly kind: 'start'; readonly seconds: number }
  | { readonly kind: 'progress'; readonly share: number }
  | { readonly kind: 'done'; readonly result: unknown }
  | { readonly kind: 'failed'; readonly error: ErrorFields };

/** Runs in a thread: does the tasks that arrive until the thread is terminated. */
export function serveWorkbench(port: MessagePort): void {
  const workbench = new LocalWorkbench(new AbortController().signal);
  const send = (message: FromThread, transfer: ArrayBuffer[] = []) => port.postMessage(message, transfer);
  const hooks: RenderHooks = {
    onStart: (seconds) => send({ kind: 'start', seconds }),
    onProgress: (share) => send({ kind: 'progress', share }),
  };
  port.on('message', async (task: Task) => {
    try {
      const result = await perform(workbench, task, hooks);
      send({ kind: 'done', result }, typeof result === 'object' && 'bytes' in result ? [result.bytes.buffer] : []);
    } catch (error) {
      send({ kind: 'failed', error: errorFields(error, fileOf(task)) });
    }
  });
}

function perform(workbench: Workbench, task: Task, hooks: RenderHooks) {
  switch (task.kind) {
    case 'inspect':
      return workbench.inspect(task.request);
    case 'bench':
      return workbench.bench(task.request, task.pace);
    case 'convert':
      return workbench.convert(task.request);
    case 'open':
      return workbench.open(task.settings);
    case 'render':
      return workbench.render(task.input, task.settings, hooks);
  }
}

/** The file that a task is about. */
function fileOf(task: Task): string {
  if (task.kind === 'render') return task.input;
  return task.kind === 'open' ? task.settings.model : task.request.model;
}

/** Works in a thread that runs `serveWorkbench`. An interruption needs no answer from it, and a thread that dies is replaced. */
export class ThreadWorkbench implements Workbench {
  readonly #start: () => Worker;
  readonly #signal: AbortSignal;
  #thread: Worker | null = null;

  constructor(start: () => Worker, signal: AbortSignal) {
    this.#start = start;
    this.#signal = signal;
  }

  inspect(request: InspectRequest): Promise<string> {
    return this.#do<string>({ kind: 'inspect', request });
  }

  bench(request: BenchRequest, pace?: Pace): Promise<string> {
    return this.#do<string>({ kind: 'bench', request, pace });
  }

  convert(request: ConvertRequest): Promise<Converted> {
    return this.#do<Converted>({ kind: 'convert', request });
  }

  open(settings: RenderSettings): Promise<readonly string[]> {
    return this.#do<readonly string[]>({ kind: 'open', settings });
  }

  render(input: string, settings: RenderSettings, hooks: RenderHooks): Promise<Rendered> {
    return this.#do<Rendered>({ kind: 'render', input, settings }, hooks);
  }

  close(): void {
    this.#thread?.terminate();
    this.#thread = null;
  }

  #running(): Worker {
    // Without a listener, the death of a thread would be the program's.
    this.#thread ??= this.#start().on('error', () => {});
    return this.#thread;
  }

  async #do<Result>(task: Task, hooks: RenderHooks = {}): Promise<Result> {
    const signal = this.#signal;
    const where = fileOf(task);
    if (signal.aborted) throw new DilatoneError('aborted', where, 'ended by the user');
    const thread = this.#running();
    const listening = new AbortController();
    try {
      return await new Promise<Result>((resolve, reject) => {
        const onAbort = () => reject(new DilatoneError('aborted', where, 'ended by the user'));
        const onMessage = (message: FromThread) => {
          if (message.kind === 'start') hooks.onStart?.(message.seconds);
          if (message.kind === 'progress') hooks.onProgress?.(message.share);
          if (message.kind === 'done') resolve(message.result as Result);
          if (message.kind === 'failed') reject(errorOf(message.error));
        };
        const onError = (error: unknown) => {
          this.close();
          reject(inputError(error, where));
        };
        const onExit = (code: number) => onError(new Error(`a thread that ended with ${code}`));
        signal.addEventListener('abort', onAbort, { signal: listening.signal });
        thread.on('message', onMessage).on('error', onError).on('exit', onExit);
        listening.signal.addEventListener('abort', () => {
          thread.off('message', onMessage).off('error', onError).off('exit', onExit);
        });
        thread.postMessage(task);
      });
    } finally {
      listening.abort();
    }
  }
}
