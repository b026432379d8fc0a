import type { Dirent } from 'node:fs';
import { readdir, realpath, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { DilatoneError } from '../../errors.js';
import { throwIfInterrupted } from '../io.js';
import { expandBraces, MOST_PATTERNS } from './braces.js';
import { NamePattern } from './name-pattern.js';

/** How a search ends that would take too long, and whom it tells. */
export interface SearchOptions {
  readonly signal: AbortSignal;
  /** Called now and then with the number of folders that were searched. */
  readonly onProgress?: (folders: number) => void;
  /** Folders to search at most. */
  readonly mostFolders?: number;
  /** Files to find at most. */
  readonly mostFiles?: number;
}

/** What a search found. */
interface SearchResult {
  /** Paths, sorted. */
  readonly files: readonly string[];
  /** Folders that could not be read. */
  readonly unreadable: readonly string[];
}

/** More than any collection of sounds has; a whole disk has more, and is given up after some seconds. */
const MOST_FOLDERS = 20_000;
const MOST_FILES = 100_000;
const LONGEST_PATTERN = 1024;

/** Work between two turns of the event loop, which notices an interruption. */
const TURN_MS = 50;

/** A name of a pattern; `**` stands for any number of folders. */
type Segment = NamePattern | '**';

/** The rest of a pattern, from one name on. */
interface Rest {
  readonly first: Segment;
  /** Null at the end of the pattern. */
  readonly next: Rest | null;
}

/** A folder to search, and the rests of patterns for what is in it. */
interface Place {
  readonly path: string;
  readonly rests: Iterable<Rest>;
  readonly chain: Chain | null;
  /** The path without links, where it is known. */
  readonly real: string | null;
}

/** The real paths of a folder and of those that the search came through. */
interface Chain {
  readonly real: string;
  readonly up: Chain | null;
}

/** Whether a path has wildcards, or braces that stand for several. */
export function isPattern(text: string): boolean {
  if (text.length > LONGEST_PATTERN) return true;
  const expanded = expandBraces(text);
  return expanded?.length !== 1 || text.split('/').some((name) => isWild(segmentOf(name)));
}

/** The folders of a pattern before the first that varies. */
export function fixedPart(pattern: string): string {
  const parts = pattern.split('/').slice(0, -1);
  const varying = parts.findIndex((part) => isPattern(part));
  const fixed = (varying < 0 ? parts : parts.slice(0, varying)).join('/');
  return fixed || (pattern.startsWith('/') ? '/' : '.');
}

/**
 * Finds the files of a pattern, whose folders are divided by `/`. Links are followed, but not in circles. Throws a
 * DilatoneError: `limit` for a pattern that stands for too much or searches too much, `load` where the first folder cannot
 * be read, `aborted`.
 */
export async function search(pattern: string, options: SearchOptions): Promise<SearchResult> {
  const { length } = pattern;
  if (length > LONGEST_PATTERN) {
    throw new DilatoneError('limit', pattern, `expected at most ${LONGEST_PATTERN} characters, got ${length}`);
  }
  const patterns = expandBraces(pattern);
  if (patterns === null) {
    throw new DilatoneError('limit', pattern, `expected at most ${MOST_PATTERNS} alternatives in braces, got more`);
  }
  return new Search(pattern, options).run(patterns);
}

function segmentOf(name: string): Segment {
  return name === '**' ? name : new NamePattern(name);
}

function isWild(segment: Segment): boolean {
  return segment === '**' || segment.literal === null;
}

/** A whole pattern; null if it has no name. Several `**` in a row are one. */
function restOf(pattern: string): Rest | null {
  const names = pattern.split('/').filter((name, n, all) => name !== '' && !(name === '**' && all[n + 1] === '**'));
  return names.reduceRight<Rest | null>((next, name) => ({ first: segmentOf(name), next }), null);
}

class Search {
  readonly #pattern: string;
  readonly #options: SearchOptions;
  readonly #files = new Set<string>();
  readonly #unreadable: string[] = [];
  readonly #places: Place[] = [];
  #folders = 0;
  #turnMs = performance.now();

  constructor(pattern: string, options: SearchOptions) {
    this.#pattern = pattern;
    this.#options = options;
  }

  async run(patterns: readonly string[]): Promise<SearchResult> {
    for (const root of ['/', '']) {
      const rests = patterns.filter((text) => text.startsWith('/') === (root === '/')).map(restOf);
      this.#places.push({ path: root, rests: rests.filter((rest) => rest !== null), chain: null, real: null });
    }
    for (let place = this.#places.pop(); place !== undefined; place = this.#places.pop()) await this.#visit(place);
    return { files: [...this.#files].sort(), unreadable: this.#unreadable };
  }

  /** Follows names without wildcards, which asks no folder for its content, and searches for the others. */
  async #visit({ path, rests, chain, real }: Place): Promise<void> {
    await this.#turn();
    const wild = new Set<Rest>();
    for (const rest of withoutFolders(rests)) {
      const { first, next } = rest;
      const name = first === '**' ? null : first.literal;
      if (name === null) wild.add(rest);
      else await this.#enter(path + name, new Set([next]), chain);
    }
    if (wild.size > 0) await this.#read({ path, rests: wild, chain, real });
  }

  async #read({ path, rests, chain, real: known }: Place): Promise<void> {
    const { mostFolders = MOST_FOLDERS, onProgress } = this.#options;
    this.#expectAtMost(mostFolders, 'folders to search', ++this.#folders);
    onProgress?.(this.#folders);
    const real = known ?? (await realpath(path || '.').catch(() => null));
    if (real === null || isIn(chain, real)) return;
    const inside = { real, up: chain };
    for (const entry of await this.#entries(path)) {
      const next = new Set<Rest | null>();
      for (const rest of rests) {
        for (const after of restsAfter(rest, entry.name)) next.add(after);
        await this.#turn();
      }
      if (next.size > 0) await this.#enter(path + entry.name, next, inside, entry);
    }
  }

  async #turn(): Promise<void> {
    const { signal } = this.#options;
    throwIfInterrupted(signal, this.#pattern);
    if (performance.now() - this.#turnMs < TURN_MS) return;
    await new Promise((resolve) => setImmediate(resolve));
    throwIfInterrupted(signal, this.#pattern);
    this.#turnMs = performance.now();
  }

  async #entries(path: string): Promise<Dirent[]> {
    try {
      return await readdir(path || '.', { withFileTypes: true });
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === 'EACCES' || code === 'EPERM') this.#unreadable.push(path.replace(/(?<=.)\/$/, '') || '.');
      return [];
    }
  }

  /** Takes a file, or puts a folder on the list. */
  async #enter(path: string, rests: ReadonlySet<Rest | null>, chain: Chain | null, entry?: Dirent): Promise<void> {
    // Some file systems do not say in a folder's content what its entries are.
    const plain = entry?.isFile() || entry?.isDirectory() ? entry : null;
    const kind = plain ?? (await stat(path).catch(() => null));
    if (kind?.isFile() && rests.has(null)) {
      this.#files.add(path);
      this.#expectAtMost(this.#options.mostFiles ?? MOST_FILES, 'files', this.#files.size);
    }
    const inside = [...rests].filter((rest) => rest !== null);
    if (kind?.isDirectory() && inside.length > 0) {
      const real = plain && chain && join(chain.real, plain.name);
      this.#places.push({ path: `${path}/`, rests: inside, chain, real });
    }
  }

  #expectAtMost(most: number, what: string, count: number): void {
    if (count <= most) return;
    throw new DilatoneError('limit', this.#pattern, `expected at most ${most} ${what}, got more`);
  }
}

/** Adds the rests without the `**` in front, which may stand for no folder. */
function withoutFolders(rests: Iterable<Rest>): ReadonlySet<Rest> {
  const all = new Set(rests);
  // Reading a set also gives what is added meanwhile.
  for (const { first, next } of all) if (first === '**' && next !== null) all.add(next);
  return all;
}

/** What is left of a rest inside an entry of this name; null where the entry is all that the pattern asks for. */
function restsAfter(rest: Rest, name: string): (Rest | null)[] {
  const { first, next } = rest;
  if (first !== '**') return first.matches(name) ? [next] : [];
  if (name.startsWith('.')) return [];
  // At the end, `**` takes files, too.
  return next === null ? [rest, null] : [rest];
}

function isIn(chain: Chain | null, real: string): boolean {
  for (let link = chain; link !== null; link = link.up) if (link.real === real) return true;
  return false;
}
