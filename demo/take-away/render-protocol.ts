import type { RigDocument } from '../../src/rig/index.js';

/** The message that the page sends to the worker, once. */
export interface RenderRequest {
  /** The rig, with whole addresses. */
  readonly document: RigDocument;
  /** Whether the whole rig is bypassed. */
  readonly bypassed: boolean;
  /** As the browser decoded them: any count of channels. */
  readonly channels: readonly Float32Array[];
  readonly sampleRate: number;
  /** Files without an address, by their hash. */
  readonly files: ReadonlyMap<string, Uint8Array>;
}

/** The worker's messages: progress from 0 to 1, and last either the file or the reason of the failure, with the block if one is the cause. */
export type RenderAnswer =
  | { readonly type: 'progress'; readonly share: number }
  | { readonly type: 'done'; readonly file: Blob }
  | { readonly type: 'failed'; readonly reason: string; readonly block: string | null };
