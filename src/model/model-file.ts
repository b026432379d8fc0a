import type { UnsharedUint8Array } from '../network/unshared.js';
import { fromBase64 } from './base64.js';
import type { ModelFile } from './model.js';
import { expectObject, malformed } from './untrusted.js';

/** Checks a model's file, and gives it with its bytes. DilatoneError `malformed` where it is broken. */
export function readModelFile(file: unknown, where: string): ModelFile & { readonly bytes: UnsharedUint8Array } {
  const { name = '', base64 } = expectObject(file, where);
  if (typeof name !== 'string') throw malformed(`${where}.name`, 'a string', name);
  if (typeof base64 !== 'string') throw malformed(`${where}.base64`, 'a string', base64);
  return { name, base64, bytes: fromBase64(base64, `${where}.base64`) };
}
