import type { RenderChain, RenderedAmp } from './render-chain.js';

/** A model in the chain, by where its bytes come from. */
export interface AmpRequest extends Omit<RenderedAmp, 'model'> {
  readonly source: URL | string | Blob;
}

/** What the page sends to the worker, once. */
export interface RenderRequest extends Omit<RenderChain, 'amps'> {
  readonly channels: readonly Float32Array[];
  readonly amps: readonly AmpRequest[];
}

/** What the worker answers: now and then a share 0 … 1, last the file or what went wrong. */
export type RenderAnswer =
  | { readonly type: 'progress'; readonly share: number }
  | { readonly type: 'done'; readonly file: Blob }
  | { readonly type: 'failed'; readonly reason: string };
