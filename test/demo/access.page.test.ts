import axe from 'axe-core';
import { describe, expect, test } from 'vitest';
import type { RigActions } from '../../demo/rig-state.js';
import type { DemoPage } from './support/demo-page.js';
import { demoSite } from './support/demo-site.js';
import { tone } from './support/files.js';

const site = demoSite();

/** What axe finds that keeps somebody out, one line each. */
async function obstacles({ page }: DemoPage): Promise<string[]> {
  await page.evaluate(axe.source);
  return page.evaluate(async () => {
    const { axe: checker } = window as unknown as { axe: typeof axe };
    const { violations } = await checker.run(document, { resultTypes: ['violations'] });
    return violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${JSON.stringify(target)}`));
  });
}

describe('everybody can use the page', () => {
  test.each([
    ['dark', 1360, 860],
    ['light', 1360, 860],
    ['light', 360, 740],
  ] as const)('axe finds no serious obstacle in %s at %s × %s', async (colorScheme, width, height) => {
    const demo = await site.open({ colorScheme, viewport: { width, height }, reducedMotion: 'reduce' });
    const { page } = demo;
    expect(await obstacles(demo)).toEqual([]);
    await demo.drop(tone(220), { name: 'photo.png', type: 'image/png', bytes: Uint8Array.of(1) });
    await demo.waitForState((state) => state.source === 'file');
    await demo.playButton.click();
    await demo.waitForState((state) => state.playback === 'playing');
    await page.keyboard.press('t');
    await demo.choose('demo-block-panel .compare', 'Triode crunch');
    await page.locator('demo-compare-card').waitFor();
    expect(await obstacles(demo)).toEqual([]);
    // The tuner lies over what it mutes.
    await page.keyboard.press('t');
    await page.locator('demo-block-card[data-block="cabinet"] .file button').first().click();
    expect(await obstacles(demo)).toEqual([]);
    await page.keyboard.press('Escape');
    await page.evaluate(() => {
      const { session } = document.querySelector('demo-app') as unknown as { session: { rig: RigActions } };
      session.rig.select('equalizer');
    });
    expect(await obstacles(demo)).toEqual([]);
    const fold = page.getByRole('button', { name: 'Show the network' });
    if (await fold.isVisible()) await fold.click();
    for (const tab of ['Spectrum', 'Spectrogram', 'Transfer curve', 'Levels']) {
      await page.getByRole('tab', { name: tab }).click();
      expect(await obstacles(demo)).toEqual([]);
    }
    await page.getByRole('radio', { name: 'Microphone' }).click();
    await demo.waitForState((state) => state.source === 'microphone');
    await demo.choosesBuiltin('Opto compressor');
    expect(await obstacles(demo)).toEqual([]);
    await page.getByRole('link', { name: 'Explore', exact: true }).click();
    await page.getByText('at the same cost').waitFor();
    expect(await obstacles(demo)).toEqual([]);
    await page.locator('demo-term button').first().click();
    await page.getByRole('button', { name: 'Source of the arithmetic' }).click();
    expect(await obstacles(demo)).toEqual([]);
  });

  test('menus work by keyboard: arrows walk, escape closes and gives the focus back', async () => {
    const { page } = await site.open();
    const cabinet = 'demo-block-card[data-block="cabinet"]';
    const opener = page.locator(`${cabinet} .file button`).first();
    await opener.focus();
    await page.keyboard.press('ArrowDown');
    await page.getByRole('menuitemradio', { name: '1×12 open' }).waitFor();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.locator(`${cabinet} .title`, { hasText: '1×12 open' }).waitFor();
    await opener.focus();
    await page.keyboard.press('ArrowDown');
    await page.locator(`${cabinet} .file [role=menuitemradio]:focus`).waitFor();
    await page.keyboard.press('Escape');
    await page.locator(`${cabinet} .file [popover]`).waitFor({ state: 'hidden' });
    await expect.poll(() => opener.evaluate((button: HTMLElement) => button.matches(':focus'))).toBe(true);
  });

  test('a menu opens above its button where it does not fit below, and follows when the page scrolls', async () => {
    const { page } = await site.open({ viewport: { width: 320, height: 560 } });
    // As if the button stood further down.
    await page.evaluate(() => {
      document.body.style.paddingTop = '300px';
    });
    const opener = page.locator('demo-take-away-chip button').first();
    const menu = page.locator('demo-take-away-chip [popover]');
    await opener.click();
    const gapAbove = async () => {
      const [button, box] = [(await opener.boundingBox())!, (await menu.boundingBox())!];
      expect(box.x).toBeGreaterThanOrEqual(0);
      expect(box.x + box.width).toBeLessThanOrEqual(320);
      return button.y - (box.y + box.height);
    };
    const gap = await gapAbove();
    expect(gap).toBeGreaterThan(0);
    await page.evaluate(() => scrollTo(0, 60));
    await expect.poll(gapAbove).toBeCloseTo(gap, 0);
  });

  test('after a choice with the pointer, space plays instead of opening the menu again', async () => {
    const demo = await site.open();
    await demo.choose('demo-block-card[data-block="cabinet"] .file', '1×12 open');
    await demo.page.locator('demo-block-card[data-block="cabinet"] .file [popover]').waitFor({ state: 'hidden' });
    await demo.page.keyboard.press('Space');
    await demo.hearsSound();
  });
});
