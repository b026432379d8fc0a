// Plays the demo in Chromium with everything on and prints how busy its main thread was, and whether the sound had gaps.
// usage: node tools/soak/demo.mjs [--minutes 5] [--limit 0.5]
// Exits with 1 if the main thread took more than the limit's share of a core, or the sound had a gap.
import { execFileSync } from 'node:child_process';
import { loadavg } from 'node:os';
import { argv, env, execPath, exit } from 'node:process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { chromium } from 'playwright';
import { preview, runnerImport } from 'vite';
import { findChromium } from '../ensure-chromium.mjs';

const path = (/** @type {string} */ relative) => fileURLToPath(new URL(relative, import.meta.url));

const { values } = parseArgs({
  args: argv.slice(2),
  options: { minutes: { type: 'string', default: '5' }, limit: { type: 'string', default: '0.5' } },
});
const [minutes, limit] = [values.minutes, values.limit].map(Number);
if (!(minutes > 0 && limit > 0)) {
  console.error('expected --minutes and --limit above 0');
  exit(2);
}

const TABS = ['Waveform', 'Spectrum', 'Spectrogram', 'Transfer curve', 'Levels'];
const outDir = path('../../build/soak-demo');
execFileSync(execPath, [path('../../node_modules/vite/bin/vite.js'), 'build', '--outDir', outDir], {
  cwd: path('../..'),
  env: { ...env, NODE_ENV: 'production' },
  stdio: ['ignore', 'ignore', 'inherit'],
});
const server = await preview({ configFile: false, build: { outDir }, preview: { port: 0 }, logLevel: 'error' });
const browser = await chromium.launch({
  executablePath: findChromium(),
  args: ['--headless=new', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run'],
});
try {
  exit((await soak()) ? 0 : 1);
} finally {
  await browser.close();
  await server.close();
}

/** Plays, changes the scope again and again, and prints a report. Returns true if nothing exceeded its limit. */
async function soak() {
  const page = await browser.newPage({ viewport: { width: 1360, height: 860 } });
  await page.addInitScript(keepContexts);
  await page.goto(server.resolvedUrls?.local[0] ?? '');
  await page.getByRole('button', { name: /^Play/ }).first().click();
  await page.getByRole('meter', { name: 'Processor' }).waitFor();
  await turnEverythingOn(page);
  // At first the page compiles code and opens the sound.
  await page.waitForTimeout(3000);
  const metrics = await page.context().newCDPSession(page);
  await metrics.send('Performance.enable');
  const read = async () => {
    const { metrics: list } = await metrics.send('Performance.getMetrics');
    const named = (/** @type {string} */ name) => list.find((metric) => metric.name === name)?.value ?? Number.NaN;
    const sound = await page.evaluate(readSound);
    return { seconds: named('Timestamp'), busySeconds: named('TaskDuration'), ...sound };
  };
  const first = await read();
  /** @type {Record<string, { seconds: number, busySeconds: number, frames: number }>} */
  const byTab = {};
  const tabSeconds = Math.max(2, (60 * minutes) / Math.ceil((60 * minutes) / 10 / TABS.length) / TABS.length);
  let last = first;
  for (let n = 0; last.seconds - first.seconds < 60 * minutes; n++) {
    const tab = TABS[n % TABS.length];
    await page.getByRole('tab', { name: tab }).click();
    const view = await page.locator('demo-network-view').boundingBox();
    // Pointing at the layers costs time, too.
    if (view) await page.mouse.move(view.x + view.width / 2, view.y + view.height * (0.2 + 0.1 * (n % 7)));
    await page.waitForTimeout(tabSeconds * 1000);
    const now = await read();
    const sum = byTab[tab] ?? { seconds: 0, busySeconds: 0, frames: 0 };
    byTab[tab] = {
      seconds: sum.seconds + now.seconds - last.seconds,
      busySeconds: sum.busySeconds + now.busySeconds - last.busySeconds,
      frames: sum.frames + now.frames - last.frames,
    };
    last = now;
  }
  const share = (last.busySeconds - first.busySeconds) / (last.seconds - first.seconds);
  const gaps = last.underruns - first.underruns;
  const load = loadavg()[0].toFixed(1);
  console.log(`Chromium ${browser.version()}, ${(last.seconds - first.seconds).toFixed(0)} s, machine's load ${load}`);
  for (const [tab, { seconds, busySeconds, frames }] of Object.entries(byTab)) {
    console.log(
      `  ${tab.padEnd(18)} main thread ${percent(busySeconds / seconds)}, ${(frames / seconds).toFixed(0)} frames/s`,
    );
  }
  console.log(`main thread: ${percent(share)} of a core (at most ${percent(limit)})`);
  console.log(`gaps in the sound: ${gaps}, ${(last.underrunSeconds - first.underrunSeconds).toFixed(3)} s`);
  console.log(`render quanta of the model that were late: ${last.overruns - first.overruns}`);
  const fine = share <= limit && gaps === 0;
  console.log(fine ? 'fine' : 'FAILED');
  return fine;
}

/**
 * Turns on tuner, gate, cabinet and a second model, and plays a looped part of a file.
 *
 * @param {import('playwright').Page} page
 */
async function turnEverythingOn(page) {
  const choose = async (/** @type {string} */ menu, /** @type {string} */ item) => {
    await page.locator(menu).locator('button').first().click();
    await page.locator(menu).locator('[role^="menuitem"]', { hasText: item }).first().click();
  };
  await page.keyboard.press('t');
  await page.getByRole('button', { name: 'Gate: on' }).click();
  await choose('demo-block-card[data-block="cabinet"] .file', '4×12 closed');
  await choose('demo-block-panel .compare', 'Diode drive');
  await page.getByRole('slider', { name: 'From model A to model B' }).fill('0.4');
  await page.evaluate(dropFile, Buffer.from(await plucks()).toString('base64'));
  await page.getByRole('button', { name: 'Loop' }).click();
}

/** A WAV file of eight seconds: plucks of a decaying tone. */
async function plucks() {
  const { module } = await runnerImport(path('../../src/wav/encode-wav.ts'), { configFile: false, logLevel: 'error' });
  const samples = Float32Array.from({ length: 8 * 48_000 }, (_, t) => {
    return 0.5 * Math.sin((2 * Math.PI * 110 * t) / 48_000) * Math.exp(-(t % 24_000) / 9000);
  });
  return module.encodeWav({ sampleRate: 48_000, channels: [samples] }, '16').bytes;
}

/**
 * Runs in the page: drops a WAV file.
 *
 * @param {string} base64
 */
function dropFile(base64) {
  const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  const dataTransfer = new DataTransfer();
  dataTransfer.items.add(new File([bytes], 'plucks.wav', { type: 'audio/wav' }));
  document.body.dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true, composed: true }));
}

/** Runs in the page before its scripts: records the audio contexts, and counts the frames of the screen. */
function keepContexts() {
  /** @type {AudioContext[]} */
  const contexts = [];
  const counted = { contexts, frames: 0 };
  const Native = AudioContext;
  Object.assign(globalThis, {
    counted,
    AudioContext: class extends Native {
      constructor(/** @type {AudioContextOptions | undefined} */ options) {
        super(options);
        contexts.push(this);
      }
    },
  });
  const count = () => {
    counted.frames++;
    requestAnimationFrame(count);
  };
  requestAnimationFrame(count);
}

/** Runs in the page: reads the counters of the browser and the node. */
function readSound() {
  const { counted } = /** @type {any} */ (globalThis);
  const app = /** @type {any} */ (document.querySelector('demo-app'));
  const stats = counted.contexts.at(-1)?.playbackStats;
  return {
    frames: counted.frames,
    underruns: stats?.underrunEvents ?? Number.NaN,
    underrunSeconds: stats?.underrunDuration ?? Number.NaN,
    overruns: app.session.live.network.load?.overruns ?? Number.NaN,
  };
}

/** @param {number} share */
function percent(share) {
  return `${(100 * share).toFixed(1)} %`;
}
