import { DilatoneError } from '../../errors.js';
import { parseModel } from '../../formats/parse-model.js';
import type { ModelLimits } from '../../model/limits.js';
import type { Model } from '../../model/model.js';
import { type Cabinet, cabinetNetwork } from '../cabinet/cabinet-network.js';
import type { CabinetBlock, ModelBlock } from '../document/rig-document.js';
import type { LoadedFile } from '../files/load-file.js';

/** Blocks with a file. */
export type FileBlock = ModelBlock | CabinetBlock;

/** Results that are kept for the next rig: those of the rig in use, and some before. */
const MOST_KEPT = 32;

/** Reads the files of blocks. What was read is kept for a while, by the file's hash, so that presets change quickly. */
export class ResourceReader {
  readonly #limits: Partial<ModelLimits> | undefined;
  readonly #models = new Map<string, Model>();
  readonly #cabinets = new Map<string, Cabinet>();

  constructor(limits?: Partial<ModelLimits>) {
    this.#limits = limits;
  }

  /** The model in a file. Throws a DilatoneError as `parseModel` does. */
  model({ sha256, bytes, name }: LoadedFile): Model {
    return keep(this.#models, sha256, () => namedAs(name, () => parseModel(bytes, { limits: this.#limits, name })));
  }

  /** The response in a file, as a network at a rate. Throws a DilatoneError if it is none. */
  cabinet({ sha256, bytes, name }: LoadedFile, block: CabinetBlock, sampleRate: number): Cabinet {
    const { lengthSeconds, normalize } = block;
    const key = [sha256, sampleRate, lengthSeconds, normalize].join();
    const options = { sampleRate, lengthSeconds, normalize, name: name || undefined };
    return keep(this.#cabinets, key, () => cabinetNetwork(bytes, options));
  }
}

/** Has errors begin with a file's name, if it has one. */
function namedAs<Value>(name: string, read: () => Value): Value {
  try {
    return read();
  } catch (cause) {
    if (!(cause instanceof DilatoneError) || name === '') throw cause;
    const { code, where, message } = cause;
    const place = where === 'file' ? name : `${name}: ${where}`;
    throw new DilatoneError(code, place, message.slice(where.length + 2), { cause });
  }
}

function keep<Value>(kept: Map<string, Value>, key: string, make: () => Value): Value {
  const value = kept.get(key) ?? make();
  kept.delete(key);
  kept.set(key, value);
  for (const oldest of kept.keys()) {
    if (kept.size <= MOST_KEPT) break;
    kept.delete(oldest);
  }
  return value;
}

/** What stands for a value that could not be had: the reason. Passes on what is no DilatoneError, and `aborted`. */
export function problemOf(error: unknown): DilatoneError {
  if (error instanceof DilatoneError && error.code !== 'aborted') return error;
  throw error;
}
