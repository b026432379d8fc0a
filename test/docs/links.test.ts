import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { headingIds } from '../../tools/docs-site/markdown.js';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** The files of the package: `test/package` compares this list with what npm packs. */
const packed = readFileSync(new URL('../package/content.txt', import.meta.url), 'utf8')
  .trim()
  .split('\n');

const texts = packed.filter((path) => path.endsWith('.md'));

const read = (path: string) => readFileSync(join(root, path), 'utf8');

/** The addresses of all links and pictures of a Markdown file, those in code excluded. */
function linksOf(path: string): string[] {
  const text = read(path)
    .replace(/^```[\s\S]*?^```$/gm, '')
    .replace(/`[^`\n]*`/g, '');
  return [...text.matchAll(/\]\(([^)\s]+)\)/g), ...text.matchAll(/(?:href|src)="([^"]+)"/g)].map(([, href]) => href);
}

it('the package has the README and the guides', () => {
  expect(texts).toContain('README.md');
  expect(texts).toContain('docs/guides/embed.md');
});

it.each(texts)('in the package, every link of %s leads to a file and a heading', (path) => {
  const dead = linksOf(path).filter((href) => {
    if (/^(https:|mailto:)/.test(href)) return false;
    const [name, anchor] = href.split('#');
    const target = name === '' ? path : posix.join(dirname(path), name);
    const file = packed.includes(target) ? target : posix.join(target, 'README.md');
    if (!packed.includes(file) || !existsSync(join(root, file))) return true;
    return anchor !== undefined && !headingIds(read(file)).includes(anchor);
  });
  expect(dead).toEqual([]);
});
