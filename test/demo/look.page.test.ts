import type { Page } from 'playwright';
import { describe, expect, test } from 'vitest';
import type { LiveSignals } from '../../demo/audio/live-signals.js';
import { demoSite } from './support/demo-site.js';
import { tone } from './support/files.js';
import { SCREENSHOTS } from './support/places.js';

const site = demoSite();

/** Names of the page's parts that lie over others, or whose contents do not fit. */
function cutOff(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const main = document.querySelector('demo-app')!.shadowRoot!.querySelector('main')!;
    const panels = [...main.children].filter((panel) => panel.getBoundingClientRect().height > 0);
    const boxes = panels.map((panel) => panel.getBoundingClientRect());
    return panels.flatMap((panel, i) => {
      const a = boxes[i];
      const over = boxes.some(
        (b, j) => j > i && a.right > b.left + 1 && b.right > a.left + 1 && a.bottom > b.top + 1 && b.bottom > a.top + 1,
      );
      // Facts scroll within their panel where it is low.
      const cut = panel.localName !== 'demo-facts-panel' && panel.scrollHeight > panel.clientHeight + 1;
      return over || cut ? [panel.localName] : [];
    });
  });
}

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
    expect(await cutOff(page)).toEqual([]);
    await page.screenshot({ path: `${SCREENSHOTS}/${colorScheme}-${width}.png`, fullPage: true });
  });

  test.each([
    [1360, 860],
    [1920, 1080],
  ])('at %s × %s a long rig takes a second row, and nothing lies over anything', async (width, height) => {
    const demo = await site.openPlaying({ viewport: { width, height } });
    const { page } = demo;
    await demo.drop(tone(220, 6));
    await demo.waitForState((state) => state.source === 'file');
    await page.keyboard.press('t');
    await demo.choose('demo-block-panel .compare', 'Opto compressor');
    await demo.usesModel('Opto compressor');
    for (const [name, type] of Object.entries({ Compressor: 'compressor', Tone: 'tone', 'Parallel split': 'split' })) {
      await page.locator('.unit[data-unit="output"] .gap').hover();
      await demo.choose('.unit[data-unit="output"] .gap demo-menu', name);
      await page.locator(`demo-block-card[data-type="${type}"]`).waitFor();
    }
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
    expect(await cutOff(page)).toEqual([]);
    await page.screenshot({ path: `${SCREENSHOTS}/dark-everything-${width}.png`, fullPage: true });
  });

  test('forced colours tell what is on, selected and chosen', async () => {
    const demo = await site.openPlaying({ forcedColors: 'active' });
    const { page } = demo;
    const border = (selector: string) =>
      page
        .locator(selector)
        .first()
        .evaluate((node) => getComputedStyle(node).borderTopWidth);
    expect(await border('demo-block-card[selected] .card')).toBe('3px');
    expect(await border('demo-block-card:not([selected]) .card')).toBe('1px');
    const colour = (pressed: boolean) =>
      page
        .locator(`demo-block-card .power[aria-pressed="${pressed}"]`)
        .first()
        .evaluate((node) => getComputedStyle(node).color);
    expect(await colour(true)).not.toBe(await colour(false));
    await page.screenshot({ path: `${SCREENSHOTS}/forced-colours.png` });
  });

  test('on a phone, presets and play stand before the selected block, and graphs are folded away', async () => {
    const demo = await site.openPlaying({ viewport: { width: 320, height: 700 }, hasTouch: true, isMobile: true });
    const { page } = demo;
    const top = async (selector: string) => (await page.locator(selector).first().boundingBox())?.y ?? null;
    const [presets, card] = [await top('demo-preset-row'), await top('demo-block-card[selected]')];
    expect(presets).not.toBeNull();
    expect(presets).toBeLessThan(card!);
    expect(card).toBeLessThan(300);
    await page.locator('demo-network-panel').waitFor({ state: 'hidden' });
    const small = await page.evaluate(() => {
      const below = (root: ParentNode): Element[] =>
        [...root.querySelectorAll('*')].flatMap((node) => [node, ...(node.shadowRoot ? below(node.shadowRoot) : [])]);
      const strip = document.querySelector('demo-app')!.shadowRoot!.querySelector('demo-signal-strip')!.shadowRoot!;
      const rig = ['demo-preset-row', 'demo-rig-strip'].map((name) => strip.querySelector(name)!.shadowRoot!);
      return rig
        .flatMap(below)
        .filter((node) => node.matches('button:not(.value)') && node.getBoundingClientRect().height > 0)
        .filter((node) => node.getBoundingClientRect().height < 38 || node.getBoundingClientRect().width < 38)
        .map((node) => node.outerHTML.slice(0, 80));
    });
    expect(small).toEqual([]);
    await page.getByRole('button', { name: 'Show the network' }).click();
    await page.locator('demo-network-panel').waitFor();
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(320);
  });

  test('a notice moves nothing', async () => {
    const demo = await site.openPlaying();
    const { page } = demo;
    const boxes = () =>
      page.evaluate(() => {
        const main = document.querySelector('demo-app')!.shadowRoot!.querySelector('main')!;
        return [...main.children].map((panel) => JSON.stringify(panel.getBoundingClientRect()));
      });
    const before = await boxes();
    await demo.drop({ name: 'photo.png', type: 'image/png', bytes: Uint8Array.of(1) });
    await demo.notice('photo.png');
    expect(await boxes()).toEqual(before);
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
