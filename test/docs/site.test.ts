import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSearch } from '../../tools/docs-site/search/search.js';
import type { Section } from '../../tools/docs-site/search/sections.js';
import { docsFiles } from '../../tools/docs-site/site.js';
import { startChromium } from '../demo/support/demo-page.js';
import { type StaticServer, serveFolder } from '../demo/support/static-server.js';

const files = docsFiles();
const pages = files.filter(({ path }) => path.endsWith('.html'));
const textOf = new Map(files.map(({ path, content }) => [path, String(content)]));

/** Made by other tools, beside the docs. */
const ELSEWHERE = ['index.html', 'api/index.html'];

/** Every address in a page. */
function linksOf(html: string): string[] {
  const body = html.replace(/<pre[\s\S]*?<\/pre>/g, '');
  return [...body.matchAll(/(?:href|src)="([^"]*)"/g)].map(([, href]) => href);
}

it('has every guide, and a page for the README', () => {
  const paths = pages.map(({ path }) => path);
  expect(paths).toContain('docs/index.html');
  expect(paths.filter((path) => path.startsWith('docs/guides/')).length).toBe(
    readdirSync(new URL('../../docs/guides', import.meta.url)).length,
  );
});

it.each(pages.map(({ path }) => path))('no link in %s leads nowhere', (page) => {
  const dead = linksOf(textOf.get(page)!).filter((href) => {
    if (/^(https:|data:)/.test(href)) return false;
    const [path, anchor] = href.split('#');
    const target = path === '' ? page : posix.join(dirname(page), path);
    if (ELSEWHERE.includes(target)) return false;
    const text = textOf.get(target);
    return text === undefined || (anchor !== undefined && !text.includes(`id="${anchor}"`));
  });
  expect(dead).toEqual([]);
});

it('the page of the API says what each entry of the package is for', () => {
  const text = readFileSync(new URL('../../tools/docs-site/api.md', import.meta.url), 'utf8');
  const listed = [...text.matchAll(/^\| \[?`dilatone(.*?)`/gm)].map(([, entry]) => `.${entry}`);
  const manifest = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
  const entries = Object.keys(manifest.exports).filter((entry) => entry !== './package.json');
  expect(listed.sort()).toEqual(entries.sort());
});

describe('the search', () => {
  const sections: Section[] = JSON.parse(textOf.get('docs/sections.json')!);
  const search = createSearch(sections);
  const guides = pages.map(({ path }) => path).filter((path) => path.startsWith('docs/guides/'));

  it('knows each guide, and every heading of it leads to its place', () => {
    for (const guide of guides) {
      const ids = [...textOf.get(guide)!.matchAll(/<h\d id="([^"]*)"/g)].map(([, id]) => id);
      const known = sections.filter(({ href }) => href.split('#')[0] === guide).map(({ href }) => href);
      expect(known).toEqual(ids.map((id, index) => (index === 0 ? guide : `${guide}#${id}`)));
    }
  });

  it.each(guides)('finds %s by words of its text, in any section', (guide) => {
    const own = sections.filter(({ href, text }) => href.split('#')[0] === guide && text !== '');
    for (const { href, text } of own) {
      const words = [...new Set(text.match(/[a-z]{4,}/gi))].sort((a, b) => b.length - a.length).slice(0, 4);
      expect(search(words.join(' ')).map((found) => found.href)).toContain(href);
    }
  });

  it('puts a heading before a mention, and knows the parts of a name', () => {
    const [best] = search('interruption');
    expect(best.heading).toBe('Interruptions');
    const names = search('gesture').flatMap(({ words }) => words);
    expect(names).toContain('gesture');
    expect(search('gesture').some(({ text }) => text.includes('resumeOnGesture'))).toBe(true);
    expect(search('xylophone')).toEqual([]);
  });
});

describe('in Chromium', () => {
  const folder = fileURLToPath(new URL(`../../build/test-docs-${process.pid}`, import.meta.url));
  let server: StaticServer;
  let browser: Browser;

  beforeAll(async () => {
    for (const { path, content } of files) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), content);
    }
    server = await serveFolder(folder);
    browser = await startChromium();
  }, 60_000);

  afterAll(async () => {
    await browser?.close();
    await server?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('every page opens below any folder without an error, as wide as a phone', async () => {
    const page = await browser.newPage({ viewport: { width: 360, height: 640 } });
    const wrong: string[] = [];
    let current = '';
    page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') wrong.push(`${current}: ${message.text()}`);
    });
    page.on('pageerror', (error) => wrong.push(`${current}: ${error}`));
    for (const { path } of pages) {
      current = path;
      await page.goto(server.url + path);
      const overhang = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      if (overhang > 0) wrong.push(`${path}: ${overhang} pixels too wide`);
    }
    expect(wrong).toEqual([]);
    await page.close();
  }, 60_000);

  it.each(['light', 'dark'] as const)('a page is %s where the system is, and changes when told to', async (theme) => {
    const page = await browser.newPage({ colorScheme: theme });
    await page.goto(`${server.url}docs/guides/embed.html`);
    const shown = () => page.evaluate(() => document.documentElement.dataset.theme);
    expect(await shown()).toBe(theme);
    await page.click('#theme');
    const other = theme === 'light' ? 'dark' : 'light';
    expect(await shown()).toBe(other);
    await page.goto(`${server.url}docs/index.html`);
    expect(await shown()).toBe(other);
    await page.close();
  });

  it('by keyboard: / begins a search, arrows and Enter go to a heading', async () => {
    const page = await browser.newPage();
    await page.goto(`${server.url}docs/guides/embed.html`);
    await page.keyboard.press('/');
    await page.keyboard.type('interruptions');
    await page.locator('#results a').first().waitFor();
    expect(await page.textContent('#status')).toMatch(/^\d+ found$/);
    expect(await page.isVisible('#pages')).toBe(false);
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.waitForURL('**/guides/phones.html#interruptions');
    expect(await page.isVisible('#pages')).toBe(true);
    await page.close();
  });

  it('by keyboard: a button copies its block of code and says so', async () => {
    const context = await browser.newContext({ permissions: ['clipboard-read', 'clipboard-write'] });
    const page = await context.newPage();
    await page.goto(`${server.url}docs/guides/embed.html`);
    await page.locator('pre').first().focus();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.getByText('Copied').first().waitFor();
    expect(await page.textContent('#status')).toBe('Copied');
    const copied = await page.evaluate(() => navigator.clipboard.readText());
    expect(copied).toBe(await page.locator('pre').first().textContent());
    await context.close();
  });
});
