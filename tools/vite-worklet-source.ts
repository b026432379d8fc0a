import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, type InlineConfig, type Plugin } from 'vite';

const path = (relative: string) => fileURLToPath(new URL(`../${relative}`, import.meta.url));

/** Modules whose default export is a worklet script as a string, and the entry of each script. */
const SOURCES: Readonly<Record<string, string>> = {
  'virtual:dilatone-worklet-source': 'worklets/dilatone.worklet',
  'virtual:dilatone-rig-worklet-source': 'worklets/rig.worklet',
  'virtual:dilatone-wam-source': 'worklets/wam-automation.worklet',
  'virtual:dilatone-demo-worklet-source': 'demo/worklets/demo.worklet',
};

/** Builds one of the package's worklet scripts: self-contained, without `import` and `export`. */
export function workletBuild(outDir: string, name = 'dilatone.worklet'): InlineConfig {
  return scriptBuild(outDir, `worklets/${name}`);
}

/** Builds the worklet script of an entry, a path from the repository's root without its extension. */
function scriptBuild(outDir: string, entry: string): InlineConfig {
  const name = basename(entry);
  return {
    configFile: false,
    publicDir: false,
    build: {
      outDir,
      emptyOutDir: false,
      target: 'es2022',
      minify: false,
      sourcemap: true,
      lib: { entry: path(`${entry}.ts`), formats: ['iife'], name: 'dilatoneWorklet', fileName: () => `${name}.js` },
    },
  };
}

/** Provides the virtual modules that hold worklet scripts. */
export function workletSource(): Plugin {
  return {
    name: 'dilatone-worklet-source',
    resolveId: (id) => (id in SOURCES ? `\0${id}` : undefined),
    async load(id) {
      const entry = SOURCES[id.slice(1)];
      if (id[0] !== '\0' || entry === undefined) return undefined;
      const { code, modules } = await bundle(entry);
      for (const module of modules) this.addWatchFile(module);
      return `export default ${JSON.stringify(code)};`;
    },
  };
}

/** A worklet script and its source files. */
async function bundle(entry: string): Promise<{ code: string; modules: readonly string[] }> {
  const config = scriptBuild('dist', entry);
  const output = await build({
    ...config,
    logLevel: 'warn',
    build: { ...config.build, write: false, minify: true, sourcemap: false },
  });
  const chunks = [output].flat().flatMap((result) => ('output' in result ? result.output : []));
  const [chunk] = chunks.filter((part) => part.type === 'chunk');
  return { code: chunk.code, modules: chunk.moduleIds };
}
