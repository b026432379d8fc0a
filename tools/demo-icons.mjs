// Draws the icons of the installed demo from `demo/icon.svg`.
// usage: node tools/demo-icons.mjs
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright';
import { findChromium } from './ensure-chromium.mjs';

const path = (/** @type {string} */ relative) => fileURLToPath(new URL(relative, import.meta.url));

/** Systems cut maskable icons to any shape: what counts is in the middle four fifths. */
const ICONS = [
  { name: 'icon-192', pixels: 192, share: 1 },
  { name: 'icon-512', pixels: 512, share: 1 },
  { name: 'icon-maskable-512', pixels: 512, share: 0.8 },
];

const svg = readFileSync(path('../demo/icon.svg'), 'utf8');
const background = /<rect [^>]*fill="(#\w+)"/.exec(svg)?.[1];
const address = `data:image/svg+xml;base64,${Buffer.from(svg).toString('base64')}`;
const browser = await chromium.launch({ executablePath: findChromium(), args: ['--no-sandbox', '--disable-gpu'] });
try {
  for (const { name, pixels, share } of ICONS) {
    const page = await browser.newPage({ viewport: { width: pixels, height: pixels } });
    const behind = share < 1 ? background : 'transparent';
    await page.setContent(
      `<body style="margin:0; display:grid; place-items:center; height:100vh; background:${behind}">` +
        `<img src="${address}" style="width:${100 * share}%">`,
    );
    const file = await page.screenshot({ omitBackground: true });
    writeFileSync(path(`../demo/offline/icons/${name}.png`), file);
    console.log(`demo/offline/icons/${name}.png: ${file.length} bytes`);
    await page.close();
  }
} finally {
  await browser.close();
}
