import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, test } from 'vitest';
import { emptyProject } from './support/empty-project.js';

const MODULES = fileURLToPath(new URL('../../node_modules', import.meta.url));

/** The compilers, by the folders in which npm installs them. */
const COMPILERS = ['typescript-5.5', 'typescript-5.6', 'typescript-5.7', 'typescript', 'typescript-6', 'typescript-7'];

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
  cpSync(fileURLToPath(new URL('programs', import.meta.url)), join(project, 'programs'), { recursive: true });
  mkdirSync(join(project, 'node_modules/@types'));
  // What Node's types need in turn is found beside them.
  symlinkSync(join(MODULES, '@types/node'), join(project, 'node_modules/@types/node'), 'junction');
});

/** Writes the projects' settings for one compiler, whose output is apart from that of others. */
function configure(compiler: string): string[] {
  return Object.entries(PROJECTS).map(([name, { program, ...options }]) => {
    const file = join(project, `${compiler}-${name}.json`);
    const compilerOptions = { ...STRICTEST, ...options, rootDir: 'programs', outDir: join('out', compiler, name) };
    writeFileSync(file, JSON.stringify({ compilerOptions, files: [`programs/${program}.ts`] }));
    return file;
  });
}

/** What a compiler has to say about all projects. */
async function complaintsOf(compiler: string): Promise<string> {
  const tsc = join(MODULES, compiler, 'bin/tsc');
  const files = configure(compiler);
  return promisify(execFile)(process.execPath, [tsc, '--build', ...files], { cwd: project }).then(
    ({ stdout, stderr }) => stdout + stderr,
    ({ stdout, stderr }) => `failed\n${stdout}${stderr}`,
  );
}

describe('programs for pages, workers and servers fit the types of the package', { timeout: 120_000 }, () => {
  test.concurrent.each(COMPILERS)('in %s', async (compiler) => {
    expect(await complaintsOf(compiler)).toBe('');
  });
});

test.each(COMPILERS.filter((name) => name !== 'typescript'))('the compiler %s is of that version', (compiler) => {
  const { version } = JSON.parse(readFileSync(join(MODULES, compiler, 'package.json'), 'utf8'));
  expect(`typescript-${version}`.startsWith(`${compiler}.`)).toBe(true);
});
