// Plays a rig of five blocks in Chromium while it is reordered, changed to presets, bypassed and adjusted, beside the same sound
// without a rig; exits with 1 if there are more gaps than without, clicks or faults.
// usage: node tools/soak/rig.mjs [--seconds 60] [--seed 1]
import { loadavg } from 'node:os';
import process, { argv, exit } from 'node:process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { chromium } from 'playwright';
import { createServer, runnerImport } from 'vite';
import { findChromium } from '../ensure-chromium.mjs';
import { judgeRig } from './verdict.mjs';

const path = (/** @type {string} */ relative) => fileURLToPath(new URL(relative, import.meta.url));

const { values } = parseArgs({
  args: argv.slice(2),
  options: { seconds: { type: 'string', default: '60' }, seed: { type: 'string', default: '1' } },
});
const [seconds, seed] = [values.seconds, values.seed].map(Number);
if (!(seconds > 0) || !(Number.isInteger(seed) && seed >= 0)) {
  console.error('expected --seconds above 0 and a whole number as --seed');
  exit(2);
}

const { module: plugins } = await runnerImport(path('../vite-worklet-source.ts'), { configFile: false });
const server = await createServer({
  configFile: false,
  root: path('.'),
  plugins: [plugins.workletSource()],
  server: { port: 0, hmr: false, watch: null, fs: { allow: [path('../..')] } },
  optimizeDeps: {
    include: ['valibot', 'standardized-audio-context'],
    exclude: ['virtual:dilatone-worklet-source', 'virtual:dilatone-rig-worklet-source'],
  },
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
  // Side by side, so that moments in which the machine has no time for audio affect both.
  const [control, report] = await Promise.all([
    soak('control: the same sound without a rig', { seconds, seed, withRig: false }),
    soak(`a rig of five blocks for ${seconds} s`, { seconds, seed, withRig: true }),
  ]);
  const reasons = judgeRig(report, control);
  console.log(reasons.length === 0 ? '\npassed' : `\nFAILED\n  ${reasons.join('\n  ')}`);
  if (reasons.length > 0) process.exitCode = 1;
} finally {
  await browser.close();
  await server.close();
}

/**
 * Runs one soak in a page of its own, prints its report, and returns it.
 *
 * @param {string} title
 * @param {{ seconds: number, seed: number, withRig: boolean }} request
 */
async function soak(title, request) {
  const page = await browser.newPage();
  await page.goto(`${server.resolvedUrls?.local[0]}`);
  await page.waitForFunction(() => 'soaks' in globalThis);
  const report = await page.evaluate((argument) => /** @type {any} */ (globalThis).soaks.rig(argument), request);
  await page.close();
  const load = loadavg()[0].toFixed(1);
  console.log(`\n${title} (load average of the machine: ${load})\n${JSON.stringify(report, null, 2)}`);
  return report;
}
