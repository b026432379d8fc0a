// Measures how fast the built page starts: first paint, ready to play, and sound after the click.
// usage: npm run build:demo && node tools/demo-start.mjs [--runs 7]
import { argv, exit } from 'node:process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { chromium } from 'playwright';
import { preview } from 'vite';
import { findChromium } from './ensure-chromium.mjs';

const BUILT = fileURLToPath(new URL('../build/demo', import.meta.url));

const { values } = parseArgs({ args: argv.slice(2), options: { runs: { type: 'string', default: '7' } } });
const runs = Number(values.runs);
if (!(Number.isInteger(runs) && runs > 0)) {
  console.error(`--runs: expected a positive integer, got ${values.runs}`);
  exit(2);
}

/** @typedef {{ session: { store: { value: { clip: unknown, slots: { a: { model: unknown } } } }, live: { wetPeak: number } } }} App */

const server = await preview({ configFile: false, build: { outDir: BUILT }, preview: { port: 0 }, logLevel: 'error' });
const browser = await chromium.launch({ executablePath: findChromium(), args: ['--no-sandbox', '--disable-gpu'] });
const url = server.resolvedUrls?.local[0] ?? '';
try {
  /** @type {{ paint: number, ready: number, sound: number }[]} */
  const times = [];
  for (let run = 0; run < runs; run++) times.push(await measure());
  console.log(`Chromium ${browser.version()}, ${runs} visits with an empty cache, ms from the start of navigation`);
  console.table({
    'first paint': summary(times.map(({ paint }) => paint)),
    'ready to play': summary(times.map(({ ready }) => ready)),
    'sound, after the click': summary(times.map(({ sound }) => sound)),
  });
} finally {
  await browser.close();
  await server.close();
}

/** One visit of the page. */
async function measure() {
  const context = await browser.newContext({ viewport: { width: 1360, height: 860 } });
  try {
    const page = await context.newPage();
    await page.goto(url, { waitUntil: 'commit' });
    const ready = await page.waitForFunction(() => {
      const app = /** @type {App | null} */ (/** @type {unknown} */ (document.querySelector('demo-app')));
      const state = app?.session?.store.value;
      return state?.clip && state.slots.a.model ? performance.now() : false;
    });
    const [paint] = await page.evaluate(() =>
      performance.getEntriesByName('first-contentful-paint').map(({ startTime }) => startTime),
    );
    const clicked = await page.evaluate(() => performance.now());
    await page.locator('demo-welcome button').click();
    const sounding = await page.waitForFunction(() => {
      const app = /** @type {App} */ (/** @type {unknown} */ (document.querySelector('demo-app')));
      return app.session.live.wetPeak > 0.001 ? performance.now() : false;
    });
    return { paint, ready: Number(await ready.jsonValue()), sound: Number(await sounding.jsonValue()) - clicked };
  } finally {
    await context.close();
  }
}

/** @param {number[]} ms */
function summary(ms) {
  const sorted = [...ms].sort((a, b) => a - b);
  const rounded = (/** @type {number} */ index) => Math.round(sorted[index]);
  return { median: rounded(sorted.length >> 1), fastest: rounded(0), slowest: rounded(sorted.length - 1) };
}
