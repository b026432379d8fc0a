import { stat } from 'node:fs/promises';
import { basename, extname, join, relative, resolve, sep } from 'node:path';
import { DilatoneError } from '../../errors.js';
import { isSameFile } from '../files.js';
import { fixedPart, isPattern, search } from '../glob/search.js';
import { type Io, oneLine, throwIfInterrupted } from '../io.js';
import { UsageError } from '../options.js';
import type { Batch } from './render-request.js';

/** A file to read, and the file to write. */
export interface RenderJob {
  readonly input: string;
  readonly output: string;
}

/** An input, and the path of its output within the output folder, still with the input's extension. */
interface Found {
  readonly path: string;
  readonly within: string;
}

/** What a batch does, and what a user should know of it. */
interface Plan {
  readonly jobs: readonly RenderJob[];
  readonly warnings: readonly { readonly where: string; readonly detail: string }[];
}

/** A search that takes longer reports that it goes on. */
const LONG_SEARCH_MS = 2_000;

/**
 * The files of a batch, in the order of the command line, each once. Files that a pattern finds keep their folders below
 * the pattern's fixed part. Throws a DilatoneError: `load` if a pattern finds nothing, `limit` if it stands for too much,
 * `aborted`; and a UsageError if two inputs have the same output, or an output would replace an input.
 */
export async function planBatch({ inputs, folder }: Batch, io: Io): Promise<Plan> {
  const found = new Map<string, Found>();
  const warnings: Plan['warnings'][number][] = [];
  for (const input of inputs) {
    const { files, unreadable } = await findFiles(input, io);
    for (const file of files) if (!found.has(resolve(file.path))) found.set(resolve(file.path), file);
    if (unreadable.length > 0) {
      const detail = `${unreadable.length} folders could not be read, such as ${unreadable[0]}`;
      warnings.push({ where: input, detail });
    }
  }
  const inputOf = new Map<string, string>();
  const jobs: RenderJob[] = [];
  for (const { path, within } of found.values()) {
    throwIfInterrupted(io.signal, path);
    const output = join(folder, `${within.slice(0, within.length - extname(within).length)}.wav`);
    const other = inputOf.get(resolve(output));
    if (other !== undefined) fail(`expected inputs of different names, got ${other} and ${path}`);
    if (found.has(resolve(output)) || (await isSameFile(output, path))) {
      fail(`expected a folder apart from the inputs, got ${folder}, where ${basename(output)} is one`);
    }
    inputOf.set(resolve(output), path);
    jobs.push({ input: path, output });
  }
  return { jobs, warnings };
}

/** A name of an existing file means that file, even if it looks like a pattern: `take [1].wav`. */
async function findFiles(input: string, io: Io): Promise<{ files: Found[]; unreadable: readonly string[] }> {
  if (!isPattern(input) || (await stat(input).catch(() => null))) {
    return { files: [{ path: input, within: basename(input) }], unreadable: [] };
  }
  const pattern = sep === '\\' ? input.replaceAll('\\', '/') : input;
  const { files, unreadable } = await search(pattern, { signal: io.signal, onProgress: progressLine(input, io) });
  const base = fixedPart(pattern);
  if (files.length === 0) {
    if (unreadable.includes(base))
      throw new DilatoneError('load', base, 'expected a readable folder, got no permission');
    throw new DilatoneError('load', input, 'expected files, got none');
  }
  return { files: files.map((path) => ({ path, within: relative(base, path) })), unreadable };
}

/** Tells, once, that a search takes long. */
function progressLine(input: string, io: Io): (folders: number) => void {
  const startMs = Date.now();
  let told = false;
  return (folders) => {
    if (told || Date.now() - startMs < LONG_SEARCH_MS) return;
    told = true;
    io.stderr.write(`${oneLine(`searching ${input}: ${folders} folders so far; Ctrl+C ends it`)}\n`);
  };
}

function fail(message: string): never {
  throw new UsageError('render', `--out-dir: ${message}`);
}
