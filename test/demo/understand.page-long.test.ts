import { describe, expect, test } from 'vitest';
import type { DemoPage } from './support/demo-page.js';
import { demoSite } from './support/demo-site.js';
import { fixture, RANDOM_MODEL, soundFile } from './support/files.js';
import { SCREENSHOTS } from './support/places.js';

const site = demoSite();
const DRAWN = { timeout: 10_000 };

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

  test('its layers are counted once: a head that looks back is none of them, here and in the facts', async () => {
    const demo = await site.open();
    await demo.drop({ name: 'head.nam', bytes: fixture('golden/rich-1-38.nam') });
    await expect.poll(() => demo.fact('Layers'), DRAWN).toBe('22');
    expect(await demo.page.locator('demo-block-card[data-block="amp"] .about').first().textContent()).toContain(
      '22 layers',
    );
    await demo.page
      .getByRole('listbox', { name: /^Network: 22 layers in 3 arrays of 1, 3 and 7 channels, and a head of 5 taps\./ })
      .focus();
    await demo.page.keyboard.press('ArrowDown');
    await demo.page
      .getByText(/^The head · /)
      .first()
      .waitFor();
    await demo.page.keyboard.press('ArrowDown');
    await demo.page
      .getByText(/^Layer 22 · /)
      .first()
      .waitFor();
  });

  test('by keyboard: arrows walk through the layers, Enter lets one be heard alone, another model ends it', async () => {
    const demo = await site.openPlaying();
    await demo.page.getByRole('listbox', { name: /^Network: 20 layers in 2 arrays/ }).focus();
    for (const key of ['ArrowDown', 'ArrowDown', 'Enter']) await demo.page.keyboard.press(key);
    await demo.page.getByRole('heading', { name: 'Layer 19 alone' }).waitFor();
    await demo.page.getByRole('option', { name: /^Layer 19 · dilation 256/, selected: true }).waitFor();
    await demo.drop(RANDOM_MODEL);
    await demo.page.getByRole('heading', { name: /The network/ }).waitFor();
  });
});
