// Says how much of the built package different uses load.
// usage: node tools/package-sizes.mjs    (after npm run build)
import { argv } from 'node:process';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';

/**
 * What apps import, and the most that it may weigh, in bytes. With `createDilatone` comes the worklet, as a string.
 *
 * @type {{ use: string, code: string, mostBytes: number }[]}
 */
export const USES = [
  { use: 'a node and its worklet', code: "export { createDilatone } from 'dilatone';", mostBytes: 40 * 1024 },
  {
    use: 'an engine without Web Audio',
    code: "export { compileNetwork, createEngine, prepareEngine, renderModel } from 'dilatone/engine';",
    mostBytes: 30 * 1024,
  },
  { use: 'all model formats', code: "export { loadModel } from 'dilatone';", mostBytes: 30 * 1024 },
];

/**
 * Bundles code for a page, minified. Optional peers are left out: only those load them who use them.
 *
 * @param {string} code
 * @param {string} folder from which `dilatone` is found
 */
export async function bundle(code, folder) {
  const { outputFiles, metafile } = await build({
    stdin: { contents: code, resolveDir: folder },
    bundle: true,
    minify: true,
    format: 'esm',
    target: 'es2022',
    external: ['standardized-audio-context'],
    write: false,
    metafile: true,
    logLevel: 'silent',
  });
  const { contents, text } = outputFiles[0];
  return { text, gzipBytes: gzipSync(contents, { level: 9 }).length, metafile };
}

/** @param {string} folder */
async function main(folder) {
  for (const { use, code, mostBytes } of USES) {
    const { gzipBytes } = await bundle(code, folder);
    console.log(`${use}: ${kibibytes(gzipBytes)} of ${kibibytes(mostBytes)} KB`);
  }
  for (const entry of ['dilatone', 'dilatone/engine']) {
    const { gzipBytes } = await bundle(`export * from '${entry}';`, folder);
    console.log(`everything of ${entry}: ${kibibytes(gzipBytes)} KB`);
  }
}

/** @param {number} bytes */
function kibibytes(bytes) {
  return (bytes / 1024).toFixed(1);
}

if (argv[1] === fileURLToPath(import.meta.url)) await main(fileURLToPath(new URL('..', import.meta.url)));
