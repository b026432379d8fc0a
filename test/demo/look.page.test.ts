import { describe, expect, test } from 'vitest';
import type { LiveSignals } from '../../demo/audio/live-signals.js';
import { demoSite } from './support/demo-site.js';
import { tone } from './support/files.js';
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

  test.each([
    [1360, 860],
    [1920, 1080],
  ])('one screen of %s × %s holds it all, with everything on and nothing cut off', async (width, height) => {
    const demo = await site.openPlaying({ viewport: { width, height } });
    const { page } = demo;
    await demo.drop(tone(220, 6));
    await demo.waitForState((state) => state.source === 'file');
    await page.keyboard.press('t');
    await page.getByRole('button', { name: 'Gate' }).click();
    await demo.choose('demo-menu.cabinet', '4×12 closed');
    await demo.choose('demo-compare-fader', 'Opto compressor');
    await demo.usesModel('Opto compressor');
    const size = await page.evaluate(() => {
      const { scrollWidth, scrollHeight } = document.documentElement;
      return [scrollWidth, scrollHeight];
    });
    expect(size).toEqual([width, height]);
    const cut = await page.evaluate(() => {
      const main = document.querySelector('demo-app')!.shadowRoot!.querySelector('main')!;
      const panels = [...main.children];
      const boxes = panels.map((panel) => panel.getBoundingClientRect());
      const overlaps = boxes.flatMap((a, i) =>
        boxes.slice(i + 1).filter((b) => a.right > b.left && b.right > a.left && a.bottom > b.top && b.bottom > a.top),
      );
      return overlaps.length + panels.filter((panel) => panel.scrollHeight > panel.clientHeight).length;
    });
    expect(cut).toBe(0);
    await page.screenshot({ path: `${SCREENSHOTS}/dark-everything-${width}.png` });
  });

  test('while files are held over the page, it says where they may go', async () => {
    const { page } = await site.openPlaying();
    const hold = (kind: string) =>
      page.evaluate((type) => {
        const dataTransfer = new DataTransfer();
        dataTransfer.items.add(new File(['x'], 'a.nam'));
        document.body.dispatchEvent(new DragEvent(type, { dataTransfer, bubbles: true, composed: true }));
      }, kind);
    await hold('dragover');
    await page.getByText('Drop it to hear it').waitFor();
    await page.screenshot({ path: `${SCREENSHOTS}/dark-drop.png` });
    await hold('dragleave');
    await page.getByText('Drop it to hear it').waitFor({ state: 'detached' });
  });

  test('who asked for less motion gets a few pictures a second', async () => {
    const demo = await site.openPlaying({ reducedMotion: 'reduce' });
    const intervals = await demo.page.evaluate(() => {
      const { session } = document.querySelector('demo-app') as unknown as { session: { live: LiveSignals } };
      const seconds: number[] = [];
      return new Promise<number[]>((resolve) => {
        session.live.subscribe((live) => {
          seconds.push(live.elapsedSeconds);
          if (seconds.length === 6) resolve(seconds);
        });
      });
    });
    expect(Math.min(...intervals)).toBeGreaterThan(0.1);
  });

  test('the docs lie beside it', async () => {
    const { page, complaints } = await site.open();
    await page.getByRole('link', { name: 'Docs' }).click();
    await page.getByRole('heading', { name: 'Dilatone', level: 1 }).waitFor();
    expect(complaints).toEqual([]);
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
