import { describe, expect, test } from 'vitest';
import type { DemoState } from '../../demo/state.js';
import { demoSite } from './support/demo-site.js';
import { tone } from './support/files.js';
import { SCREENSHOTS } from './support/places.js';

const site = demoSite();

/** How long a scope may take to show a sound: the riff has soft moments. */
const DRAWN = { timeout: 10_000 };

describe('playing', () => {
  test('plays with the first click: the meters rise and the scopes draw dry and wet', async () => {
    const demo = await site.openPlaying();
    const { page, complaints } = demo;
    expect(await demo.fact('Engine')).toContain('WebAssembly');
    expect(await demo.fact('Added latency')).toBe('0 frames');
    const before = await demo.picture('demo-waveform-view');
    await demo.goesOn();
    expect(await demo.picture('demo-waveform-view')).not.toBe(before);
    await expect.poll(() => demo.countPixels('demo-waveform-view', 'dry'), DRAWN).toBeGreaterThan(300);
    await expect.poll(() => demo.countPixels('demo-waveform-view', 'wet'), DRAWN).toBeGreaterThan(300);
    await page.screenshot({ path: `${SCREENSHOTS}/dark-playing.png` });
    await page.getByRole('tab', { name: 'Spectrum' }).click();
    await demo.goesOn();
    await expect.poll(() => demo.countPixels('demo-spectrum-view', 'dry'), DRAWN).toBeGreaterThan(300);
    await expect.poll(() => demo.countPixels('demo-spectrum-view', 'wet'), DRAWN).toBeGreaterThan(300);
    await page.screenshot({ path: `${SCREENSHOTS}/dark-spectrum.png` });
    expect(complaints).toEqual([]);
  });

  test('keeps the output of the built-in sound 3 dB below full scale, and well above silence', async () => {
    const demo = await site.openPlaying();
    const { page } = demo;
    const loudest = await page.evaluate(async () => {
      const app = document.querySelector('demo-app') as unknown as { session: { live: { wetPeak: number } } };
      const started = performance.now();
      let peak = 0;
      while (performance.now() - started < 16_000) {
        await new Promise(requestAnimationFrame);
        peak = Math.max(peak, app.session.live.wetPeak);
      }
      return peak;
    });
    expect(20 * Math.log10(loudest)).toBeLessThan(-3);
    expect(20 * Math.log10(loudest)).toBeGreaterThan(-15);
  });

  test('a dropped tone is played, and the spectrum peaks where it lies', async () => {
    const demo = await site.openPlaying();
    const { page } = demo;
    await demo.drop(tone(1000));
    await page.getByRole('radio', { name: 'File', checked: true }).waitFor();
    await page.getByRole('tab', { name: 'Spectrum' }).click();
    await demo.goesOn();
    const peakHz = await page.evaluate(() => {
      const app = document.querySelector('demo-app') as unknown as {
        session: { live: { spectrumDb(which: 'dry'): Float32Array; sampleRate: number } };
      };
      const bins = app.session.live.spectrumDb('dry');
      return (bins.indexOf(Math.max(...bins)) * app.session.live.sampleRate) / (2 * bins.length);
    });
    expect(peakHz).toBeGreaterThan(990);
    expect(peakHz).toBeLessThan(1010);
    await page.getByRole('radio', { name: 'Sound' }).click();
    await demo.goesOn();
  });

  test('a click into the waveform jumps there, in a built-in sound and in a file, where a drag repeats a part', async () => {
    const demo = await site.openPlaying();
    const { page, complaints } = demo;
    const clickAt = async (selector: string, share: number) => {
      const { x, y, width, height } = (await page.locator(selector).boundingBox())!;
      await page.mouse.click(x + share * width, y + height / 2);
    };
    await clickAt('demo-clip-view', 0.5);
    const { seconds } = await page.evaluate(() => {
      const app = document.querySelector('demo-app') as unknown as { session: { store: { value: DemoState } } };
      return app.session.store.value.clip!;
    });
    await expect.poll(() => demo.position()).toBeGreaterThan(0.5 * seconds);
    expect(await demo.position()).toBeLessThan(0.9 * seconds);

    await demo.drop(tone(220, 20));
    await page.getByRole('slider', { name: 'Place in the file' }).waitFor();
    await demo.goesOn();
    await clickAt('demo-file-view .wave', 0.5);
    await expect.poll(() => demo.position()).toBeGreaterThan(9.8);
    expect(await demo.position()).toBeLessThan(18);
    const wave = (await page.locator('demo-file-view .wave').boundingBox())!;
    await page.mouse.move(wave.x + 0.2 * wave.width, wave.y + 20);
    await page.mouse.down();
    await page.mouse.move(wave.x + 0.3 * wave.width, wave.y + 20, { steps: 5 });
    await page.mouse.up();
    await demo.waitForState(({ loop }) => loop !== null && loop.startSeconds > 3 && loop.endSeconds < 7);
    await expect.poll(() => demo.position()).toBeLessThan(6.5);
    await demo.goesOn();
    expect(complaints).toEqual([]);
  });

  test('bypassed, the output is the input', async () => {
    const demo = await site.openPlaying();
    const { page } = demo;
    await page.getByRole('button', { name: 'Rig on' }).click();
    await page.waitForFunction(() => {
      const { live } = (
        document.querySelector('demo-app') as unknown as {
          session: { live: { dry: Float32Array; wet: Float32Array } };
        }
      ).session;
      const same = live.dry.every((x, t) => Math.abs(x - live.wet[t]) < 1e-6);
      return same && live.dry.some((x) => Math.abs(x) > 0.01);
    });
  });
});
