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
    await demo.page.evaluate(() => {
      const app = document.querySelector('demo-app') as unknown as {
        session: { rig: { setBypass(id: string, bypass: boolean): void } };
      };
      app.session.rig.setBypass('amp', true);
      app.session.rig.setBypass('cabinet', true);
    });
    const peak = () => demo.live((live) => live.wet.reduce((highest, x) => Math.max(highest, Math.abs(x)), 0));
    await expect.poll(peak, HEARD).toBeLessThan(0.004);
    await demo.page.getByRole('button', { name: 'Gate: on' }).click();
    const threshold = demo.page.getByRole('slider', { name: 'Thresh.' });
    await threshold.focus();
    await threshold.press('Enter');
    await demo.page.keyboard.type('-40');
    await demo.page.keyboard.press('Enter');
    await expect.poll(peak, HEARD).toBeLessThan(1e-5);
    await demo.page.getByRole('button', { name: 'Gate: on' }).click();
    await expect.poll(peak, HEARD).toBeGreaterThan(0.002);
    expect(demo.complaints).toEqual([]);
  });

  test('a response dropped on Cabinet is what the sound goes through: one upside down turns it over', async () => {
    const demo = await site.openPlaying();
    const { page } = demo;
    await page.evaluate(() => {
      const app = document.querySelector('demo-app') as unknown as {
        session: { rig: { setBypass(id: string, bypass: boolean): void } };
      };
      app.session.rig.setBypass('amp', true);
    });
    const turned = new Float32Array(480);
    turned[0] = -0.3;
    await demo.dropOn('demo-block-card[data-block="cabinet"] article', soundFile('turned.wav', turned));
    await page.locator('demo-block-card[data-block="cabinet"] .title', { hasText: 'turned' }).waitFor();
    const isTurned = () =>
      demo.live(({ dry, wet }) => {
        const highest = (sound: Float32Array) => sound.reduce((peak, x) => Math.max(peak, Math.abs(x)), 0);
        const gain = highest(wet) / highest(dry);
        return highest(dry) > 0.01 && dry.every((x, t) => Math.abs(wet[t] + gain * x) < 1e-3);
      });
    await expect.poll(isTurned, HEARD).toBe(true);
    await demo.page.getByRole('button', { name: 'turned: on' }).click();
    const direct = () => demo.live(({ dry, wet }) => wet.every((x, t) => Math.abs(x - dry[t]) < 1e-6));
    await expect.poll(direct, HEARD).toBe(true);
    await demo.page.getByRole('button', { name: 'turned: on' }).click();
    await demo.choose('demo-block-card[data-block="cabinet"] .file', '4×12 closed');
    await demo.goesOn();
    expect(demo.complaints).toEqual([]);
  });

  test('the output can be as loud as the file makes it, and back', async () => {
    const demo = await site.openPlaying();
    await demo.page.getByRole('radio', { name: 'Raw' }).click();
    await demo.page.getByRole('radio', { name: 'Raw', checked: true }).waitFor();
    await demo.goesOn();
    await demo.page.getByRole('radio', { name: 'Normalized' }).click();
    await demo.page.getByRole('radio', { name: 'Normalized', checked: true }).waitFor();
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
