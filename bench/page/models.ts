import { parseModel } from '../../src/formats/parse-model.js';
import type { Model } from '../../src/model/model.js';
import { encodeFile } from '../../test/support/make-wavenet.js';

/** The model in a `.nam` file, given before it is written as JSON. */
export function modelIn(file: object): Model {
  return parseModel(encodeFile(file));
}
