import { DilatoneError } from '../../errors.js';
import { expectAtMost } from '../../model/limits.js';
import { expectObject, malformed } from '../../model/untrusted.js';
import { droppedFields } from './dropped-fields.js';
import { BlockReader, between, readText } from './read-block.js';
import type { EmbeddedFile, RigDocument, RigInput, RigOutput } from './rig-document.js';

/** The version that this package writes. */
const VERSION = 1;

/** Text of a rig with its files, in characters, at most; also of the files alone. */
export const MOST_TEXT = 2 ** 28;

/** Lowest ceiling of the limiter. */
export const LOWEST_LIMIT_DB = -100;

/** Files beside a rig, at most. */
const MOST_FILES = 256;

/** A change that makes a document of one version that of the next. Documents come unchecked. */
type Migration = (document: Record<string, unknown>) => Record<string, unknown>;

/** By the version that is left. */
const MIGRATIONS: Readonly<Record<number, Migration>> = {
  // Written by hand: neither format nor version.
  0: (document) => ({ ...document, format: 'dilatone-rig', version: 1 }),
};

/**
 * Reads a rig: an object, its JSON text, or a list of blocks. Checks everything, brings older versions up to date, gives an id to
 * each block that has none, and drops what it does not know; `RigInfo.warnings` of the rig that plays it says so. Numbers that are
 * left out stay left out.
 *
 * Throws a DilatoneError: `malformed` with the place, `rig.blocks[2].thresholdDb: expected -100 to 0, got 7`; `unsupported` for a later
 * version and for unknown types of blocks; `limit` for too many blocks or files, and too long texts.
 */
export function readRig(rig: unknown): RigDocument {
  const given = migrated(parsed(rig));
  const document = readFields(given);
  unknown.set(document, [...unknownFields(rig), ...droppedFields(given, document, 'rig')]);
  return document;
}

/** What was left out of documents that were read: a document in use may have been read several times. */
const unknown = new WeakMap<object, readonly string[]>();

/** Places of the fields that `readRig` did not know, some of them if there are many; empty for what it has not read. */
export function unknownFields(rig: unknown): readonly string[] {
  return (typeof rig === 'object' && rig !== null && unknown.get(rig)) || [];
}

/** A document that was made of one that was read, with what was left out of that noted. */
export function keepUnknown(read: RigDocument, document: RigDocument): RigDocument {
  unknown.set(document, unknownFields(read));
  return document;
}

function readFields(given: Record<string, unknown>): RigDocument {
  const { name, input, blocks, output, interfaceLevelDbu, files } = given;
  return {
    format: 'dilatone-rig',
    version: VERSION,
    ...(name !== undefined && { name: readText(name, 'rig.name') }),
    ...(input !== undefined && { input: readInput(input) }),
    blocks: new BlockReader().read(blocks, 'rig.blocks'),
    ...(output !== undefined && { output: readOutput(output) }),
    ...(interfaceLevelDbu !== undefined && {
      interfaceLevelDbu: between(-40, 40)(interfaceLevelDbu, 'rig.interfaceLevelDbu'),
    }),
    ...(files !== undefined && { files: readFiles(files) }),
  };
}

function parsed(rig: unknown): Record<string, unknown> {
  if (Array.isArray(rig)) return { blocks: rig };
  if (typeof rig !== 'string') return expectObject(rig, 'rig');
  expectAtMost(MOST_TEXT, 'characters', rig.length, 'rig');
  const value = parseJson(rig);
  // Text in a text is no rig.
  return typeof value === 'string' ? expectObject(value, 'rig') : parsed(value);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new DilatoneError('malformed', 'rig', `expected JSON, got ${cause}`, { cause });
  }
}

function migrated(document: Record<string, unknown>): Record<string, unknown> {
  const { format } = document;
  if (format !== undefined && format !== 'dilatone-rig') throw malformed('rig.format', 'dilatone-rig', format);
  let current = document;
  for (;;) {
    const { version = format === undefined ? 0 : undefined } = current;
    if (version === VERSION) return current;
    const migrate = typeof version === 'number' && Object.hasOwn(MIGRATIONS, version) ? MIGRATIONS[version] : undefined;
    if (migrate === undefined) {
      const isLater = typeof version === 'number' && version > VERSION;
      const detail = `expected at most version ${VERSION}, got ${version}; a newer Dilatone can open it`;
      throw isLater
        ? new DilatoneError('unsupported', 'rig.version', detail)
        : malformed('rig.version', `${VERSION}`, version);
    }
    current = migrate(current);
  }
}

function readInput(input: unknown): RigInput {
  const { gainDb } = expectObject(input, 'rig.input');
  return { ...(gainDb !== undefined && { gainDb: between(-60, 40)(gainDb, 'rig.input.gainDb') }) };
}

function readOutput(output: unknown): RigOutput {
  const { gainDb, limitDb } = expectObject(output, 'rig.output');
  return {
    ...(gainDb !== undefined && { gainDb: between(-60, 40)(gainDb, 'rig.output.gainDb') }),
    ...(limitDb !== undefined && {
      limitDb: limitDb === null ? null : between(LOWEST_LIMIT_DB, 24)(limitDb, 'rig.output.limitDb'),
    }),
  };
}

function readFiles(files: unknown): Record<string, EmbeddedFile> {
  const read: Record<string, EmbeddedFile> = {};
  const entries = Object.entries(expectObject(files, 'rig.files'));
  expectAtMost(MOST_FILES, 'files', entries.length, 'rig.files');
  let characters = 0;
  for (const [sha256, file] of entries) {
    if (!/^[0-9a-f]{64}$/.test(sha256)) throw malformed('rig.files', 'hashes of 64 hexadecimal digits', sha256);
    const { name = '', base64 } = expectObject(file, `rig.files.${sha256}`);
    if (typeof base64 !== 'string') throw malformed(`rig.files.${sha256}.base64`, 'a string', base64);
    characters += base64.length;
    expectAtMost(MOST_TEXT, 'characters', characters, 'rig.files');
    read[sha256] = { name: readText(name, `rig.files.${sha256}.name`), base64 };
  }
  return read;
}
