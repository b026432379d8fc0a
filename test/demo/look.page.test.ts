import { describe, expect, test } from 'vitest';
import { demoSite } from './support/demo-site.js';
import { SCREENSHOTS } from './support/places.js';

const site = demoSite();

describe("the page's look", () => {
  test('shows itself and the model before the first click, asks nobody for anything, and makes no complaint', async () => {
    const demo = await site.open();
    const { page, complaints, strangers } = demo;
    await page.locator('demo-network-view').waitFor();
    expect(await demo.modelName()).toBe('Triode crunch');
    expect(await demo.fact('Receptive field')).toMatch(/^[\d ]+ frames · \d+ ms$/);
    await page.screenshot({ path: `${SCREENSHOTS}/dark-first.png` });
    expect(strangers).toEqual([]);
    expect(complaints).toEqual([]);
  });

  test.each([
    [1360, 860, 'dark'],
    [1360, 860, 'light'],
    [390, 844, 'dark'],
    [390, 844, 'light'],
    [820, 1180, 'light'],
    [360, 740, 'dark'],
    [2200, 1200, 'dark'],
  ] as const)('fits %s × %s in %s: nothing sticks out at the side', async (width, height, colorScheme) => {
    const demo = await site.openPlaying({ viewport: { width, height }, colorScheme });
    const { page } = demo;
    const sizes = () =>
      page.evaluate(() => {
        const { scrollWidth, scrollHeight } = document.documentElement;
        return { scrollWidth, scrollHeight };
      });
    expect((await sizes()).scrollWidth).toBe(width);
    if (width >= 1100) expect((await sizes()).scrollHeight).toBe(height);
    await page.screenshot({ path: `${SCREENSHOTS}/${colorScheme}-${width}.png`, fullPage: true });
  });

  test('the theme can be chosen, and is remembered', async () => {
    const demo = await site.open();
    const { page } = demo;
    const background = () => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
    const dark = await background();
    await page.getByRole('button', { name: 'Dark or light' }).click();
    const light = await background();
    expect(light).not.toBe(dark);
    await page.reload();
    await demo.playButton.waitFor();
    expect(await background()).toBe(light);
  });
});
