// Takes the screenshots of the demo for README and docs.
// usage: npm run build:demo && node tools/demo-images.mjs
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { crc32, deflateSync } from 'node:zlib';
import { chromium } from 'playwright';
import { preview } from 'vite';
import { findChromium } from './ensure-chromium.mjs';

const path = (/** @type {string} */ relative) => fileURLToPath(new URL(relative, import.meta.url));

/** @typedef {{ name: string, width: number, height: number, colorScheme: 'dark' | 'light', tab?: string, place?: string }} Picture */

/** @type {readonly Picture[]} */
const PICTURES = [
  { name: 'demo-dark', width: 1360, height: 860, colorScheme: 'dark' },
  { name: 'demo-light', width: 1360, height: 860, colorScheme: 'light', tab: 'Spectrum' },
  { name: 'demo-explore', width: 1360, height: 1180, colorScheme: 'light', place: 'Explore' },
  { name: 'demo-phone', width: 390, height: 1180, colorScheme: 'dark' },
];
/** Position in the riff, in seconds, at which they are taken: a loud chord. */
const MOMENT_SECONDS = 3.65;
/** Colours of a picture; fewer make it smaller. */
const COLOURS = 192;

const server = await preview({
  configFile: false,
  build: { outDir: path('../build/demo') },
  preview: { port: 0 },
  logLevel: 'error',
});
const browser = await chromium.launch({ executablePath: findChromium(), args: ['--no-sandbox', '--disable-gpu'] });
try {
  for (const picture of PICTURES) await take(picture);
} finally {
  await browser.close();
  await server.close();
}

/** @param {Picture} picture */
async function take({ name, width, height, colorScheme, tab, place }) {
  const page = await browser.newPage({ viewport: { width, height }, colorScheme });
  await page.goto(server.resolvedUrls?.local[0] ?? '');
  await page.locator('demo-welcome button').click();
  if (tab) await page.getByRole('tab', { name: tab }).click();
  if (place) await page.getByRole('link', { name: place, exact: true }).click();
  await page.waitForFunction((seconds) => {
    const { session } = /** @type {any} */ (document.querySelector('demo-app'));
    return session.sources.seconds > seconds && session.live.wetPeak > 0.1;
  }, MOMENT_SECONDS);
  const base64 = (await page.screenshot()).toString('base64');
  const image = await page.evaluate(reduceColours, { base64, colours: COLOURS });
  const file = pngOf(width, height, image.palette, Buffer.from(image.indices, 'base64'));
  writeFileSync(path(`../docs/images/${name}.png`), file);
  console.log(`docs/images/${name}.png: ${width} × ${height}, ${(file.length / 1000).toFixed(0)} kB`);
  await page.close();
}

/**
 * Runs in the page: reduces a picture to the given number of colours, by median cut.
 *
 * @param {{ base64: string, colours: number }} picture
 */
async function reduceColours({ base64, colours }) {
  const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  const bitmap = await createImageBitmap(new Blob([bytes], { type: 'image/png' }));
  const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
  const context = /** @type {OffscreenCanvasRenderingContext2D} */ (canvas.getContext('2d'));
  context.drawImage(bitmap, 0, 0);
  const { data } = context.getImageData(0, 0, bitmap.width, bitmap.height);
  /** @type {Map<number, number>} */
  const counts = new Map();
  const pixels = new Int32Array(data.length / 4);
  for (let n = 0; n < pixels.length; n++) {
    pixels[n] = (data[4 * n] << 16) | (data[4 * n + 1] << 8) | data[4 * n + 2];
    counts.set(pixels[n], (counts.get(pixels[n]) ?? 0) + 1);
  }
  const part = (/** @type {number} */ colour, /** @type {number} */ shift) => (colour >> shift) & 255;
  const spread = (/** @type {number[]} */ box, /** @type {number} */ shift) => {
    const parts = box.map((colour) => part(colour, shift));
    return parts.reduce((a, b) => Math.max(a, b)) - parts.reduce((a, b) => Math.min(a, b));
  };
  // Colours that fill areas stay exact.
  const byCount = [...counts.keys()].sort((a, b) => (counts.get(b) ?? 0) - (counts.get(a) ?? 0));
  const boxes = byCount.splice(0, colours >> 2).map((colour) => [colour]);
  boxes.push(byCount);
  const weightOf = (/** @type {number[]} */ box) =>
    Math.max(spread(box, 16), spread(box, 8), spread(box, 0)) * Math.sqrt(box.length);
  while (boxes.length < colours) {
    boxes.sort((a, b) => weightOf(b) - weightOf(a));
    const box = boxes[0];
    if (box.length < 2) break;
    const shift = [16, 8, 0].sort((a, b) => spread(box, b) - spread(box, a))[0];
    box.sort((a, b) => part(a, shift) - part(b, shift));
    boxes.push(box.splice(box.length >> 1));
  }
  const indexOf = new Map(boxes.flatMap((box, i) => box.map((colour) => [colour, i])));
  const palette = boxes.flatMap((box) => {
    const pixelsInBox = box.reduce((sum, colour) => sum + (counts.get(colour) ?? 0), 0);
    const mean = (/** @type {number} */ shift) =>
      Math.round(box.reduce((sum, colour) => sum + part(colour, shift) * (counts.get(colour) ?? 0), 0) / pixelsInBox);
    return [mean(16), mean(8), mean(0)];
  });
  let indices = '';
  for (const pixel of pixels) indices += String.fromCharCode(indexOf.get(pixel) ?? 0);
  return { palette, indices: btoa(indices) };
}

/**
 * A PNG file with a palette.
 *
 * @param {number} width
 * @param {number} height
 * @param {readonly number[]} palette
 * @param {Buffer} indices
 */
function pngOf(width, height, palette, indices) {
  const rows = Buffer.alloc(height * (width + 1));
  for (let y = 0; y < height; y++) indices.copy(rows, y * (width + 1) + 1, y * width, (y + 1) * width);
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  // 8 bits, indexed.
  header.set([8, 3, 0, 0, 0], 8);
  return Buffer.concat([
    Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]),
    chunk('IHDR', header),
    chunk('PLTE', Buffer.from(palette)),
    chunk('IDAT', deflateSync(rows, { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

/**
 * @param {string} type
 * @param {Buffer} content
 */
function chunk(type, content) {
  const named = Buffer.concat([Buffer.from(type), content]);
  const size = Buffer.alloc(4);
  size.writeUInt32BE(content.length);
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc32(named));
  return Buffer.concat([size, named, sum]);
}
