import type { Stats } from 'node:fs';
import { mkdir, readFile, realpath, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { DilatoneError } from '../errors.js';
import { temporaryPath } from './temporary-files.js';

/** Reads a regular file whose size is looked at first. Every failure is a DilatoneError whose `where` is the path. */
export async function readWholeFile(path: string, mostBytes: number): Promise<Uint8Array> {
  const stats = await statOf(path);
  if (!stats) throw new DilatoneError('load', path, 'expected a file, got none');
  expectFile(path, stats);
  if (stats.size > mostBytes) {
    throw new DilatoneError('limit', path, `expected at most ${mostBytes} bytes, got ${stats.size}`);
  }
  return readFile(path).catch((error: unknown) => fail(path, 'a readable file', error));
}

/** A file to be written, or to be replaced at one stroke. */
export interface OutputFile {
  /** As the user named it. */
  readonly path: string;
  /** What it stands for: where a link leads. */
  readonly target: string;
  /** Permissions to keep. */
  readonly mode?: number;
}

/** Finds out, before any work is done, whether a path can be written to. */
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
 * Writes all of a file or nothing: to a temporary file beside it, which takes its place once the disk has it. Whatever ends
 * the program, the file is the old one or the whole new one.
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

/** Makes a folder, and those that it lies in, where they are missing. */
export async function makeFolder(path: string): Promise<void> {
  await mkdir(path, { recursive: true }).catch((error: unknown) => fail(path, 'a folder', error));
}

/** Whether there is something of this name. */
export async function exists(path: string): Promise<boolean> {
  return (await statOf(path)) !== null;
}

/** Whether two paths lead to the same existing file. */
export async function isSameFile(a: string, b: string): Promise<boolean> {
  const [statsA, statsB] = [await statOf(a), await statOf(b)];
  return statsA !== null && statsB !== null && statsA.dev === statsB.dev && statsA.ino === statsB.ino;
}

/** Null where there is no such file. */
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
