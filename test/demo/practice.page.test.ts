import { describe, expect, test } from 'vitest';
import { demoSite } from './support/demo-site.js';
import { EndsProbe, probeEnds } from './support/ends-probe.js';
import { tone } from './support/files.js';
import { SCREENSHOTS } from './support/places.js';

const site = demoSite();

describe('the tuner', () => {
  test('names the note that goes in, mutes the output while it is open, and restores it', async () => {
    const demo = await site.open({ before: probeEnds });
    const { page, complaints } = demo;
    const ends = new EndsProbe(page);
    await demo.drop(tone(110, 2));
    await demo.playButton.click();
    await ends.hears((peak) => peak > 0.02);
    await page.keyboard.press('t');
    const sheet = page.locator('demo-tuner-sheet section');
    await sheet.filter({ hasText: 'A2' }).filter({ hasText: 'in tune' }).waitFor();
    await ends.hears((peak) => peak < 0.001);
    await page.screenshot({ path: `${SCREENSHOTS}/dark-tuner.png` });
    await page.getByRole('checkbox', { name: 'Mute the output' }).click();
    await ends.hears((peak) => peak > 0.02);
    await page.getByRole('checkbox', { name: 'Mute the output' }).click();
    await ends.hears((peak) => peak < 0.001);
    await page.keyboard.press('Escape');
    await ends.hears((peak) => peak > 0.02);
    expect(complaints).toEqual([]);
  });
});

describe('the metronome', () => {
  test('is heard before anything else plays, and neither recorded nor sent through the rig', async () => {
    const demo = await site.open({ before: probeEnds });
    const { page, complaints } = demo;
    const ends = new EndsProbe(page);
    await page.getByRole('button', { name: 'Metronome' }).click();
    await page.getByRole('button', { name: 'Start the metronome' }).click();
    await ends.hears((peak) => peak > 0.05);
    expect(await demo.live(({ wet }) => wet.every((sample) => sample === 0))).toBe(true);
    await page.screenshot({ path: `${SCREENSHOTS}/dark-metronome.png` });
    await page.getByRole('button', { name: 'Stop the metronome' }).click();
    await page.getByRole('button', { name: 'Start the metronome' }).waitFor();
    expect(complaints).toEqual([]);
  });

  test('takes its tempo from taps, the slider and the last visit', async () => {
    const demo = await site.open();
    const { page } = demo;
    await page.getByRole('button', { name: 'Metronome' }).click();
    const tap = page.getByRole('button', { name: 'Tap' });
    await page.evaluate(() => {
      let now = 10_000;
      performance.now = () => (now += 400);
    });
    for (let i = 0; i < 3; i++) await tap.click();
    await demo.waitForState(({ ends }) => ends.metronome.bpm % 150 === 0);
    await page.getByRole('slider', { name: 'Tempo' }).fill('92');
    await page.getByRole('button', { name: 'One beat less' }).click();
    await demo.waitForState(({ ends }) => ends.metronome.bpm === 92 && ends.metronome.beats === 3);
    await page.reload();
    await demo.waitForState(({ ends }) => ends.metronome.bpm === 92 && ends.metronome.beats === 3);
  });
});
