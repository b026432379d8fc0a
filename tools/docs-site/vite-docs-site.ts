import type { Plugin } from 'vite';
import { docsFiles } from './site.js';

/** Puts the docs beside what is built, below `docs/`. */
export function docsSite(): Plugin {
  return {
    name: 'dilatone-docs-site',
    apply: 'build',
    generateBundle() {
      for (const { path, content } of docsFiles()) this.emitFile({ type: 'asset', fileName: path, source: content });
    },
  };
}
