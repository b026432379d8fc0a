import { describe, expect, test } from 'vitest';
import { demoSite } from './support/demo-site.js';
import { SCREENSHOTS } from './support/places.js';

const site = demoSite();

describe('the microphone', () => {
  test('the microphone is heard after a click, and the page tells what the browser applied', async () => {
    const demo = await site.open();
    const { page, complaints } = demo;
    await page.getByRole('radio', { name: 'Microphone' }).click();
    await page.getByRole('radio', { name: 'Microphone', checked: true }).waitFor();
    expect(await page.locator('demo-microphone-card .facts').textContent()).toMatch(/unprocessed · .*kHz/);
    await demo.notice('Use headphones');
    await demo.hearsSound();
    await page.screenshot({ path: `${SCREENSHOTS}/dark-microphone.png` });
    await page.getByRole('radio', { name: 'Sound' }).click();
    await demo.goesOn();
    expect(complaints).toEqual([]);
  });

  test('another microphone can be chosen, and is the one that is heard', async () => {
    const demo = await site.open();
    const { page, complaints } = demo;
    await page.getByRole('radio', { name: 'Microphone' }).click();
    await demo.waitForState((state) => state.microphones.length > 1);
    await demo.choose('demo-microphone-card', 'Fake Audio Input 2');
    await page.locator('demo-microphone-card .name', { hasText: 'Fake Audio Input 2' }).waitFor();
    await demo.hearsSound();
    expect(complaints).toEqual([]);
  });

  test('a microphone that is refused is told, and the riff goes on', async () => {
    const demo = await site.openPlaying();
    const { page } = demo;
    await page.evaluate(() => {
      navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('no', 'NotAllowedError'));
    });
    await page.getByRole('radio', { name: 'Microphone' }).click();
    await demo.notice('was not allowed to use a microphone');
    expect(await page.getByRole('radio', { name: 'Sound', checked: true }).count()).toBe(1);
    await demo.goesOn();
  });
});
