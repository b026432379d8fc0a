import type { Plugin } from 'vite';
import { docsFiles } from './site.js';

/** Adds the docs to the build, below `docs/`. */
export function docsSite(): Plugin {
  return {
    name: 'dilatone-docs-site',
    apply: 'build',
    generateBundle() {
      for (const { path, content } of docsFiles()) this.emitFile({ type: 'asset', fileName: path, source: content });
    },
  };
}
