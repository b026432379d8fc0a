import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** A fenced block of the docs. */
export interface CodeBlock {
  /** File and line, for messages. */
  readonly place: string;
  readonly language: string;
  /** What follows the language: `run`, `run-browser`, `typecheck`, `unchecked`, or `file` and the name of a file of an app. */
  readonly check: string;
  readonly code: string;
}

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Every fenced block with a language, of the README and all docs. */
export function codeBlocks(): CodeBlock[] {
  const docs = readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' });
  const files = ['README.md', ...docs.filter((file) => file.endsWith('.md')).map((file) => join('docs', file))];
  return files.flatMap((file) => blocksOf(file, readFileSync(join(root, file), 'utf8')));
}

/** The files of the apps in the guides, by their names. */
export function appFiles(): ReadonlyMap<string, string> {
  const files = codeBlocks().filter(({ check }) => check.startsWith('file '));
  return new Map(files.map(({ check, code }) => [check.slice('file '.length), code]));
}

function blocksOf(file: string, text: string): CodeBlock[] {
  return [...text.matchAll(/^```(\S+)[ ]?(.*)\n([\s\S]*?)^```$/gm)].map(
    ({ index, 1: language, 2: check, 3: code }) => ({
      place: `${file}:${text.slice(0, index).split('\n').length}`,
      language,
      check,
      code,
    }),
  );
}
