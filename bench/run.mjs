// Times Dilatone against its peers in Chromium and prints a table. usage: npm run bench -- [shapes…] [--frames N] [--rounds N]
import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { chromium } from 'playwright';
import { createServer } from 'vite';
import { findChromium } from '../tools/ensure-chromium.mjs';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { frames: { type: 'string', default: '128' }, rounds: { type: 'string', default: '15' } },
});
const shapes = positionals.length > 0 ? positionals : ['standard', 'lite', 'feather', 'nano'];
const frames = Number(values.frames);
const rounds = Number(values.rounds);

const server = await createServer({
  configFile: false,
  root: fileURLToPath(new URL('.', import.meta.url)),
  server: { port: 0, fs: { allow: [fileURLToPath(new URL('..', import.meta.url))] } },
  optimizeDeps: { include: ['valibot'], exclude: ['@opendaw/nam-wasm'] },
  logLevel: 'error',
});
await server.listen();
const browser = await chromium.launch({
  executablePath: findChromium(),
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking'],
});
try {
  const page = await browser.newPage();
  page.on('pageerror', (error) => console.error(error));
  await page.goto(server.resolvedUrls.local[0]);
  await page.waitForFunction(() => 'benchmark' in globalThis);
  console.log(`${cpus()[0].model.trim()}, ${cpus().length} cores, Chromium ${browser.version()}, ${frames}-frame blocks`);
  const results = [];
  for (const shape of shapes) {
    const result = await page.evaluate(([s, f, r]) => globalThis.benchmark(s, f, r), [shape, frames, rounds]);
    results.push(result);
    print(result);
  }
  mkdirSync('build/bench', { recursive: true });
  writeFileSync('build/bench/results.json', `${JSON.stringify(results, null, 2)}\n`);
} finally {
  await browser.close();
  await server.close();
}

function print({ shape, macsPerFrame, timings, ceiling }) {
  const peer = timings.at(-1).median;
  console.log(`\nA1 ${shape}: ${macsPerFrame} multiply-adds per frame; ceiling ${ceiling.toFixed(1)} GMAC/s`);
  console.log('  engine                   ns/frame   (least … most)   × peer   of ceiling');
  for (const { name, median, least, most } of timings) {
    const range = `${least.toFixed(0)} … ${most.toFixed(0)}`;
    const share = `${((100 * macsPerFrame) / median / ceiling).toFixed(0)} %`;
    console.log(
      `  ${name.padEnd(22)} ${median.toFixed(0).padStart(10)} ${range.padStart(18)} ${(peer / median).toFixed(2).padStart(8)} ${share.padStart(10)}`,
    );
  }
}
