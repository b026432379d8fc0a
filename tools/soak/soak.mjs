// Does for minutes in Chromium what a live session does, and judges the browser's counters; exits with 1 if they show more
// than the docs promise. usage: node tools/soak/soak.mjs [--only swaps|instances|creations|changes] [--minutes 10] [--seed 1]
// [--instances 12] [--cycles 1000]
import { loadavg } from 'node:os';
import process, { argv, exit } from 'node:process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { chromium } from 'playwright';
import { createServer, runnerImport } from 'vite';
import { findChromium } from '../ensure-chromium.mjs';
import { judgeCycles, judgeInstances, judgeStall, judgeSwaps } from './verdict.mjs';

const path = (/** @type {string} */ relative) => fileURLToPath(new URL(relative, import.meta.url));

const { values } = parseArgs({
  args: argv.slice(2),
  options: {
    only: { type: 'string' },
    minutes: { type: 'string', default: '10' },
    seed: { type: 'string', default: '1' },
    instances: { type: 'string', default: '12' },
    cycles: { type: 'string', default: '1000' },
  },
});
const [minutes, seed, instances, cycles] = [values.minutes, values.seed, values.instances, values.cycles].map(Number);
if (!(minutes > 0) || ![seed, instances, cycles].every((number) => Number.isInteger(number) && number >= 0)) {
  console.error('expected --minutes above 0, whole numbers as --seed, --instances and --cycles');
  exit(2);
}
const SOAKS = ['swaps', 'instances', 'creations', 'changes'];
const names = values.only === undefined ? SOAKS : [values.only];
if (!names.every((name) => SOAKS.includes(name))) {
  console.error(`--only: expected ${SOAKS.join(', ')}, got ${values.only}`);
  exit(2);
}

const { module: plugins } = await runnerImport(path('../vite-worklet-source.ts'), { configFile: false });
const server = await createServer({
  configFile: false,
  root: path('.'),
  plugins: [plugins.workletSource()],
  server: {
    port: 0,
    hmr: false,
    watch: null,
    fs: { allow: [path('../..')] },
    // Cross-origin isolated, so that the meters come through shared memory.
    headers: { 'Cross-Origin-Opener-Policy': 'same-origin', 'Cross-Origin-Embedder-Policy': 'require-corp' },
  },
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
    '--js-flags=--expose-gc',
  ],
});
try {
  console.log(`Chromium ${browser.version()}, seed ${seed}`);
  const swaps = { seconds: 60 * minutes, seed };
  const short = { seconds: 60 * Math.min(1, minutes) };
  /** @type {Record<string, string[]>} */
  const failures = {};
  if (names.includes('swaps') || names.includes('instances')) {
    const title = 'control: an audio thread that is held up';
    failures[title] = judgeStall((await soak(title, 'stall', {})).report);
  }
  if (names.includes('swaps')) {
    const title = `a change of models every 700 ms for ${minutes} min`;
    // Side by side, so that moments in which the machine has no time for audio affect both.
    const [{ report: control }, { report }] = await Promise.all([
      soak('control: the same without the node', 'swaps', { ...swaps, withNode: false }),
      soak(title, 'swaps', { ...swaps, withNode: true }),
    ]);
    failures[title] = judgeSwaps(report, control);
  }
  if (names.includes('instances')) {
    const { report: control } = await soak('control: no instances', 'instances', { ...short, instances: 0 });
    const title = `${instances} instances of A1 standard`;
    const { report } = await soak(title, 'instances', { ...short, instances });
    failures[title] = judgeInstances(report, control);
  }
  for (const name of names.filter((name) => name === 'creations' || name === 'changes')) {
    const { report: leaking, grownBytes: few } = await soak(`control: 20 ${name} that leak`, name, {
      cycles: 20,
      leak: true,
    });
    if (judgeCycles(leaking, 0).length === 0) failures[`20 ${name} that leak`] = ['were not found out'];
    const { report, grownBytes } = await soak(`${cycles} ${name}`, name, { cycles });
    failures[`${cycles} ${name}`] = judgeCycles(report, grownBytes - few);
  }
  console.log('');
  for (const [title, reasons] of Object.entries(failures)) {
    console.log(
      `${reasons.length === 0 ? 'passed' : 'FAILED'}  ${title}${reasons.map((reason) => `\n        ${reason}`).join('')}`,
    );
  }
  if (Object.values(failures).some((reasons) => reasons.length > 0)) process.exitCode = 1;
} finally {
  await browser.close();
  await server.close();
}

/**
 * Runs one soak in a page of its own, prints its report, and returns it with the growth of the page's heap.
 *
 * @param {string} title
 * @param {string} name
 * @param {object} request
 */
async function soak(title, name, request) {
  const page = await browser.newPage();
  await page.goto(server.resolvedUrls?.local[0] ?? '');
  await page.waitForFunction(() => 'soaks' in globalThis);
  const session = await page.context().newCDPSession(page);
  const before = await heapBytes(session);
  const report = await page.evaluate(
    ([called, argument]) => /** @type {any} */ (globalThis).soaks[/** @type {string} */ (called)](argument),
    /** @type {const} */ ([name, request]),
  );
  const grownBytes = (await heapBytes(session)) - before;
  const load = loadavg()[0].toFixed(1);
  console.log(
    `\n${title} (load average of the machine: ${load})\n${JSON.stringify({ ...report, grownBytes }, null, 2)}`,
  );
  await page.close();
  return { report, grownBytes };
}

/**
 * Bytes that live in a page's heap, and outside of it for typed arrays.
 *
 * @param {import('playwright').CDPSession} session
 */
async function heapBytes(session) {
  for (let turn = 0; turn < 3; turn++) await session.send('HeapProfiler.collectGarbage');
  const { usedSize, backingStorageSize } = await session.send('Runtime.getHeapUsage');
  return usedSize + backingStorageSize;
}
