import { join } from 'node:path/posix';
import ts from 'typescript';
import { ROOT, readSources } from './sources.js';

/** Only the audio thread's types: code for other threads then has unknown types, which does not matter here. */
const OPTIONS: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  lib: ['lib.es2022.d.ts'],
  types: ['audioworklet'],
  strict: true,
  noEmit: true,
};

/** A program of all sources in some folders of the repository. */
export function programOfFolders(folders: readonly string[]): ts.Program {
  const files = Array.from(readSources(folders).keys(), (file) => join(ROOT, file));
  return ts.createProgram(files, OPTIONS);
}

const libraries = new Map<string, ts.SourceFile | undefined>();

/** A program of one file, `memory.ts`, that exists only in memory. */
export function programOfText(text: string): ts.Program {
  const path = join(ROOT, 'memory.ts');
  const host = ts.createCompilerHost(OPTIONS);
  const { getSourceFile, fileExists } = host;
  host.fileExists = (file) => file === path || fileExists(file);
  host.getSourceFile = (file, version) => {
    if (file === path) return ts.createSourceFile(path, text, ts.ScriptTarget.ES2022, true);
    if (!libraries.has(file)) libraries.set(file, getSourceFile(file, version));
    return libraries.get(file);
  };
  return ts.createProgram([path], OPTIONS, host);
}
