import { describe, expect, test } from 'vitest';
import type { DemoPage } from './support/demo-page.js';
import { demoSite } from './support/demo-site.js';
import { tone } from './support/files.js';
import { SCREENSHOTS } from './support/places.js';

const site = demoSite();
const DRAWN = { timeout: 10_000 };

/** The pixels of a canvas that are near the colour of a token, as their places in CSS pixels. */
function litPixels(demo: DemoPage, selector: string, token: string): Promise<{ x: number; y: number }[]> {
  return demo.page.locator(`${selector} canvas`).evaluate((canvas: HTMLCanvasElement, name) => {
    const colour = getComputedStyle(canvas).getPropertyValue(`--${name}`).trim();
    const target = [1, 3, 5].map((start) => Number.parseInt(colour.slice(start, start + 2), 16));
    const copy = new OffscreenCanvas(canvas.width, canvas.height).getContext('2d', { willReadFrequently: true })!;
    copy.drawImage(canvas, 0, 0);
    const { data } = copy.getImageData(0, 0, canvas.width, canvas.height);
    const places: { x: number; y: number }[] = [];
    for (let n = 0; n < data.length / 4; n++) {
      const near = target.every((value, c) => Math.abs(value - data[4 * n + c]) < 24);
      if (near && data[4 * n + 3] > 60) places.push({ x: n % canvas.width, y: Math.floor(n / canvas.width) });
    }
    return places;
  }, token);
}

const sizeOf = (demo: DemoPage, selector: string) =>
  demo.page.locator(`${selector} canvas`).evaluate((canvas: HTMLCanvasElement) => ({
    width: canvas.width,
    height: canvas.height,
  }));

/** The least transparent row of a strip, a little left of its right edge; the lowest of several. */
function brightestRow(demo: DemoPage, selector: string, top: number, rows: number): Promise<number> {
  return demo.page.locator(`${selector} canvas`).evaluate(
    (canvas: HTMLCanvasElement, strip) => {
      const copy = new OffscreenCanvas(canvas.width, canvas.height).getContext('2d', { willReadFrequently: true })!;
      copy.drawImage(canvas, 0, 0);
      // Without the frame.
      const { data } = copy.getImageData(canvas.width - 20, strip.top + 1, 1, strip.rows - 2);
      let best = 0;
      for (let row = 1; row < strip.rows - 2; row++) if (data[4 * row + 3] >= data[4 * best + 3]) best = row;
      return best + 1;
    },
    { top, rows },
  );
}

async function show(demo: DemoPage, tab: string): Promise<void> {
  await demo.page.getByRole('tab', { name: tab }).click();
  await demo.goesOn();
}

describe('what the scopes draw', () => {
  test('a tone of 1 kHz peaks at 1 kHz in the spectrum, in pixels', async () => {
    const demo = await site.openPlaying();
    await demo.drop(tone(1000));
    await demo.page.getByRole('radio', { name: 'File', checked: true }).waitFor();
    await show(demo, 'Spectrum');
    const { width } = await sizeOf(demo, 'demo-spectrum-view');
    // The axis goes from 40 Hz to 20 kHz, right of a margin of 36 pixels.
    const x = 36 + (Math.log(1000 / 40) / Math.log(20_000 / 40)) * (width - 36);
    const peakX = async () => {
      const lit = await litPixels(demo, 'demo-spectrum-view', 'dry');
      const top = Math.min(...lit.map((pixel) => pixel.y));
      return lit.find((pixel) => pixel.y === top)?.x ?? 0;
    };
    await expect.poll(peakX, DRAWN).toBeGreaterThan(x - 6);
    expect(await peakX()).toBeLessThan(x + 6);
    expect(demo.complaints).toEqual([]);
  });

  test('before any sound, bypassed the transfer curve is the diagonal of a square; with the model it bends, more with drive', async () => {
    const demo = await site.open();
    await demo.page.getByRole('button', { name: 'Rig on', exact: true, pressed: true }).click();
    await demo.page.getByRole('tab', { name: 'Transfer curve' }).click();
    const { width, height } = await sizeOf(demo, 'demo-transfer-view');
    const side = Math.min(width - 60, height - 26);
    /** Distance of lit pixels from the diagonal of the square, in pixels along y; the labels left out. */
    const distances = async () => {
      const lit = (await litPixels(demo, 'demo-transfer-view', 'wet')).filter(({ x }) => x >= 48);
      return lit.map(({ x, y }) => Math.abs(y - 6 - (1 - (x - 48) / side) * side));
    };
    await expect
      .poll(async () => {
        const all = await distances();
        // The scale leaves a margin of a twentieth.
        return all.length > 50 && Math.max(...all) < 8;
      }, DRAWN)
      .toBe(true);
    await demo.page.screenshot({ path: `${SCREENSHOTS}/dark-transfer-bypass.png` });
    await demo.page.getByRole('button', { name: 'Rig off', exact: true, pressed: false }).click();
    const bend = async () => Math.max(...(await distances()));
    await expect.poll(bend, DRAWN).toBeGreaterThan(12);
    const before = await demo.picture('demo-transfer-view');
    await demo.page.getByRole('slider', { name: 'Drive' }).press('PageUp');
    await expect.poll(() => demo.picture('demo-transfer-view'), DRAWN).not.toBe(before);
    expect(await demo.page.locator('demo-scope-panel .legend').count()).toBe(0);
    await demo.page.screenshot({ path: `${SCREENSHOTS}/dark-transfer.png` });
  });

  test('the spectrogram of a tone of 1 kHz has its lowest line at 1 kHz, going in and coming out', async () => {
    const demo = await site.openPlaying();
    await demo.drop(tone(1000));
    await demo.page.getByRole('radio', { name: 'File', checked: true }).waitFor();
    await show(demo, 'Spectrogram');
    const { height } = await sizeOf(demo, 'demo-spectrogram-view');
    const rows = Math.floor((height - 8) / 2);
    // The axis goes from 50 Hz to 16 kHz; the strip of wet lies 8 pixels below that of dry.
    const y = (1 - Math.log(1000 / 50) / Math.log(16_000 / 50)) * rows;
    for (const top of [0, rows + 8]) {
      await expect.poll(() => brightestRow(demo, 'demo-spectrogram-view', top, rows), DRAWN).toBeGreaterThan(y - 4);
      expect(await brightestRow(demo, 'demo-spectrogram-view', top, rows)).toBeLessThan(y + 4);
    }
    await demo.page.screenshot({ path: `${SCREENSHOTS}/dark-spectrogram.png` });
    expect(demo.complaints).toEqual([]);
  });

  test('the levels come in from the right, in both colours', async () => {
    const demo = await site.openPlaying();
    await show(demo, 'Levels');
    const { width } = await sizeOf(demo, 'demo-level-view');
    for (const token of ['dry', 'wet']) {
      const newest = async () => (await litPixels(demo, 'demo-level-view', token)).filter(({ x }) => x > width - 60);
      await expect.poll(async () => (await newest()).length, DRAWN).toBeGreaterThan(30);
    }
    await demo.page.screenshot({ path: `${SCREENSHOTS}/dark-levels.png` });
  });

  test('the load of the processor is told, with how often it was late', async () => {
    const demo = await site.openPlaying();
    const value = demo.page.getByRole('meter', { name: 'Processor' });
    await expect.poll(async () => Number(await value.getAttribute('aria-valuenow')), DRAWN).toBeGreaterThan(0);
  });
});
