import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
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
});
