// Plays for minutes in Chromium what a live session does, and prints what the browser counted.
// usage: node tools/soak/soak.mjs [--minutes 10] [--seed 1] [--instances 12]
import { loadavg } from 'node:os';
import { argv, exit } from 'node:process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { chromium } from 'playwright';
import { createServer, runnerImport } from 'vite';
import { findChromium } from '../ensure-chromium.mjs';

const path = (/** @type {string} */ relative) => fileURLToPath(new URL(relative, import.meta.url));

const { values } = parseArgs({
  args: argv.slice(2),
  options: {
    minutes: { type: 'string', default: '10' },
    seed: { type: 'string', default: '1' },
    instances: { type: 'string', default: '12' },
  },
});
const [minutes, seed, instances] = [values.minutes, values.seed, values.instances].map(Number);
if (!(minutes > 0) || !Number.isInteger(seed) || !(Number.isInteger(instances) && instances >= 0)) {
  console.error('expected --minutes above 0, whole numbers as --seed and --instances');
  exit(2);
}

const { module: plugins } = await runnerImport(path('../vite-worklet-source.ts'), { configFile: false });
const server = await createServer({
  configFile: false,
  root: path('.'),
  plugins: [plugins.workletSource()],
  server: { port: 0, hmr: false, watch: null, fs: { allow: [path('../..')] } },
  optimizeDeps: { include: ['valibot', 'standardized-audio-context'], exclude: ['virtual:dilatone-worklet-source'] },
  logLevel: 'error',
});
await server.listen();
const browser = await chromium.launch({
  executablePath: findChromium(),
  args: [
    '--no-sandbox',
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--autoplay-policy=no-user-gesture-required',
  ],
});
try {
  console.log(`Chromium ${browser.version()}, seed ${seed}`);
  const swaps = { seconds: 60 * minutes, seed };
  await soak('control: the same without the node', 'swaps', { ...swaps, withNode: false });
  await soak(`a change of models every 700 ms for ${minutes} min`, 'swaps', { ...swaps, withNode: true });
  await soak('control: no instances', 'instances', { instances: 0, seconds: 60 * Math.min(1, minutes) });
  await soak(`${instances} instances of A1 standard`, 'instances', { instances, seconds: 60 * Math.min(1, minutes) });
} finally {
  await browser.close();
  await server.close();
}

/**
 * Runs one soak in a page of its own and prints its report.
 *
 * @param {string} title
 * @param {'swaps' | 'instances'} name
 * @param {object} request
 */
async function soak(title, name, request) {
  const page = await browser.newPage();
  await page.goto(server.resolvedUrls?.local[0] ?? '');
  await page.waitForFunction(() => 'soaks' in globalThis);
  const report = await page.evaluate(
    ([called, argument]) => /** @type {any} */ (globalThis).soaks[/** @type {string} */ (called)](argument),
    [name, request],
  );
  const load = loadavg()[0].toFixed(1);
  console.log(`\n${title} (load average of the machine: ${load})\n${JSON.stringify(report, null, 2)}`);
  await page.close();
}
