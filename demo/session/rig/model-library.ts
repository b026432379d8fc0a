import { DilatoneError, loadModel, type Model, renderModel } from '../../../src/index.js';
import type { FileReference, FileStore } from '../../../src/rig/index.js';
import { BUILTIN_MODELS } from '../../builtin-models.js';
import type { ModelState } from '../../model-state.js';
import { builtinIndexOf, keyOf } from '../../rig-addresses.js';
import { describeModel } from '../describe-model.js';

/** Models that are kept: those in use, and some for undo. */
const MOST_KEPT = 24;
/** Frames of noise that a model must survive before it is heard. */
const TEST_FRAMES = 512;

/** A model that was read, and what it is called. */
export interface LoadedModel {
  readonly model: Model;
  readonly fileName: string;
  readonly builtinIndex: number | null;
}

/** A model that is ready to be put into a block. */
export interface FoundModel {
  readonly reference: FileReference;
  readonly loaded: LoadedModel;
}

/** The models that blocks play, by their files. */
export class ModelLibrary {
  readonly #files: FileStore;
  readonly #loads = new Map<string, Promise<LoadedModel>>();
  readonly #loaded = new Map<string, LoadedModel>();
  readonly #shown = new Map<string, ModelState>();

  constructor(files: FileStore) {
    this.#files = files;
  }

  /** A model that was loaded; null until then. */
  get(reference: FileReference): LoadedModel | null {
    return this.#loaded.get(keyOf(reference)) ?? null;
  }

  /** What the page shows of a model at one of its sizes; null until it is loaded. */
  show(reference: FileReference, size: number): ModelState | null {
    const loaded = this.get(reference);
    if (!loaded) return null;
    const key = `${size} ${keyOf(reference)}`;
    const shown = this.#shown.get(key) ?? describeModel(loaded.model, loaded.fileName, loaded.builtinIndex, size);
    this.#shown.set(key, shown);
    return shown;
  }

  /** Loads a model, once. Rejects with a DilatoneError if it cannot be had, read or played. */
  load(reference: FileReference): Promise<LoadedModel> {
    const key = keyOf(reference);
    const loading = this.#loads.get(key) ?? this.#read(reference);
    this.#loads.delete(key);
    this.#loads.set(key, loading);
    loading.then(
      (loaded) => this.#loaded.set(key, loaded),
      () => this.#loads.delete(key),
    );
    for (const oldest of this.#loads.keys()) {
      if (this.#loads.size <= MOST_KEPT) break;
      this.#loads.delete(oldest);
      this.#loaded.delete(oldest);
    }
    return loading;
  }

  /** Keeps a model that was read from a file. */
  keep(reference: FileReference, loaded: LoadedModel): void {
    this.#loads.set(keyOf(reference), Promise.resolve(loaded));
    this.#loaded.set(keyOf(reference), loaded);
  }

  async #read(reference: FileReference): Promise<LoadedModel> {
    const { url, sha256, name } = reference;
    const builtin = BUILTIN_MODELS[builtinIndexOf(reference) ?? -1];
    if (builtin) {
      const model = await loadModel(new URL(builtin.url, location.href));
      return { model, fileName: builtin.name, builtinIndex: BUILTIN_MODELS.indexOf(builtin) };
    }
    const bytes = sha256 === undefined ? null : await this.#files.get(sha256);
    if (bytes === null && url === undefined) {
      throw new DilatoneError('load', name ?? 'model', 'expected its file in this browser, got none');
    }
    const fileName = name ?? url?.slice(url.lastIndexOf('/') + 1) ?? 'model';
    const file = bytes ? new File([bytes as BlobPart], fileName) : new URL(url as string, location.href);
    return { model: await loadModel(file), fileName, builtinIndex: null };
  }
}

/** Rejects with a DilatoneError, or a RenderFault, if a model has channels that no rig has or breaks down at once. */
export async function expectSound(model: Model): Promise<void> {
  const channels = model.network().channels[0];
  if (channels > 2) throw new DilatoneError('unsupported', 'channels', `expected one or two, got ${channels}`);
  const noise = Float32Array.from({ length: TEST_FRAMES }, (_, t) => 0.5 * Math.sin(t * t));
  await renderModel(
    model,
    Array.from({ length: channels }, () => noise),
  );
}
