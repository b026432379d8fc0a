import { describe, expect, test } from 'vitest';
import type { DemoPage } from './support/demo-page.js';
import { demoSite } from './support/demo-site.js';
import { RANDOM_MODEL, soundFile } from './support/files.js';
import { SCREENSHOTS } from './support/places.js';

const site = demoSite();
const DRAWN = { timeout: 10_000 };

/** Bars of the measured response in a stack's view: the runs of wet pixels along a line just above its base. */
function countBars(demo: DemoPage, kind: string): Promise<number> {
  return demo.page.locator(`section.${kind} demo-stack-view canvas`).evaluate((canvas: HTMLCanvasElement) => {
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

/** Levels of all layers now, by what the view draws them from. */
function layerLevels(demo: DemoPage): Promise<number[]> {
  return demo.page.evaluate(() => {
    const { session } = document.querySelector('demo-app') as unknown as {
      session: {
        live: { network: { layers: { levelOf(signal: number): number } } };
        store: {
          value: { rig: { blocks: { amp: { model: { picture: { bands: { layers: { input: number }[] }[] } } } } } };
        };
      };
    };
    const { bands } = session.store.value.rig.blocks.amp.model.picture;
    const { layers } = session.live.network;
    return bands.flatMap((band) => band.layers.map((layer) => layers.levelOf(layer.input)));
  });
}

describe('the explorer of dilation', () => {
  test('lights up exactly the receptive field: 7 frames, 15 with holes, 15', async () => {
    const demo = await site.open();
    await demo.page.getByRole('tab', { name: 'Explore dilation' }).click();
    await expect.poll(() => countBars(demo, 'dilated'), DRAWN).toBe(15);
    expect(await countBars(demo, 'plain')).toBe(7);
    expect(await countBars(demo, 'strided')).toBe(2);
    const sentence = demo.page.locator('demo-dilation-explorer .sentence');
    expect(await sentence.textContent()).toContain('the strided one 15, with holes and an eighth of the resolution');
    await demo.page.screenshot({ path: `${SCREENSHOTS}/dark-explore.png` });
    await demo.page.getByRole('slider', { name: 'Layers' }).focus();
    await demo.page.keyboard.press('ArrowRight');
    await expect.poll(() => countBars(demo, 'dilated'), DRAWN).toBe(31);
    expect(await countBars(demo, 'plain')).toBe(9);
    await demo.page.getByRole('slider', { name: 'Kernel size' }).focus();
    await demo.page.keyboard.press('ArrowLeft');
    await expect.poll(() => countBars(demo, 'dilated'), DRAWN).toBe(16);
    await demo.page.getByRole('button', { name: 'Dark or light' }).click();
    await demo.page.screenshot({ path: `${SCREENSHOTS}/light-explore.png` });
    expect(demo.complaints).toEqual([]);
  });

  test.each([
    [1360, 860],
    [360, 740],
  ])('fits %i × %i', async (width, height) => {
    const demo = await site.open({ viewport: { width, height }, colorScheme: 'light' });
    await demo.page.getByRole('tab', { name: 'Explore dilation' }).click();
    await demo.page.locator('demo-stack-view').first().waitFor();
    const page = await demo.page.evaluate(() => ({
      width: document.documentElement.scrollWidth,
      height: document.documentElement.scrollHeight,
    }));
    expect(page.width).toBe(width);
    if (width > 1000) expect(page.height).toBe(height);
    await demo.page.screenshot({ path: `${SCREENSHOTS}/light-explore-${width}.png`, fullPage: true });
  });
});

describe('the network, running', () => {
  test('its ribbons move while the sound does, and rest in silence', async () => {
    const demo = await site.openPlaying();
    await expect.poll(async () => Math.min(...(await layerLevels(demo))), DRAWN).toBeGreaterThan(1e-4);
    const before = await demo.picture('demo-network-view');
    await demo.goesOn();
    expect(await demo.picture('demo-network-view')).not.toBe(before);
    await demo.page.screenshot({ path: `${SCREENSHOTS}/dark-network.png` });
    await demo.drop(soundFile('silence.wav', new Float32Array(48_000)));
    await demo.page.getByRole('radio', { name: 'File', checked: true }).waitFor();
    await expect.poll(async () => Math.max(...(await layerLevels(demo))), DRAWN).toBeLessThan(1e-3);
    expect(demo.complaints).toEqual([]);
  });

  test('a layer that is pointed at says what it does; a click lets it be heard alone, Escape all of them', async () => {
    const demo = await site.openPlaying();
    const { page } = demo;
    const view = page.locator('demo-network-view');
    await view.hover({ position: { x: 400, y: 90 } });
    await page
      .getByText(/Layer \d+ · dilation \d+ · looks back .* of the work · click to hear it alone/)
      .first()
      .waitFor();
    await page.screenshot({ path: `${SCREENSHOTS}/dark-layer-hover.png` });
    await view.click({ position: { x: 400, y: 90 } });
    await page.getByRole('heading', { name: /Layer \d+ alone/ }).waitFor();
    // The layers above have nothing to do, those below go on.
    await expect
      .poll(async () => {
        const levels = await layerLevels(demo);
        return [levels[0], levels.at(-1)! > 1e-4];
      }, DRAWN)
      .toEqual([0, true]);
    await demo.goesOn();
    await page.screenshot({ path: `${SCREENSHOTS}/dark-layer-alone.png` });
    await page.keyboard.press('Escape');
    await expect.poll(async () => (await layerLevels(demo))[0], DRAWN).toBeGreaterThan(1e-4);
    await demo.goesOn();
    expect(demo.complaints).toEqual([]);
  });

  test('by keyboard: arrows walk through the layers, Enter lets one be heard alone, another model ends it', async () => {
    const demo = await site.openPlaying();
    await demo.page.locator('demo-network-view').focus();
    for (const key of ['ArrowDown', 'ArrowDown', 'Enter']) await demo.page.keyboard.press(key);
    await demo.page.getByRole('heading', { name: /Layer \d+ alone/ }).waitFor();
    await demo.drop(RANDOM_MODEL);
    await demo.page.getByRole('heading', { name: /The network/ }).waitFor();
  });
});
