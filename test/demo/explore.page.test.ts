import { readFile } from 'node:fs/promises';
import type { Locator } from 'playwright';
import { describe, expect, test } from 'vitest';
import type { DemoPage } from './support/demo-page.js';
import { demoSite } from './support/demo-site.js';
import { SCREENSHOTS } from './support/places.js';

const site = demoSite();
const DRAWN = { timeout: 10_000 };

async function openExplore(demo: DemoPage): Promise<void> {
  await demo.page.getByRole('link', { name: 'Explore', exact: true }).click();
  await demo.page.locator('demo-stack-view').first().waitFor();
}

/** What the cards say became of the impulse: plain, dilated, strided, pooled. */
function impulses(demo: DemoPage): Promise<string[]> {
  return demo.page.locator('demo-stack-card dd.impulse').allTextContents();
}

/** Bars of the measured answer in a stack's view: the runs of wet pixels along a line just above its base. */
function countBars(demo: DemoPage, kind: string): Promise<number> {
  return demo.page.locator(`demo-stack-card.${kind} demo-stack-view canvas`).evaluate((canvas: HTMLCanvasElement) => {
    const colour = getComputedStyle(canvas).getPropertyValue('--wet').trim();
    const target = [1, 3, 5].map((start) => Number.parseInt(colour.slice(start, start + 2), 16));
    const copy = new OffscreenCanvas(canvas.width, canvas.height).getContext('2d', { willReadFrequently: true })!;
    copy.drawImage(canvas, 0, 0);
    const { data } = copy.getImageData(0, canvas.height - 18 - 2, canvas.width, 1);
    let bars = 0;
    let inside = false;
    for (let x = 0; x < canvas.width; x++) {
      const lit = data[4 * x + 3] > 128 && target.every((value, c) => Math.abs(value - data[4 * x + c]) < 24);
      if (lit && !inside) bars++;
      inside = lit;
    }
    return bars;
  });
}

/** The bytes of the file that a click saves. */
async function saved(demo: DemoPage, button: Locator): Promise<{ name: string; bytes: Buffer }> {
  const [download] = await Promise.all([demo.page.waitForEvent('download'), button.click()]);
  return { name: download.suggestedFilename(), bytes: await readFile(await download.path()) };
}

async function savedCsv(demo: DemoPage, name: string): Promise<{ header: string; rows: number[][] }> {
  const { bytes } = await saved(demo, demo.page.getByRole('button', { name: `Save ${name} as CSV` }));
  const [header, ...lines] = bytes.toString('utf8').trimEnd().split('\r\n');
  return {
    header,
    rows: lines.map((line) => line.split(',').map((value) => (value === '' ? Number.NaN : Number(value)))),
  };
}

describe('places', () => {
  test('have addresses, go back and forth, and one sound goes on between them', async () => {
    const demo = await site.openPlaying({ hash: '#model=triode-lead&drive=5' });
    const { page } = demo;
    await page.getByRole('slider', { name: 'Drive' }).press('ArrowUp');
    expect(await page.locator('demo-explore').count()).toBe(0);
    const nav = page.getByRole('navigation', { name: 'Places' });
    await nav.getByRole('link', { name: 'Explore' }).press('Enter');
    await page.getByRole('heading', { name: 'Explore dilation' }).waitFor();
    expect(new URL(page.url()).hash).toBe('#explore');
    expect(await page.title()).toBe('Explore · Dilatone');
    expect(await nav.getByRole('link', { name: 'Explore' }).getAttribute('aria-current')).toBe('page');
    expect(await nav.getByRole('link', { name: 'Play' }).getAttribute('aria-current')).toBeNull();
    // The focus is in the place: the next stop is its first word.
    await page.keyboard.press('Tab');
    await page.locator('demo-term[name=frame] button:focus').waitFor();
    const position = await demo.position();
    await expect.poll(() => demo.position(), DRAWN).not.toBe(position);
    await page.goBack();
    await page.getByRole('button', { name: 'Pause', exact: true }).waitFor();
    expect(await page.getByRole('heading', { name: 'Explore dilation' }).isVisible()).toBe(false);
    // Going back follows no link: the knob stays where the visitor left it.
    expect(await page.getByRole('slider', { name: 'Drive' }).getAttribute('aria-valuenow')).toBe('6');
    await page.goForward();
    await page.getByRole('heading', { name: 'Explore dilation' }).waitFor();
    await page.reload();
    await page.getByRole('heading', { name: 'Explore dilation' }).waitFor();
    await page.evaluate(() => {
      location.hash = '#model=diode-drive&drive=-3';
    });
    await demo.usesModel('Diode');
    expect(await page.getByRole('slider', { name: 'Drive' }).getAttribute('aria-valuenow')).toBe('-3');
    expect(demo.complaints).toEqual([]);
  });
});

describe('Explore', () => {
  test('shows as many answers as each stack hears, moves them with the impulse, and says what falls into holes', async () => {
    const demo = await site.open();
    const { page } = demo;
    await openExplore(demo);
    await expect.poll(() => countBars(demo, 'dilated'), DRAWN).toBe(15);
    expect([await countBars(demo, 'plain'), await countBars(demo, 'strided')]).toEqual([7, 2]);
    const set = async (name: string, keys: readonly string[]) => {
      await page.getByRole('slider', { name }).focus();
      for (const key of keys) await page.keyboard.press(key);
    };
    await page.screenshot({ path: `${SCREENSHOTS}/dark-explore.png`, fullPage: true });
    await set('Layers', ['ArrowRight']);
    await page.getByRole('radio', { name: '1, 2, 4, 8' }).last().click();
    const sentences = page.locator('demo-explore .sentences');
    await expect
      .poll(async () => (await sentences.textContent())?.replaceAll('\u00a0', ' '))
      .toContain('only 39 % of the frames reach an output');
    await set('Impulse', ['Home', ...new Array<string>(30).fill('ArrowLeft')]);
    await expect
      .poll(() => impulses(demo), DRAWN)
      .toEqual(['heard in 9 outputs', 'heard in 31 outputs', 'gone: no output hears it', 'gone: no output hears it']);
    await page.screenshot({ path: `${SCREENSHOTS}/dark-explore-holes.png`, fullPage: true });
    // By pointer: to the current frame, which every stack hears.
    const box = (await page.locator('demo-stack-card.strided demo-stack-view').boundingBox())!;
    await page.mouse.move(box.x + box.width / 2, box.y + 60);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width - 9, box.y + 60, { steps: 4 });
    await page.mouse.up();
    await expect
      .poll(async () => (await impulses(demo)).every((words) => words.startsWith('heard in 1 output')))
      .toBe(true);
    await page.getByRole('button', { name: 'Dark or light' }).click();
    const row = (name: string) => page.locator('demo-order-table tbody tr', { hasText: name });
    await expect
      .poll(() => row('Pooled, largest').locator('td').allTextContents(), DRAWN)
      .toEqual(['1.000', '1.000', 'no']);
    const before = await row('Dilated').locator('td').allTextContents();
    expect(before[2]).toBe('yes');
    await page.getByRole('button', { name: 'Swap them' }).click();
    expect(await row('Dilated').locator('td').allTextContents()).toEqual([before[1], before[0], 'yes']);
    expect((await page.locator('.fields').textContent())?.replace(/[\u00a0\u202f]/g, ' ')).toContain(
      '20 layers. Plain they would hear 41 frames, 0.85 ms; dilated 4 093, 85 ms, at the same cost.',
    );
    const term = page.locator('demo-term[name=causal]');
    await term.getByRole('button').focus();
    await page.keyboard.press('Enter');
    await term.getByRole('tooltip').waitFor();
    await page.screenshot({ path: `${SCREENSHOTS}/light-explore.png`, fullPage: true });
    await page.keyboard.press('Escape');
    await term.getByRole('tooltip').waitFor({ state: 'hidden' });
    await page.getByRole('button', { name: 'Source of the arithmetic' }).click();
    await page.getByText('export function coverageOf').waitFor();
    expect(demo.complaints).toEqual([]);
  });

  test('fits a phone, and is moved by touch', async () => {
    const demo = await site.open({ viewport: { width: 390, height: 740 }, hasTouch: true });
    await demo.page.getByRole('link', { name: 'Explore', exact: true }).tap();
    await demo.page.locator('demo-stack-view').first().waitFor();
    for (const width of [390, 320]) {
      await demo.page.setViewportSize({ width, height: 740 });
      expect(await demo.page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
      await demo.page.screenshot({ path: `${SCREENSHOTS}/dark-explore-${width}.png`, fullPage: true });
    }
    await demo.page.locator('demo-term[name=tap]').getByRole('button').tap();
    const tip = (await demo.page.getByRole('tooltip').filter({ visible: true }).boundingBox())!;
    expect(tip.x).toBeGreaterThanOrEqual(0);
    expect(tip.x + tip.width).toBeLessThanOrEqual(320);
    const view = demo.page.locator('demo-stack-card.plain demo-stack-view');
    const box = (await view.boundingBox())!;
    await view.tap({ position: { x: box.width - 9, y: 40 } });
    await expect.poll(async () => (await impulses(demo))[0]).toBe('heard in 1 output so far');
  });
});

describe('plots are saved', () => {
  test('as numbers with units and as pictures', async () => {
    const demo = await site.openPlaying();
    const { page } = demo;
    const png = await saved(demo, page.getByRole('button', { name: 'Save waveform as PNG' }));
    expect(png.name).toBe('dilatone waveform.png');
    expect([...png.bytes.subarray(1, 4)].map((byte) => String.fromCharCode(byte)).join('')).toBe('PNG');
    const wave = await savedCsv(demo, 'waveform');
    expect(wave.header).toBe('time (ms),dry (full scale = 1),wet (full scale = 1)');
    expect(wave.rows.at(-1)![0]).toBeCloseTo((1000 * (wave.rows.length - 1)) / 48_000, 3);
    const scopes = [
      ['Spectrum', 'spectrum', 'frequency (Hz),dry (dBFS),wet (dBFS)', 4096],
      ['Levels', 'levels', 'time (s),dry (dBFS),wet (dBFS)', 2],
      ['Transfer curve', 'transfer', 'dry (full scale = 1),wet (full scale = 1)', 3000],
    ] as const;
    for (const [tab, name, header, least] of scopes) {
      await page.getByRole('tab', { name: tab }).click();
      let table = await savedCsv(demo, name);
      // The sweep takes a moment.
      while (table.rows.length < least) table = await savedCsv(demo, name);
      expect(table.header).toBe(header);
    }
    await page.getByRole('tab', { name: 'Spectrogram' }).click();
    await demo.goesOn();
    const spectra = await savedCsv(demo, 'spectrogram');
    expect(spectra.header).toMatch(/^time \(s\),dry at 50 Hz \(dBFS\)/);
    expect(spectra.rows[0]).toHaveLength(spectra.header.split(',').length);
    await openExplore(demo);
    const stack = await savedCsv(demo, 'strided stack');
    expect(stack.header).toContain('time (frames),');
    expect(stack.rows.filter(([, reaches]) => reaches === 1)).toHaveLength(15);
    const fields = await savedCsv(demo, 'receptive fields');
    expect(fields.rows.at(-1)).toEqual([20, 512, 4093, 41]);
    expect(demo.complaints).toEqual([]);
  });
});
