import { createHash, randomUUID } from 'node:crypto';
import type { Stats } from 'node:fs';
import { mkdir, readdir, readFile, realpath, rename, rm, stat, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { dirname, join } from 'node:path';
import { DilatoneError } from '../errors.js';
import { parseModel } from '../formats/parse-model.js';
import { DEFAULT_LIMITS } from '../model/limits.js';
import type { Model } from '../model/model.js';

/** How to check a model. */
interface ModelCheck {
  /** Whether every size must be sound, not only those that are asked for. */
  readonly allSizes?: boolean;
}

/** Reads a model file; the places in its errors begin with the path. */
export async function readModel(path: string, check?: ModelCheck): Promise<Model> {
  return modelFrom(await readModelFile(path), path, check);
}

/** Parses the bytes of a model file, which the places in errors call `name`. */
export function modelFrom(bytes: Uint8Array, name: string, { allSizes = false }: ModelCheck = {}): Model {
  try {
    const model = parseModel(bytes);
    if (allSizes) for (const size of model.info.sizes) model.network({ size });
    return model;
  } catch (error) {
    if (!(error instanceof DilatoneError)) throw error;
    // The formats call the file as a whole `file`.
    const message = error.where === 'file' ? error.message.replace(/^file: /, '') : error.message;
    throw new DilatoneError(error.code, name, message, { cause: error });
  }
}

/** Reads the bytes of a model file, which must not be larger than a model may be. */
export function readModelFile(path: string): Promise<Uint8Array> {
  return readWholeFile(path, DEFAULT_LIMITS.fileBytes);
}

/** Reads a regular file after checking its size. Every failure is a DilatoneError whose `where` is the path. */
export async function readWholeFile(path: string, mostBytes: number): Promise<Uint8Array> {
  const stats = await statOf(path);
  if (!stats) throw new DilatoneError('load', path, 'expected a file, got none');
  expectFile(path, stats);
  if (stats.size > mostBytes) {
    throw new DilatoneError('limit', path, `expected at most ${mostBytes} bytes, got ${stats.size}`);
  }
  return readFile(path).catch((error: unknown) => fail(path, 'a readable file', error));
}

/** A file that `replaceFile` writes. */
interface OutputFile {
  /** As the user named it. */
  readonly path: string;
  /** The file itself; `path` may be a link to it. */
  readonly target: string;
  /** Permissions to keep. */
  readonly mode?: number;
}

/** Checks, before any work is done, that a path can be written to. */
export async function outputFile(path: string): Promise<OutputFile> {
  const stats = await statOf(path);
  if (stats) {
    expectFile(path, stats);
    return { path, target: await realpath(path), mode: stats.mode & 0o777 };
  }
  const directory = await statOf(dirname(path));
  if (!directory?.isDirectory()) {
    throw new DilatoneError('load', path, `expected a file in an existing directory, got ${dirname(path)}`);
  }
  return { path, target: path };
}

/**
 * Writes the whole file or nothing: first to a temporary file beside it, which replaces it once it is on the disk. Even if
 * the program is killed, the file is either the old one or the complete new one.
 */
export async function replaceFile(file: OutputFile, bytes: Uint8Array, signal: AbortSignal): Promise<void> {
  const temporary = temporaryPath(dirname(file.target));
  try {
    await writeFile(temporary, bytes, { flag: 'wx', mode: file.mode, signal, flush: true });
    await rename(temporary, file.target);
  } catch (error) {
    await rm(temporary, { force: true });
    if (signal.aborted) throw new DilatoneError('aborted', file.path, 'not written', { cause: error });
    fail(file.path, 'a writable file', error);
  }
}

/** The names of temporary files say which machine and process writes them, because folders may be shared. */
const HOST = createHash('sha256').update(hostname()).digest('hex').slice(0, 8);
const TEMPORARY_NAME = /^\.dilatone-([0-9a-f]{8})-(\d+)-[0-9a-f-]{36}\.part$/;

/** Writing a file never takes as long. */
const STALE_MS = 24 * 60 * 60 * 1000;

/** A new path for a temporary file in a folder. */
export function temporaryPath(folder: string): string {
  return join(folder, `.dilatone-${HOST}-${process.pid}-${randomUUID()}.part`);
}

/**
 * Removes the temporary files that killed processes left in a folder: files of processes of this machine that have ended,
 * and files that nobody has written to for a day. Files that cannot be removed stay.
 */
export async function removeStaleFiles(folder: string): Promise<void> {
  const names = await readdir(folder).catch((): string[] => []);
  for (const name of names) {
    const match = TEMPORARY_NAME.exec(name);
    if (!match) continue;
    const [, host, pid] = match;
    const path = join(folder, name);
    const isStale = (host === HOST && !isRunning(Number(pid))) || (await isOld(path));
    if (isStale) await rm(path, { force: true }).catch(() => {});
  }
}

/** Makes a folder, and its parents, unless they exist. */
export async function makeFolder(path: string): Promise<void> {
  await mkdir(path, { recursive: true }).catch((error: unknown) => fail(path, 'a folder', error));
}

/** True if a file or folder of this name exists. */
export async function exists(path: string): Promise<boolean> {
  return (await statOf(path)) !== null;
}

/** True if two paths lead to the same existing file. */
export async function isSameFile(a: string, b: string): Promise<boolean> {
  const [statsA, statsB] = [await statOf(a), await statOf(b)];
  return statsA !== null && statsB !== null && statsA.dev === statsB.dev && statsA.ino === statsB.ino;
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: the process belongs to another user.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

async function isOld(path: string): Promise<boolean> {
  const stats = await stat(path).catch(() => null);
  return stats !== null && Date.now() - stats.mtimeMs > STALE_MS;
}

/** Null if there is no such file. */
async function statOf(path: string): Promise<Stats | null> {
  try {
    return await stat(path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return code === 'ENOENT' || code === 'ENOTDIR' ? null : fail(path, 'a readable file', error);
  }
}

function expectFile(path: string, stats: Stats): void {
  if (stats.isFile()) return;
  const got = stats.isDirectory() ? 'a directory' : 'a device or a pipe';
  throw new DilatoneError('load', path, `expected a file, got ${got}`);
}

const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'no permission',
  EEXIST: 'a file',
  ENOTDIR: 'a file on the way',
  EPERM: 'no permission',
  EROFS: 'a file system that is read-only',
  ENOSPC: 'a full disk',
  ENAMETOOLONG: 'too long a name',
  ELOOP: 'links in a circle',
};

function fail(path: string, expected: string, cause: unknown): never {
  const { code = 'an unknown error' } = cause as NodeJS.ErrnoException;
  throw new DilatoneError('load', path, `expected ${expected}, got ${REASONS[code] ?? code}`, { cause });
}
