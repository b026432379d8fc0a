import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { buildSync } from 'esbuild';
import type { Plugin } from 'vite';

const demoFile = (name: string) => fileURLToPath(new URL(`../demo/${name}`, import.meta.url));

/** Files of the installed page, by their names on the host, which stay. */
const APP_FILES: Readonly<Record<string, string>> = {
  'manifest.json': 'offline/manifest.json',
  'icon.svg': 'icon.svg',
  'icon-192.png': 'offline/icons/icon-192.png',
  'icon-512.png': 'offline/icons/icon-512.png',
  'icon-maskable-512.png': 'offline/icons/icon-maskable-512.png',
};

/** Files with a hash in their names. */
const HASHED = /^assets\//;
/** Pages beside the demo. Its service worker leaves them to the network. */
const DOCS = /^(docs|api)\//;

/**
 * Lets browsers install the built page, and use it without network: a manifest, icons, and the service worker `sw.js`, which keeps
 * all files of the build but the docs. Nothing of this is there in development.
 */
export function offlinePage(): Plugin {
  return {
    name: 'dilatone-offline-page',
    apply: 'build',
    enforce: 'post',
    config: () => ({ define: { 'import.meta.env.OFFLINE': 'true' } }),
    transformIndexHtml: {
      order: 'post',
      handler: (_, { filename }) => {
        if (!filename.endsWith('/index.html')) return [];
        return [
          { tag: 'link', attrs: { rel: 'manifest', href: './manifest.json' }, injectTo: 'head' },
          { tag: 'link', attrs: { rel: 'apple-touch-icon', href: './icon-192.png' }, injectTo: 'head' },
        ];
      },
    },
    generateBundle: {
      order: 'post',
      handler(_, bundle) {
        const contents = new Map<string, string | Uint8Array>();
        for (const [fileName, place] of Object.entries(APP_FILES)) {
          const source = readFileSync(demoFile(place));
          this.emitFile({ type: 'asset', fileName, source });
          contents.set(fileName, source);
        }
        for (const [name, file] of Object.entries(bundle)) {
          if (DOCS.test(name) || name.endsWith('.map')) continue;
          contents.set(name, file.type === 'chunk' ? file.code : file.source);
        }
        const names = [...contents.keys()].sort();
        const files = {
          VERSION: versionOf(names.map((name) => [name, contents.get(name) ?? ''])),
          HASHED_FILES: names.filter((name) => HASHED.test(name)),
          NAMED_FILES: names.filter((name) => !HASHED.test(name)),
        };
        this.emitFile({ type: 'asset', fileName: 'sw.js', source: serviceWorker(files) });
      },
    },
  };
}

/** A hash of names and contents. */
function versionOf(files: readonly (readonly [name: string, content: string | Uint8Array])[]): string {
  const hash = createHash('sha256');
  for (const [name, content] of files) hash.update(`${name}\0`).update(content).update('\0');
  return hash.digest('hex').slice(0, 12);
}

/** The script of the service worker, with values for its constants. */
function serviceWorker(constants: Readonly<Record<string, unknown>>): string {
  const { outputFiles } = buildSync({
    entryPoints: [demoFile('offline/worker/service-worker.ts')],
    bundle: true,
    minify: true,
    write: false,
    format: 'iife',
    target: 'es2022',
    define: Object.fromEntries(Object.entries(constants).map(([name, value]) => [name, JSON.stringify(value)])),
  });
  return outputFiles[0].text;
}
