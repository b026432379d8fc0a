import { expect } from 'vitest';
import { DilatoneError, type ErrorCode } from '../../src/errors.js';
import { parseModel } from '../../src/formats/parse-model.js';

/** Expects that a file is refused with this code, at this place, in a message that contains `detail`. */
export function expectRefusal(bytes: Uint8Array, code: ErrorCode, where: string, detail: string): void {
  let error: unknown;
  try {
    parseModel(bytes);
  } catch (thrown) {
    error = thrown;
  }
  expect(error).toBeInstanceOf(DilatoneError);
  expect(error).toMatchObject({ code, where, message: expect.stringContaining(`${where}: `) });
  expect((error as DilatoneError).message).toContain(detail);
}
