import { existsSync, readFileSync } from 'node:fs';
import { posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildSync } from 'esbuild';
import { escaped, markdownToHtml } from './markdown.js';
import { type DocsPage, PAGES } from './pages.js';
import { type Section, sectionsOf } from './search/sections.js';

const { dirname, join, relative } = posix;

/** A file of the site. */
interface SiteFile {
  /** Path from the site's root. */
  readonly path: string;
  readonly content: string | Uint8Array;
}

const rootPath = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url));
const toolText = (name: string) => readFileSync(new URL(name, import.meta.url), 'utf8');

/** Paths of the demo and the API reference in the site. */
const DEMO = 'index.html';
const API = 'api/index.html';

/** What the search looks through. `typedoc-search.mjs` adds the API reference. */
const SECTIONS = 'docs/sections.json';

/**
 * The docs as a static site: pages beside the demo, in its colours. Throws if a page links to a file that the repository
 * does not have. Links to files outside the site become plain text.
 */
export function docsFiles(): SiteFile[] {
  const pictures = new Set<string>();
  const pages = PAGES.filter(({ source }) => existsSync(rootPath(source)));
  const sections: Section[] = [];
  const files: SiteFile[] = pages.map((page) => {
    const body = bodyHtml(page, pages, pictures);
    if (page.source !== 'THIRD-PARTY.md') sections.push(...sectionsOf(body, page.output, page.title));
    return { path: page.output, content: pageHtml(page, pages, body) };
  });
  for (const path of pictures) files.push({ path, content: readFileSync(rootPath(path)) });
  const tokens = readFileSync(rootPath('demo/styles.css'), 'utf8');
  files.push({ path: 'docs/docs.css', content: `${tokens}\n${toolText('docs.css')}` });
  files.push({ path: 'docs/theme.js', content: toolText('theme.js') });
  files.push({ path: 'docs/page.js', content: pageScript() });
  files.push({ path: SECTIONS, content: JSON.stringify(sections) });
  return files;
}

/** The script of all pages, the licence of the library in it included. */
function pageScript(): string {
  const { outputFiles } = buildSync({
    entryPoints: [fileURLToPath(new URL('page/page.ts', import.meta.url))],
    bundle: true,
    minify: true,
    write: false,
    format: 'iife',
    target: 'es2022',
    banner: { js: `/* MiniSearch\n\n${readFileSync(rootPath('node_modules/minisearch/LICENSE.txt'), 'utf8')}*/` },
  });
  return outputFiles[0].text;
}

/** What a page says, without what is around it. Adds the pictures that it shows. */
function bodyHtml(page: DocsPage, pages: readonly DocsPage[], pictures: Set<string>): string {
  const outputOf = new Map(pages.map(({ source, output }) => [source, output]));
  const to = (path: string) => relative(dirname(page.output), path);
  const resolve = (href: string): string | null => {
    if (/^([a-z]+:|#)/i.test(href)) return href;
    const [path, anchor] = href.split('#');
    const target = join(dirname(page.source), path).replace(/\/$/, '');
    if (!existsSync(rootPath(target))) throw new Error(`${page.source}: expected a file at ${href}, got none`);
    const output = outputOf.get(target) ?? outputOf.get(`${target}/README.md`);
    if (output !== undefined) return to(output) + (anchor === undefined ? '' : `#${anchor}`);
    if (!/\.(svg|png)$/.test(target)) return null;
    pictures.add(target);
    return to(target);
  };
  return markdownToHtml(readFileSync(rootPath(page.source), 'utf8'), resolve);
}

function pageHtml(page: DocsPage, pages: readonly DocsPage[], body: string): string {
  const to = (path: string) => relative(dirname(page.output), path);
  const entry = (path: string, title: string) => {
    const current = path === page.output ? ' aria-current="page"' : '';
    return `<li><a href="${to(path)}"${current}>${escaped(title)}</a></li>`;
  };
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="dark light">
    <title>${escaped(page.title)}${page.title === 'Dilatone' ? '' : ' · Dilatone'}</title>
    <link rel="icon" href="data:,">
    <link rel="stylesheet" href="${to('docs/docs.css')}">
    <script src="${to('docs/theme.js')}"></script>
    <script src="${to('docs/page.js')}" defer></script>
  </head>
  <body>
    <nav aria-label="Pages">
      <form role="search" data-root="${to('.')}/" hidden>
        <input type="search" aria-label="Search guides and API" placeholder="Search" autocomplete="off" spellcheck="false">
      </form>
      <ul id="results" class="results" aria-label="Found" hidden></ul>
      <ul id="pages" class="pages">
        ${[
          [DEMO, 'Demo'],
          ...pages.filter(({ hidden }) => !hidden).map(({ output, title }) => [output, title]),
          [API, 'API reference'],
        ]
          .map(([path, title]) => entry(path, title))
          .join('\n        ')}
      </ul>
      <button type="button" id="theme">Light or dark</button>
      <p id="status" role="status"></p>
    </nav>
    <main>
${body}
    </main>
  </body>
</html>
`;
}
