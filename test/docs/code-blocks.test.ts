import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import ts from 'typescript';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { parseArguments } from '../../src/cli/arguments.js';
import { encodeFile } from '../support/make-wavenet.js';
import { tinyWaveNet } from '../support/tiny-wavenet.js';
import { type CodeBlock, codeBlocks } from './code-blocks.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const folder = join(root, `build/test-blocks-${process.pid}`);
const blocks = codeBlocks();
const scripts = blocks.filter(
  ({ language, check }) => /^(js|ts)$/.test(language) && check !== 'unchecked' && !check.startsWith('file '),
);

/** What the text around a block has made, by names that it uses without making them. */
const PRELUDE = `
import type { Dilatone, Microphone, Model, SignalId } from 'dilatone';
declare global {
  const context: AudioContext;
  const model: Model;
  const amp: Dilatone<AudioContext>;
  const guitar: Microphone<AudioContext>;
  const signal: SignalId;
  const bytes: Uint8Array;
  const input: Float32Array;
  function draw(level: number, load: number): void;
  function light(signals: readonly number[], levels: Float32Array | undefined): void;
}
`;

/** What a bundler makes of an address that ends so. */
const AMBIENT = `
declare module '*?url' {
  const url: string;
  export default url;
}
declare module 'https://*/wam.js' {
  export { default } from 'dilatone/wam';
}
`;

/** The package's entries by their names, as its manifest has them. */
const PATHS = {
  dilatone: [join(root, 'src/index.ts')],
  'dilatone/engine': [join(root, 'src/engine.ts')],
  'dilatone/formats': [join(root, 'src/formats.ts')],
  'dilatone/pedal': [join(root, 'src/pedal/index.ts')],
  'dilatone/wam': [join(root, 'src/wam/index.ts')],
  'dilatone/wam-rig': [join(root, 'src/wam/rig/index.ts')],
  'dilatone/rig': [join(root, 'src/rig/index.ts')],
};

function readJson(path: string) {
  return JSON.parse(readFileSync(join(root, path), 'utf8'));
}

beforeAll(() => mkdirSync(folder, { recursive: true }));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it('every block says how it is checked, or that it is not', () => {
  const known: Record<string, RegExp> = {
    js: /^(run|run-browser|typecheck|unchecked|file \S+\.js)$/,
    jsx: /^(unchecked|file \S+\.jsx)$/,
    vue: /^file \S+\.vue$/,
    svelte: /^file \S+\.svelte$/,
    ts: /^(typecheck|unchecked)$/,
    html: /^(import-map|unchecked)$/,
    json: /^(|unchecked)$/,
    sh: /^(|unchecked)$/,
  };
  const silent = blocks.filter(({ language, check }) => !(known[language] ?? /^unchecked$/).test(check));
  expect(silent.map(({ place, language, check }) => `${place} ${language} ${check}`)).toEqual([]);
});

describe('blocks of JavaScript and TypeScript', () => {
  it('fit the types of the package', { timeout: 120_000 }, () => {
    writeFileSync(join(folder, 'prelude.d.ts'), PRELUDE);
    writeFileSync(join(folder, 'ambient.d.ts'), AMBIENT);
    const placeOf = new Map<string, string>();
    scripts.forEach(({ place, code }, n) => {
      const file = join(folder, `block-${n}.ts`);
      writeFileSync(file, `${code}\nexport {};\n`);
      placeOf.set(file, place);
    });
    const program = ts.createProgram([join(folder, 'prelude.d.ts'), join(folder, 'ambient.d.ts'), ...placeOf.keys()], {
      target: ts.ScriptTarget.ES2022,
      module: ts.ModuleKind.ESNext,
      moduleResolution: ts.ModuleResolutionKind.Bundler,
      lib: ['lib.es2022.d.ts', 'lib.dom.d.ts', 'lib.dom.iterable.d.ts'],
      types: ['node'],
      strict: true,
      // Functions in JavaScript state no types.
      noImplicitAny: false,
      skipLibCheck: true,
      noEmit: true,
      paths: PATHS,
    });
    const wrong = [...placeOf].flatMap(([file, place]) => {
      const source = program.getSourceFile(file);
      const found = [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)];
      return found.map(({ messageText }) => `${place}: ${ts.flattenDiagnosticMessageText(messageText, '\n')}`);
    });
    expect(wrong).toEqual([]);
    expect(placeOf.size).toBeGreaterThan(15);
  });

  const runnable = blocks.filter(({ language, check }) => language === 'js' && check === 'run');

  it.each(runnable.map((block) => [block.place, block] as const))('%s runs in Node', async (_, block: CodeBlock) => {
    const model = join(folder, 'my-amp.nam');
    writeFileSync(model, encodeFile(tinyWaveNet()));
    const file = join(folder, `run-${blocks.indexOf(block)}.ts`);
    const code = block.code.replace(/from 'dilatone'/g, `from '${PATHS.dilatone[0]}'`);
    writeFileSync(file, code);
    const failures: unknown[] = [];
    vi.spyOn(console, 'log').mockImplementation(() => {});
    vi.spyOn(console, 'assert').mockImplementation((condition) => condition || failures.push('an assertion'));
    const cwd = process.cwd();
    process.chdir(folder);
    try {
      await import(/* @vite-ignore */ pathToFileURL(file).href);
    } finally {
      process.chdir(cwd);
      vi.restoreAllMocks();
    }
    expect(failures).toEqual([]);
  });

  it('some run', () => {
    expect(runnable.length).toBeGreaterThan(3);
  });
});

describe('blocks of a shell', () => {
  const commands = blocks
    .filter(({ language, check }) => language === 'sh' && check !== 'unchecked')
    .flatMap(({ place, code }) =>
      code
        .trim()
        .split('\n')
        .map((line) => [place, line.replace(/\s+#.*$/, '')] as const),
    );

  it.each(commands)('%s: %s', (_, line) => {
    if (line.startsWith('npx dilatone ')) {
      const words = line.match(/"[^"]*"|\S+/g)!.map((word) => word.replaceAll('"', ''));
      expect(parseArguments(words.slice(2))).not.toBeNull();
      return;
    }
    // The tests are run by the last, and the first two are what this run began with.
    expect(line).toMatch(/^(npm install( && npm (start|test)| [a-z0-9- ]+)?|npm (run [a-z:-]+|test|start).*)$/);
  });
});

describe('import maps', () => {
  const manifest = readJson('package.json');
  const maps = blocks.filter(({ check }) => check === 'import-map');

  it.each(maps)('$place finds the file of the package, which needs no other', ({ code }) => {
    const [, json] = /<script type="importmap">([\s\S]*?)<\/script>/.exec(code)!;
    const { imports } = JSON.parse(json) as { imports: Record<string, string> };
    expect(Object.keys(imports)).toEqual(['dilatone']);
    const [, version, file] = /\/npm\/dilatone@([\d.]+)\/(.*)$/.exec(imports.dilatone)!;
    expect([version, `./${file}`]).toEqual([manifest.version, manifest.exports['.'].default]);
    expect(manifest.dependencies).toBeUndefined();
  });

  it('are there', () => expect(maps.length).toBeGreaterThan(0));
});

it.each(blocks.filter(({ language, check }) => language === 'json' && check !== 'unchecked'))(
  '$place is JSON',
  ({ code }) => {
    expect(() => JSON.parse(code)).not.toThrow();
  },
);
