import { DilatoneError, type ErrorCode } from '../../errors.js';
import { UsageError } from '../options.js';

/** An error of the program as plain data: threads lose its fields when they send the error itself. */
export type ErrorFields =
  | { readonly kind: 'usage'; readonly command: string | null; readonly message: string }
  | ({ readonly kind: 'input' } & InputErrorFields);

/** The fields of a DilatoneError. */
interface InputErrorFields {
  readonly code: ErrorCode;
  readonly where: string;
  readonly detail: string;
}

/** The fields of a DilatoneError. */
export function inputErrorFields({ code, where, message }: DilatoneError): InputErrorFields {
  return { code, where, detail: where === '' ? message : message.slice(where.length + 2) };
}

/** Any error as plain data. */
export function errorFields(error: unknown, where: string): ErrorFields {
  if (!(error instanceof UsageError)) return { kind: 'input', ...inputErrorFields(inputError(error, where)) };
  return { kind: 'usage', command: error.command, message: error.message };
}

/** The error that has these fields. */
export function errorOf(fields: ErrorFields): UsageError | DilatoneError {
  if (fields.kind === 'usage') return new UsageError(fields.command, fields.message);
  return new DilatoneError(fields.code, fields.where, fields.detail);
}

/** What V8 says where a file asks for more than there is, by the beginnings of its messages. */
const TOO_MUCH =
  /^(Array buffer allocation|Invalid (array|typed array|string) length|Maximum call stack|Set maximum|Map maximum)/;

/** Any error as one that a user gets in one line. An error that is none of ours is a bug, and names its place in the code. */
export function inputError(error: unknown, where: string): DilatoneError {
  if (error instanceof DilatoneError) return error;
  const { code, message = String(error), stack = '' } = error as NodeJS.ErrnoException;
  if (code === 'ERR_WORKER_OUT_OF_MEMORY' || TOO_MUCH.test(message)) {
    return new DilatoneError('limit', where, 'expected work that fits into memory, got more', { cause: error });
  }
  const [place = 'an unknown place'] = /\S+:\d+:\d+/.exec(stack.slice(stack.indexOf('\n'))) ?? [];
  const detail = `expected no fault of Dilatone itself, got ${error instanceof Error ? error.name : 'an error'}: ${message}`;
  return new DilatoneError('unsupported', where, `${detail} (at ${place.replace(/^.*[/(]/, '')})`, { cause: error });
}
