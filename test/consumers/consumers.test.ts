import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser } from 'playwright';
import { afterAll, afterEach, beforeAll, describe, expect, inject, test } from 'vitest';
import { startChromium } from '../demo/support/demo-page.js';
import { type StaticServer, serveFolder } from '../demo/support/static-server.js';
import { maxDifference, noise } from '../support/signals.js';
import { BuildsAhead } from './support/builds-ahead.js';
import { ConsumerPage } from './support/consumer-page.js';
import { Project } from './support/project.js';

const reference = Float32Array.from(inject('consumers').reference);

let browser: Browser;
let consumer: ConsumerPage | undefined;
const servers: StaticServer[] = [];

beforeAll(async () => {
  browser = await startChromium();
});

afterEach(async () => {
  await consumer?.close();
  for (const server of servers.splice(0)) await server.close();
});

afterAll(async () => {
  await browser?.close();
});

/** Serves a folder until the test ends. */
async function serve(folder: string, headers?: Record<string, string>): Promise<string> {
  const server = await serveFolder(folder, headers);
  servers.push(server);
  return server.url;
}

async function open(url: string): Promise<ConsumerPage> {
  consumer = await ConsumerPage.open(browser, url);
  return consumer;
}

/** Expects the sound of the command line, and a console without a word of complaint. */
function expectReference(output: Float32Array): void {
  expect(maxDifference(output, reference)).toBeLessThanOrEqual(1e-6);
  expect(consumer?.complaints).toEqual([]);
}

/** The consumers that are built, in the order of the tests. */
const builds = new BuildsAhead([
  ...['vite', 'webpack', 'esbuild', 'rollup', 'rspack', 'parcel', 'react', 'vue', 'standardized-audio-context'],
  ...['sveltekit', 'tone', 'wam-host', 'strict-csp', 'iframe'],
]);

/** Builds a consumer; resolves with the folder to be served. */
async function build(name: string, site: string): Promise<string> {
  const { project, printed } = await builds.get(name);
  expect(printed).not.toMatch(/warn|unresolved|\(!\)/i);
  return project.addModel(site);
}

describe('an app renders the same sound as the command line', { timeout: 60_000 }, () => {
  test.each([
    ['vite', 'dist'],
    ['webpack', '.'],
    ['esbuild', '.'],
    ['rollup', '.'],
    ['rspack', '.'],
    ['parcel', 'dist'],
    ['vue', 'dist'],
    ['standardized-audio-context', 'dist'],
  ])('built with or for %s', async (name, site) => {
    const page = await open(await serve(await build(name, site)));
    expectReference(await page.render());
  });

  test('in tests that Jest runs, as modules and transformed', async () => {
    const project = new Project('jest');
    const folder = project.addModel('.');
    writeFileSync(join(folder, 'dry.f32'), noise(reference.length, 8));
    for (const way of ['modules', 'transformed']) {
      await project.run(`test:${way}`);
      const wet = new Float32Array(new Uint8Array(readFileSync(join(folder, `wet-${way}.f32`))).buffer);
      expect(maxDifference(wet, reference)).toBeLessThanOrEqual(1e-6);
    }
  });

  test('without any build, by an import map', async () => {
    const page = await open(await serve(new Project('import-map').addModel('.')));
    expectReference(await page.render());
  });

  test('with React, whose hook keeps one node and changes it', async () => {
    const page = await open(await serve(await build('react', 'dist')));
    expectReference(await page.render());
    const tab = page.page;
    const status = (text: string) =>
      tab.waitForFunction((t) => document.querySelector('#status')?.textContent === t, text);
    await status('ready');
    const seen = await tab.evaluate(`({
      mix: amp.mix.value,
      limitDb: amp.limitDb,
      title: document.querySelector('dilatone-pedal.pedal').device === amp,
    })`);
    expect(seen).toEqual({ mix: 0.5, limitDb: -3, title: true });
    await tab.evaluate('window.first = amp; setLive({ url: "model.nam?again", mix: 0.25 })');
    await tab.waitForFunction('amp.mix.value === 0.25');
    await status('ready');
    expect(await tab.evaluate('amp === first')).toBe(true);
    await tab.evaluate('setLive({ url: "none.nam", mix: 0.25 })');
    await status('load');
    expect(await tab.evaluate('amp === first')).toBe(true);
    await tab.evaluate('setLive(null)');
    expect(await tab.evaluate('first.reset().catch(({ code }) => code)')).toBe('disposed');
  });

  test('from one file, as a CDN sends it, with nothing beside it', async () => {
    const project = new Project('cdn');
    const site = project.addModel('site');
    const { jsdelivr } = JSON.parse(readFileSync(join(inject('consumers').packed, 'package.json'), 'utf8'));
    copyFileSync(join(inject('consumers').packed, jsdelivr), join(site, 'dilatone.js'));
    const page = await open(await serve(site));
    expectReference(await page.render());
    expect(await page.page.evaluate('refusal')).toMatch(/expected a native context, one of standardized-audio-context/);
  });

  test('rendered on the server first, which reads the model too', async () => {
    const { project } = await builds.get('sveltekit');
    const server = await project.serve('preview');
    try {
      expect(await (await fetch(server.url)).text()).toContain('WaveNet');
      expectReference(await (await open(server.url)).render());
    } finally {
      server.close();
    }
  });

  test('in a chain of Tone.js effects, in contexts of both kinds; live it is heard', async () => {
    const page = await open(await serve(await build('tone', 'dist')));
    for (const kind of ['standardized', 'native']) {
      await page.page.evaluate((name) => Object.assign(window, { kind: name }), kind);
      expectReference(await page.render());
    }
    const peaks = await page.page.evaluate<number[]>('hearAll()');
    expect(peaks.map((peak) => peak > 0)).toEqual([true, true, true, true]);
  });

  test('as a Web Audio Module, which a host made with the WAM SDK loads by its address', async () => {
    const page = await open(await serve(await build('wam-host', '.')));
    expectReference(await page.render());
    expect(await page.page.evaluate('automate()')).toEqual({
      data: { id: 'mix', value: 0.25, normalized: false },
      inTime: true,
      value: 0.25,
    });
  });

  test('on a page under a strict Content-Security-Policy', async () => {
    const policy = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'";
    const page = await open(await serve(await build('strict-csp', 'dist'), { 'content-security-policy': policy }));
    expectReference(await page.render());
  });

  test('in a frame of another host, without any header', async () => {
    const app = await serve(await build('iframe', 'app'));
    const host = await serve(fileURLToPath(new URL('iframe', import.meta.url)));
    const page = await open(`${host}?app=${encodeURIComponent(app)}`);
    const frame = await (await page.page.waitForSelector('iframe')).contentFrame();
    expectReference(await page.render(frame!));
  });
});
