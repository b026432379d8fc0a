import { expectAtMost, type ModelLimits, resolveLimits } from '../model/limits.js';
import type { Model } from '../model/model.js';
import { readModelFile } from '../model/model-file.js';
import { keepOrigin } from '../model/sized-model.js';
import type { UnsharedUint8Array } from '../network/unshared.js';
import { isSmartAmpPro, parseSmartAmpPro } from './guitarml/parse-smart-amp-pro.js';
import { isStateDict, parseStateDict } from './guitarml/parse-state-dict.js';
import { isKeras, parseKeras } from './keras/parse-keras.js';
import { isNam, parseNam } from './nam/parse-nam.js';
import { parseNative } from './native/parse-native.js';
import { parseOnnx } from './onnx/parse-onnx.js';
import { describeBinary, refuseBinary, refuseJson, refuseText, SUPPORTED } from './other-kinds.js';
import { isPedalNet, parsePedalNet } from './pedalnet/parse-pedalnet.js';
import { decodeText, parseJson } from './reading/json-text.js';

export { SUPPORTED };

/** How to parse a model file. */
export interface ParseOptions {
  /** Limits that replace the default ones; `Infinity` lifts a limit. */
  readonly limits?: Partial<Record<keyof ModelLimits, number | undefined>> | undefined;
  /** What to call the file, for `Model.sourceName`. */
  readonly name?: string | undefined;
}

/**
 * Parses a model file. The format is recognized by content, not by name. Pure and synchronous; works in every thread that
 * has a TextDecoder (an AudioWorklet has none). The bytes are not modified and may be reused
 * afterwards: the model keeps a copy, `Model.source`.
 *
 * Throws a DilatoneError: `malformed` if the file is broken or no model, `unsupported` for a model that Dilatone does not
 * run, `limit` for one that exceeds a limit. Its `where` is the place in the file, such as `config.layers[0].channels`, or
 * `file` for the file as a whole.
 */
export function parseModel(bytes: Uint8Array, options: ParseOptions = {}): Model {
  return originated(parseBytes(bytes, options.limits), new Uint8Array(bytes), options);
}

/** `parseModel` for bytes that nobody else will touch: the model keeps them without a copy. */
export function parseOwnBytes(bytes: UnsharedUint8Array, options: ParseOptions): Model {
  return originated(parseBytes(bytes, options.limits), bytes, options);
}

function originated(model: Model, bytes: UnsharedUint8Array, { limits, name = '' }: ParseOptions): Model {
  return keepOrigin(model, {
    bytes,
    name,
    parse: (file, nextName) => {
      if (ArrayBuffer.isView(file)) return parseModel(file, { limits, name: nextName });
      const next = readModelFile(file, 'model');
      return parseOwnBytes(next.bytes, { limits, name: nextName ?? next.name });
    },
  });
}

function parseBytes(bytes: Uint8Array, changes: ParseOptions['limits']): Model {
  // Not instanceof: iframes and test runners hand over arrays of another realm.
  if (Object.prototype.toString.call(bytes) !== '[object Uint8Array]')
    throw new TypeError('bytes: expected a Uint8Array');
  const limits = resolveLimits(changes);
  expectAtMost(limits.fileBytes, 'bytes', bytes.length, 'file');
  // First, because the length of its header may look like the start of a file of another kind.
  if (looksLikeSafetensors(bytes)) return parseNative(bytes, limits);
  refuseBinary(bytes);
  if (looksLikeOnnx(bytes)) return parseOnnx(bytes, limits);
  const text = decodeText(bytes, 'file', describeBinary(bytes));
  refuseText(text);
  const json = parseJson(text, limits, 'file');
  if (isNam(json)) return parseNam(json, limits);
  if (typeof json === 'object' && json !== null) {
    if (isKeras(json)) return parseKeras(json, limits);
    if (isStateDict(json)) return parseStateDict(json, limits);
    if (isSmartAmpPro(json)) return parseSmartAmpPro(json, limits);
    if (isPedalNet(json)) return parsePedalNet(json, limits);
  }
  return refuseJson(json);
}

/** A safetensors file: eight bytes of little-endian length, of a header below 4 GB, and the start of a JSON object. */
function looksLikeSafetensors(bytes: Uint8Array): boolean {
  return latin1(bytes, 4, 9) === '\0\0\0\0{';
}

/** A protobuf message whose first fields are ONNX's `ir_version` and one that may follow it. */
function looksLikeOnnx(bytes: Uint8Array): boolean {
  const nextFields = [0x12, 0x1a, 0x22, 0x28, 0x32, 0x3a, 0x42];
  return bytes[0] === 0x08 && bytes[1] > 0 && bytes[1] < 0x40 && nextFields.includes(bytes[2]);
}

function latin1(bytes: Uint8Array, start: number, end: number): string {
  return String.fromCharCode(...bytes.subarray(start, end));
}
