import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Plugin } from 'vite';

/** The innermost package folder of a module. */
const PACKAGE = /^\0?(.*\/node_modules\/(?:@[^/]+\/)?[^/]+)\//;

/** Writes the licences of all packages in the bundle to a file beside it; writes no file if there are none. */
export function thirdPartyNotices(fileName: string): Plugin {
  return {
    name: 'dilatone-third-party-notices',
    apply: 'build',
    generateBundle(_, bundle) {
      const folders = new Set<string>();
      for (const chunk of Object.values(bundle)) {
        if (chunk.type !== 'chunk') continue;
        for (const module of chunk.moduleIds) {
          const folder = PACKAGE.exec(module)?.[1];
          if (folder !== undefined && existsSync(join(folder, 'package.json'))) folders.add(folder);
        }
      }
      if (folders.size === 0) return;
      const source = [...folders]
        .sort()
        .map(notice)
        .join(`\n${'-'.repeat(80)}\n\n`);
      this.emitFile({ type: 'asset', fileName, source });
    },
  };
}

function notice(folder: string): string {
  const manifest: { name: string; version: string; license: string } = JSON.parse(
    readFileSync(join(folder, 'package.json'), 'utf8'),
  );
  const file = readdirSync(folder).find((name) => /^(licen[cs]e|copying)/i.test(name));
  const text =
    file === undefined ? 'The package holds no text of its licence.\n' : readFileSync(join(folder, file), 'utf8');
  return `${manifest.name} ${manifest.version}, ${manifest.license}\n\n${text.trim()}\n`;
}
