import { cpSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { DemoPage, startChromium } from './support/demo-page.js';
import { BUILT } from './support/places.js';
import { type StaticServer, serveFolder } from './support/static-server.js';

const MODELS: readonly { readonly name: string }[] = JSON.parse(
  readFileSync(new URL('../../models/models.json', import.meta.url), 'utf8'),
);

let browser: Browser;
let folder: string;
let server: StaticServer;
let demo: DemoPage;

beforeAll(async () => {
  browser = await startChromium();
}, 60_000);
afterAll(() => browser.close());

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'dilatone-site-'));
  cpSync(BUILT, folder, { recursive: true });
  server = await serveFolder(folder);
  demo = await DemoPage.open(browser, server.url, { before: listenForRejections });
  await isKept();
});

afterEach(async () => {
  await demo.close();
  await server.close();
  rmSync(folder, { recursive: true });
});

/** Runs in the page: whatever is rejected without anybody who cares is a complaint. */
function listenForRejections(): void {
  addEventListener('unhandledrejection', ({ reason }) => console.error(`unhandled: ${reason}`));
}

/** Waits until the service worker has kept all files, and answers for this page. */
function isKept(): Promise<void> {
  return becomes(async () => {
    const registration = await navigator.serviceWorker.getRegistration();
    return registration?.active?.state === 'activated' && navigator.serviceWorker.controller !== null;
  });
}

/** Waits until something is so in the page. */
async function becomes(condition: () => Promise<boolean>): Promise<void> {
  await expect.poll(() => demo.page.evaluate(condition), { timeout: 20_000, interval: 50 }).toBe(true);
}

async function goOffline(): Promise<void> {
  await demo.page.context().setOffline(true);
  await server.close();
}

/** What the page complained about, but for the visit to a host that is not there: whether it has a newer version. */
const complaints = () =>
  demo.complaints.filter((text) => !/sw\.js|service worker|ERR_INTERNET_DISCONNECTED/i.test(text));

const cacheNames = () => demo.page.evaluate(() => caches.keys());

/** What the page loads next comes from another build, whose own script has another name. */
function deployAgain(): void {
  const page = readFileSync(join(folder, 'index.html'), 'utf8');
  const script = /assets\/index-[\w-]+\.js/.exec(page)?.[0] ?? '';
  const next = 'assets/index-SECOND01.js';
  renameSync(join(folder, script), join(folder, next));
  writeFileSync(join(folder, 'index.html'), page.replaceAll(script, next).replace('<title>', '<title>Second: '));
  const worker = readFileSync(join(folder, 'sw.js'), 'utf8');
  const version = /"([0-9a-f]{12})"/.exec(worker)?.[1] ?? '';
  writeFileSync(join(folder, 'sw.js'), worker.replaceAll(script, next).replaceAll(version, 'second'));
}

test('after the first visit the page needs no network: not to play its models, to explore, for the small player, and for docs that were read', async () => {
  const { page } = demo;
  await page.goto(`${server.url}docs/guides/demo.html`);
  await goOffline();
  await page.goto(`${server.url}docs/guides/demo.html`);
  expect(await page.title()).toContain('demo');
  expect(await page.evaluate(() => fetch('../design.html').catch(() => 'not there'))).toBe('not there');
  demo.complaints.length = 0;

  await page.goto(server.url);
  await demo.playButton.click();
  await demo.hearsSound();
  for (const { name } of MODELS) {
    await demo.choosesBuiltin(name);
    await demo.goesOn();
  }
  await page.getByRole('link', { name: 'Explore' }).click();
  await page.locator('demo-explore canvas').first().waitFor();
  expect(complaints()).toEqual([]);

  await page.goto(`${server.url}embed.html`);
  await page.getByRole('button', { name: 'Play' }).click();
  await page.getByRole('button', { name: 'Pause' }).waitFor();
});

test('a new deploy is taken up by the next visit once all of it has arrived, and nothing that is the same is fetched again', async () => {
  const { page } = demo;
  const [first] = await cacheNames();
  deployAgain();
  const whole = readFileSync(join(folder, 'index.html'), 'utf8');
  writeFileSync(join(folder, 'index.html'), whole.replaceAll('index-SECOND01', 'index-THIRD001'));
  const outcome = await page.evaluate(async () => {
    const registration = await navigator.serviceWorker.getRegistration();
    const arrival = new Promise((resolve) => {
      registration?.addEventListener('updatefound', () => {
        const worker = registration.installing;
        worker?.addEventListener('statechange', () => resolve(worker.state));
      });
    });
    registration?.update().catch(() => {});
    return arrival;
  });
  expect(outcome).toBe('redundant');

  writeFileSync(join(folder, 'index.html'), whole);
  const asked = server.requests.length;
  await page.reload();
  await demo.playButton.waitFor();
  expect(await page.title()).toContain('Second');
  await becomes(async () => (await caches.keys()).every((name) => name.endsWith(' second')));
  const fetched = server.requests.slice(asked);
  expect(fetched).toContain('assets/index-SECOND01.js');
  expect(fetched.filter((path) => /^assets/.test(path) && !path.includes('SECOND'))).toEqual([]);
  expect(await cacheNames()).not.toContain(first);

  await goOffline();
  await page.reload();
  expect(await page.title()).toContain('Second');
  await demo.playButton.click();
  await demo.hearsSound();
  expect(complaints()).toEqual([]);
});

test('a new deploy leaves open pages of the version before with all of their files', async () => {
  const other = await demo.page.context().newPage();
  await other.goto(server.url);
  deployAgain();
  await demo.page.reload();
  await becomes(async () => (await navigator.serviceWorker.getRegistration())?.waiting !== null);
  expect(await demo.page.title()).toContain('Second');
  expect(await cacheNames()).toHaveLength(2);
  await other.close();
});

test('browsers may install the page', async () => {
  const session = await demo.page.context().newCDPSession(demo.page);
  const { errors, data } = await session.send('Page.getAppManifest');
  expect(errors).toEqual([]);
  const { icons, start_url } = JSON.parse(data as string);
  expect(new URL(start_url, server.url).href).toBe(server.url);
  for (const { src } of icons) expect((await demo.page.request.get(new URL(src, server.url).href)).ok()).toBe(true);
  const { installabilityErrors } = await session.send('Page.getInstallabilityErrors');
  // Profiles of tests are like private windows.
  expect(installabilityErrors.map(({ errorId }) => errorId).filter((id) => id !== 'in-incognito')).toEqual([]);
});
