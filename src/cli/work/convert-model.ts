import { writeNative } from '../../formats/native/write-native.js';
import type { ConvertRequest } from '../arguments.js';
import { modelFrom, readModel } from '../files.js';

/** A native model file, and what a user should know of it. */
export interface Converted {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly warnings: readonly string[];
}

/** A model of any format, at one of its sizes, as a native model file, which was read again: others will take it, too. */
export async function convertModel({ model: path, size }: ConvertRequest): Promise<Converted> {
  const model = await readModel(path, { allSizes: true });
  const bytes = writeNative(model.conditionedNetwork({ size }), model.info) as Uint8Array<ArrayBuffer>;
  modelFrom(bytes, `${path} as .safetensors`, { allSizes: true });
  const severalSizes = size === undefined && model.info.sizes.length > 0;
  const more = severalSizes ? ['of its sizes the largest is written; --size writes another'] : [];
  return { bytes, warnings: [...model.info.warnings, ...more] };
}
