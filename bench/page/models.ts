import { parseModel } from '../../src/formats/parse-model.js';
import type { Model } from '../../src/model/model.js';

/** The bytes of a JSON file. */
export function encode(file: object): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(file));
}

/** The model in a `.nam` file, given before it is written as JSON. */
export function modelIn(file: object): Model {
  return parseModel(encode(file));
}
