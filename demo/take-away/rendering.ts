import type { RenderAnswer, RenderRequest } from './render-protocol.js';
import { BrokenBlock } from './render-sound.js';

/** A rendering in progress in its own worker. */
export class Rendering {
  /** Resolves with the WAV file, or null if the rendering was cancelled; rejects if it failed, with a `BrokenBlock` if that is why. */
  readonly file: Promise<Blob | null>;
  readonly #worker = new Worker(new URL('./render.worker.ts', import.meta.url), { type: 'module' });
  #end: (file: Blob | null) => void = () => {};

  constructor(request: RenderRequest, onProgress: (share: number) => void) {
    this.file = new Promise<Blob | null>((resolve, reject) => {
      this.#end = resolve;
      this.#worker.onerror = ({ message }) => reject(new Error(message || 'expected a worker, got none'));
      this.#worker.onmessage = ({ data }: MessageEvent<RenderAnswer>) => {
        if (data.type === 'progress') onProgress(data.share);
        else if (data.type === 'done') resolve(data.file);
        else reject(data.block === null ? new Error(data.reason) : new BrokenBlock(data.block, data.reason));
      };
    }).finally(() => this.#worker.terminate());
    this.#worker.postMessage(request);
  }

  cancel(): void {
    this.#end(null);
  }
}
