import { stat } from 'node:fs/promises';
import { basename, dirname, extname, join, relative, resolve, sep } from 'node:path';
import { glob, isDynamicPattern } from 'tinyglobby';
import { DilatoneError } from '../../errors.js';
import { isSameFile } from '../files.js';
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

/**
 * The files of a batch, in the order of the command line, each once. Files that a pattern finds keep their folders below
 * the pattern's fixed part. Throws a DilatoneError `load` if a pattern finds nothing, and a UsageError if two inputs have
 * the same output, or an output would replace an input.
 */
export async function planBatch({ inputs, folder }: Batch): Promise<RenderJob[]> {
  const found = new Map<string, Found>();
  for (const input of inputs) {
    for (const file of await findFiles(input)) if (!found.has(resolve(file.path))) found.set(resolve(file.path), file);
  }
  const inputOf = new Map<string, string>();
  const jobs: RenderJob[] = [];
  for (const { path, within } of found.values()) {
    const output = join(folder, `${within.slice(0, within.length - extname(within).length)}.wav`);
    const other = inputOf.get(resolve(output));
    if (other !== undefined) fail(`expected inputs of different names, got ${other} and ${path}`);
    if (found.has(resolve(output)) || (await isSameFile(output, path))) {
      fail(`expected a folder apart from the inputs, got ${folder}, where ${basename(output)} is one`);
    }
    inputOf.set(resolve(output), path);
    jobs.push({ input: path, output });
  }
  return jobs;
}

/** A name of an existing file means that file, even if it looks like a pattern: `take [1].wav`. */
async function findFiles(input: string): Promise<Found[]> {
  if (!isDynamicPattern(input) || (await stat(input).catch(() => null))) {
    return [{ path: input, within: basename(input) }];
  }
  const pattern = sep === '\\' ? input.replaceAll('\\', '/') : input;
  const paths = await glob(pattern, { expandDirectories: false });
  if (paths.length === 0) throw new DilatoneError('load', input, 'expected files, got none');
  const base = fixedPart(pattern);
  return paths.sort().map((path) => ({ path, within: relative(base, path) }));
}

/** The folders of a pattern before the first that contains a wildcard. */
function fixedPart(pattern: string): string {
  const parts = dirname(pattern).split('/');
  const varying = parts.findIndex((part) => isDynamicPattern(part));
  return (varying < 0 ? parts : parts.slice(0, varying)).join('/') || (pattern.startsWith('/') ? '/' : '.');
}

function fail(message: string): never {
  throw new UsageError('render', `--out-dir: ${message}`);
}
