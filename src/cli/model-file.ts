import { DilatoneError } from '../errors.js';
import { parseModel } from '../formats/parse-model.js';
import { DEFAULT_LIMITS } from '../model/limits.js';
import type { Model } from '../model/model.js';
import { readWholeFile } from './files.js';

/** Reads a model; the places in its errors begin with the path. */
export async function readModel(path: string): Promise<Model> {
  const bytes = await readWholeFile(path, DEFAULT_LIMITS.fileBytes);
  try {
    return parseModel(bytes);
  } catch (error) {
    if (!(error instanceof DilatoneError)) throw error;
    // `file` is what the formats call the file as a whole.
    const message = error.where === 'file' ? error.message.replace(/^file: /, '') : error.message;
    throw new DilatoneError(error.code, path, message, { cause: error });
  }
}
