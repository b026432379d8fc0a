import { describe, expect, test } from 'vitest';
import { demoSite } from './support/demo-site.js';
import { soundFile, tone } from './support/files.js';

const site = demoSite();

/** Long enough for sounds to have gone through everything. */
const HEARD = { timeout: 10_000 };

describe('around the model', () => {
  test('the gate silences what is below its threshold, and nothing when it is off', async () => {
    const demo = await site.openPlaying();
    await demo.drop(
      soundFile(
        'hum.wav',
        Float32Array.from({ length: 48_000 }, (_, t) => 0.003 * Math.sin(t / 100)),
      ),
    );
    await demo.waitForState((state) => state.source === 'file');
    const peak = () => demo.live((live) => live.dry.reduce((highest, x) => Math.max(highest, Math.abs(x)), 0));
    await expect.poll(peak, HEARD).toBeLessThan(0.004);
    await demo.page.getByRole('button', { name: 'Gate' }).click();
    await demo.page.getByRole('slider', { name: 'Gate threshold' }).fill('-40');
    await expect.poll(peak, HEARD).toBe(0);
    await demo.page.getByRole('button', { name: 'Gate' }).click();
    await expect.poll(peak, HEARD).toBeGreaterThan(0.002);
    expect(demo.complaints).toEqual([]);
  });

  test('a response dropped on Cabinet is what the sound goes through: a late impulse delays it', async () => {
    const demo = await site.openPlaying();
    const { page } = demo;
    await page.keyboard.press('b');
    const late = new Float32Array(480);
    late[479] = 0.3;
    await demo.dropOn('demo-menu.cabinet', soundFile('late.wav', late));
    await page.locator('demo-menu.cabinet', { hasText: 'late' }).waitFor();
    const delayed = () =>
      demo.live(({ dry, wet }) => {
        const differs = wet.slice(479).some((x, t) => Math.abs(x - dry[t]) > 1e-3);
        return !differs && dry.some((x) => Math.abs(x) > 0.01);
      });
    await expect.poll(delayed, HEARD).toBe(true);
    await demo.choose('demo-menu.cabinet', 'None');
    const direct = () => demo.live(({ dry, wet }) => wet.every((x, t) => Math.abs(x - dry[t]) < 1e-6));
    await expect.poll(direct, HEARD).toBe(true);
    await demo.choose('demo-menu.cabinet', '4×12 closed');
    await demo.goesOn();
    expect(demo.complaints).toEqual([]);
  });

  test('the output can be as loud as the file makes it, and back', async () => {
    const demo = await site.openPlaying();
    await demo.choose('demo-menu.output', 'Raw');
    await demo.page.locator('demo-menu.output', { hasText: 'Output Raw' }).waitFor();
    await demo.goesOn();
    await demo.choose('demo-menu.output', 'Normalized');
    await demo.page.locator('demo-menu.output', { hasText: 'Output Normalized' }).waitFor();
    expect(demo.complaints).toEqual([]);
  });

  test('the built-in sounds can be chosen, and a part of a file repeats', async () => {
    const demo = await site.openPlaying();
    const { page } = demo;
    for (const name of ['Bass line', 'Drum loop', 'Sung vowels']) {
      await demo.choose('demo-source-card', name);
      await demo.goesOn();
    }
    await demo.drop(tone(220, 6));
    await page.getByRole('slider', { name: 'Place in the file' }).waitFor();
    await page.locator('demo-file-view [part="region"], demo-file-view .wave *').first().waitFor({ state: 'attached' });
    await page.getByRole('button', { name: 'Loop' }).click();
    await demo.waitForState((state) => state.loop !== null);
    await page.getByRole('slider', { name: 'Place in the file' }).focus();
    await page.keyboard.press('Home');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press(']');
    await demo.waitForState((state) => state.loop !== null && state.loop.endSeconds - state.loop.startSeconds < 1.9);
    const inLoop = () =>
      page.evaluate(() => {
        const { session } = document.querySelector('demo-app') as unknown as {
          session: {
            sources: { seconds: number };
            store: { value: { loop: { startSeconds: number; endSeconds: number } } };
          };
        };
        const { startSeconds, endSeconds } = session.store.value.loop;
        return session.sources.seconds >= startSeconds - 0.01 && session.sources.seconds <= endSeconds + 0.01;
      });
    await demo.goesOn();
    for (let i = 0; i < 5; i++) expect(await inLoop()).toBe(true);
    await page.getByRole('button', { name: 'Loop' }).click();
    await demo.waitForState((state) => state.loop === null);
    expect(demo.complaints).toEqual([]);
  });
});
