import type { RigDocument } from './document/rig-document.js';
import { type FileStore, memoryFiles } from './files/file-store.js';
import { type LoadedFile, loadFile } from './files/load-file.js';
import type { FileBlock } from './prepare/resources.js';

/** How far the download of one file has come. */
export interface FileProgress {
  /** Id of the block that plays it. */
  readonly id: string;
  /** Bytes so far. */
  readonly loadedBytes: number;
  /** Null where the server does not say. */
  readonly totalBytes: number | null;
}

/** Where the files of a rig come from. */
export interface RigFilesOptions {
  /** Keeps files by their hash, so that a rig opens again without its addresses; default: memory, for this rig. */
  readonly store?: FileStore | undefined;
  /** What relative addresses are resolved against; default: the page. */
  readonly baseUrl?: URL | string | undefined;
  /** Called while files are downloaded. */
  readonly onProgress?: ((progress: FileProgress) => void) | undefined;
}

/** Finds the files of a rig's blocks: beside the document, in the store, at their address. */
export class RigFiles {
  readonly #options: RigFilesOptions;
  /** Where files are kept. */
  readonly store: FileStore;

  /** TypeError for a store that is none. */
  constructor(options: RigFilesOptions) {
    const { store } = options;
    if (store !== undefined && !(typeof store?.get === 'function' && typeof store.put === 'function')) {
      throw new TypeError('store: expected an object with the functions get and put, such as browserFiles()');
    }
    this.#options = options;
    this.store = options.store ?? memoryFiles();
  }

  /** Rejects with a DilatoneError that says what failed. */
  load(block: FileBlock, document: RigDocument, signal: AbortSignal | undefined): Promise<LoadedFile> {
    const { baseUrl, onProgress } = this.#options;
    const reference = block.type === 'model' ? block.model : block.response;
    return loadFile(reference, {
      embedded: document.files,
      store: this.store,
      baseUrl,
      signal,
      onProgress:
        onProgress && ((loadedBytes, totalBytes) => onProgress({ id: block.id as string, loadedBytes, totalBytes })),
    });
  }
}
