import { join } from 'node:path/posix';
import ts from 'typescript';
import { ROOT, readSources } from './sources.js';

/** The audio thread's types. What code for other threads needs beside stays unknown, which does not matter here. */
const OPTIONS: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  lib: ['lib.es2022.d.ts'],
  types: ['audioworklet'],
  strict: true,
  noEmit: true,
};

/** The sources of some folders of the repository, with their types. */
export function programOfFolders(folders: readonly string[]): ts.Program {
  const files = Array.from(readSources(folders).keys(), (file) => join(ROOT, file));
  return ts.createProgram(files, OPTIONS);
}

const libraries = new Map<string, ts.SourceFile | undefined>();

/** A program of one file that exists in memory only. */
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
