import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, test } from 'vitest';
import { emptyProject } from './support/empty-project.js';

const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));

/**
 * The compilers, by folder: that of this project, and each that a package beside this file depends on. They are packages of
 * their own since all have the same name, also that of their command.
 */
const COMPILERS = ['5.9', ...readdirSync(path('compilers'))].map((version) => {
  const { resolve } = createRequire(path(`compilers/${version}/`));
  return [version, dirname(resolve('typescript/package.json'))] as const;
});

const BUNDLER = { module: 'ESNext', moduleResolution: 'bundler' };

/** Programs of the folder beside this file, and what they are compiled for. */
const PROJECTS = {
  'pure-node16': { program: 'pure', module: 'Node16', lib: ['ES2022'], types: [] },
  'pure-worker': { program: 'pure', ...BUNDLER, lib: ['ES2022', 'WebWorker'], types: [] },
  // To check Node's declarations would take longer than all else.
  'server-nodenext': { program: 'server', module: 'NodeNext', lib: ['ES2022'], types: ['node'], skipLibCheck: true },
  'page-nodenext': { program: 'page', module: 'NodeNext', lib: ['ES2022', 'DOM'], types: [] },
  'page-bundler': { program: 'page', ...BUNDLER, lib: ['ES2022', 'DOM', 'DOM.Iterable'], types: [] },
};

/** Declarations are checked, too, but for those that come with the compiler. */
const STRICTEST = {
  target: 'ES2022',
  strict: true,
  exactOptionalPropertyTypes: true,
  noUncheckedIndexedAccess: true,
  noPropertyAccessFromIndexSignature: true,
  verbatimModuleSyntax: true,
  isolatedModules: true,
  skipLibCheck: false,
  skipDefaultLibCheck: true,
};

let project: string;
beforeAll(() => {
  project = emptyProject('types');
  cpSync(path('programs'), join(project, 'programs'), { recursive: true });
  mkdirSync(join(project, 'node_modules/@types'));
  // What Node's types need in turn is found beside them.
  symlinkSync(path('../../node_modules/@types/node'), join(project, 'node_modules/@types/node'), 'junction');
});

/** Writes the projects' settings for one compiler, whose output is apart from that of others. */
function configure(version: string): string[] {
  return Object.entries(PROJECTS).map(([name, { program, ...options }]) => {
    const file = join(project, `${version}-${name}.json`);
    const compilerOptions = { ...STRICTEST, ...options, rootDir: 'programs', outDir: join('out', version, name) };
    writeFileSync(file, JSON.stringify({ compilerOptions, files: [`programs/${program}.ts`] }));
    return file;
  });
}

/** What a compiler has to say about all projects. */
function complaintsOf(version: string, compiler: string): Promise<string> {
  const command = [join(compiler, 'bin/tsc'), '--build', ...configure(version)];
  return promisify(execFile)(process.execPath, command, { cwd: project }).then(
    ({ stdout, stderr }) => stdout + stderr,
    ({ stdout, stderr }) => `failed\n${stdout}${stderr}`,
  );
}

describe('programs for pages, workers and servers fit the types of the package', { timeout: 120_000 }, () => {
  test.concurrent.each(COMPILERS)('in TypeScript %s', async (version, compiler) => {
    expect(await complaintsOf(version, compiler)).toBe('');
  });
});

test.each(COMPILERS.slice(1))('the compiler called %s is of that version', (version, compiler) => {
  const manifest = JSON.parse(readFileSync(join(compiler, 'package.json'), 'utf8'));
  expect(`${manifest.version}.`.startsWith(`${version}.`)).toBe(true);
});
