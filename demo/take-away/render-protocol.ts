import type { RenderChain, RenderedAmp } from './render-chain.js';

/** A model in the chain, given by where its bytes come from. */
export interface AmpRequest extends Omit<RenderedAmp, 'model'> {
  readonly source: URL | string | Blob;
}

/** The message that the page sends to the worker, once. */
export interface RenderRequest extends Omit<RenderChain, 'amps'> {
  readonly channels: readonly Float32Array[];
  readonly amps: readonly AmpRequest[];
}

/** The worker's messages: progress from 0 to 1, and last either the file or the reason of the failure, with the model if it is the cause. */
export type RenderAnswer =
  | { readonly type: 'progress'; readonly share: number }
  | { readonly type: 'done'; readonly file: Blob }
  | { readonly type: 'failed'; readonly reason: string; readonly model: string | null };
