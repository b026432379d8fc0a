import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';

/** Code as a page would load it. */
interface Bundle {
  readonly text: string;
  readonly gzipBytes: number;
}

/**
 * Bundles code for a page, minified; `dilatone` is found from a folder. Optional peers are left out: only those load them
 * who use them.
 */
export async function bundle(code: string, folder: string): Promise<Bundle> {
  const { outputFiles } = await build({
    stdin: { contents: code, resolveDir: folder },
    bundle: true,
    minify: true,
    format: 'esm',
    target: 'es2022',
    external: ['standardized-audio-context', 'react'],
    write: false,
    logLevel: 'silent',
  });
  const { contents, text } = outputFiles[0];
  return { text, gzipBytes: gzipSync(contents, { level: 9 }).length };
}
