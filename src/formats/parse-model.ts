import { expectAtMost, type ModelLimits, resolveLimits } from '../model/limits.js';
import type { Model } from '../model/model.js';
import { looksLikeOnnx, looksLikeSafetensors, refuseBinary, refuseJson } from './detect.js';
import { isKeras, parseKeras } from './keras/parse-keras.js';
import { isNam, parseNam } from './nam/parse-nam.js';
import { parseNative } from './native/parse-native.js';
import { parseOnnx } from './onnx/parse-onnx.js';
import { isPedalNet, parsePedalNet } from './pedalnet/parse-pedalnet.js';
import { parseJson } from './reading/json.js';

/** How to parse a model file. */
export interface ParseOptions {
  /** Limits to change; see `DEFAULT_LIMITS`. */
  readonly limits?: Partial<ModelLimits>;
}

/**
 * Reads a model from the bytes of its file, whose format is found by content. Pure and synchronous; the bytes may be
 * reused afterwards.
 *
 * Throws a DilatoneError: `malformed` for what is no model or a broken one, `unsupported` for a model that Dilatone does
 * not run, `limit` for one that asks for too much. `where` is the place in the file, such as `config.layers[0].channels`,
 * or `file` for the file as a whole.
 */
export function parseModel(bytes: Uint8Array, options: ParseOptions = {}): Model {
  if (!(bytes instanceof Uint8Array)) throw new TypeError('bytes: expected a Uint8Array');
  const limits = resolveLimits(options.limits);
  expectAtMost(limits.fileBytes, 'bytes', bytes.length, 'file');
  refuseBinary(bytes);
  if (looksLikeSafetensors(bytes)) return parseNative(bytes, limits);
  if (looksLikeOnnx(bytes)) return parseOnnx(bytes, limits);
  const json = parseJson(bytes, limits);
  if (isNam(json)) return parseNam(json, limits);
  if (typeof json === 'object' && json !== null) {
    if (isKeras(json)) return parseKeras(json, limits);
    if (isPedalNet(json)) return parsePedalNet(json, limits);
  }
  return refuseJson(json);
}
