import { fileURLToPath } from 'node:url';
import { build, type InlineConfig, type Plugin } from 'vite';

const VIRTUAL_ID = 'virtual:dilatone-worklet-source';

const entry = fileURLToPath(new URL('../worklets/dilatone.worklet.ts', import.meta.url));

/** Builds the one worklet script: self-contained, without `import` and `export`. */
export function workletBuild(outDir: string): InlineConfig {
  return {
    configFile: false,
    publicDir: false,
    build: {
      outDir,
      emptyOutDir: false,
      target: 'es2022',
      minify: false,
      sourcemap: true,
      lib: { entry, formats: ['iife'], name: 'dilatoneWorklet', fileName: () => 'dilatone.worklet.js' },
    },
  };
}

/** Provides `virtual:dilatone-worklet-source`: a module whose default export is the worklet script as a string. */
export function workletSource(): Plugin {
  return {
    name: 'dilatone-worklet-source',
    resolveId: (id) => (id === VIRTUAL_ID ? `\0${VIRTUAL_ID}` : undefined),
    async load(id) {
      if (id !== `\0${VIRTUAL_ID}`) return undefined;
      const { code, modules } = await bundle();
      for (const module of modules) this.addWatchFile(module);
      return `export default ${JSON.stringify(code)};`;
    },
  };
}

/** The worklet script and the files it was made of. */
async function bundle(): Promise<{ code: string; modules: readonly string[] }> {
  const config = workletBuild('dist');
  const output = await build({
    ...config,
    logLevel: 'warn',
    build: { ...config.build, write: false, minify: true, sourcemap: false },
  });
  const chunks = [output].flat().flatMap((result) => ('output' in result ? result.output : []));
  const [chunk] = chunks.filter((part) => part.type === 'chunk');
  return { code: chunk.code, modules: chunk.moduleIds };
}
