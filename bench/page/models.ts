import { parseModel } from '../../src/formats/parse-model.js';
import type { Model } from '../../src/model/model.js';

/** The bytes of a file that holds this value as JSON. */
export function encode(file: object): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(file));
}

/** The model in such a file. */
export function modelIn(file: object): Model {
  return parseModel(encode(file));
}
