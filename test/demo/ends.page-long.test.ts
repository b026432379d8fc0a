import { readFileSync } from 'node:fs';
import type { Download, Page } from 'playwright';
import { describe, expect, test } from 'vitest';
import { WaveFile } from 'wavefile';
import { demoSite } from './support/demo-site.js';
import { EndsProbe, probeEnds } from './support/ends-probe.js';
import { tone } from './support/files.js';
import { SCREENSHOTS } from './support/places.js';

const site = demoSite();
const CEILING = 10 ** (-0.3 / 20);

/** Opens the page with the fake interface, and its microphone. */
async function openGuitar(left: number, right: number) {
  const demo = await site.open({ before: probeEnds });
  const ends = new EndsProbe(demo.page);
  await ends.play(left, right);
  await demo.page.getByRole('radio', { name: 'Microphone' }).click();
  await demo.waitForState(({ playback, source }) => playback === 'playing' && source === 'microphone');
  return { demo, ends, page: demo.page };
}

async function turn(page: Page, knob: string, key: string, times: number): Promise<void> {
  await page.getByRole('slider', { name: knob, exact: true }).first().focus();
  for (let i = 0; i < times; i++) await page.keyboard.press(key);
}

async function samplesOf(download: Download): Promise<Float32Array> {
  const wav = new WaveFile(new Uint8Array(readFileSync(await download.path())));
  const samples = wav.getSamples(false, Float32Array) as unknown as Float32Array | Float32Array[];
  return Array.isArray(samples) ? samples[0] : samples;
}

describe('the input', () => {
  test('says in words whether the level is right, and trim moves it', async () => {
    const demo = await site.openPlaying();
    const { page, complaints } = demo;
    await demo.drop(tone(200, 2));
    const words = page.locator('demo-input-card demo-peak-bar');
    await words.filter({ hasText: 'good' }).waitFor();
    await turn(page, 'Trim', 'ArrowUp', 4);
    await words.filter({ hasText: 'too hot' }).waitFor();
    await turn(page, 'Trim', 'PageDown', 4);
    await words.filter({ hasText: 'too quiet' }).waitFor();
    expect(complaints).toEqual([]);
  });

  test('finds the socket of the guitar, and takes another one', async () => {
    const { demo, ends, page } = await openGuitar(0, 0.2);
    await page.getByRole('radio', { name: 'Auto · R' }).waitFor();
    await page.locator('demo-input-card', { hasText: 'in 2' }).waitFor();
    await page.screenshot({ path: `${SCREENSHOTS}/dark-ends.png` });
    await page.getByRole('radio', { name: 'L', exact: true }).click();
    await ends.hears((peak) => peak < 0.001);
    await page.getByRole('radio', { name: 'R', exact: true }).click();
    await ends.hears((peak) => peak > 0.02);
    expect(demo.complaints).toEqual([]);
  });

  test('falls silent when the microphone is unplugged, says so, and offers it when it is back', async () => {
    const { demo, ends, page } = await openGuitar(0.2, 0.2);
    await ends.hears((peak) => peak > 0.02);
    await ends.plug(false);
    await demo.notice('The microphone was disconnected');
    await ends.hears((peak) => peak < 0.001);
    expect(await ends.loudest(500)).toBeLessThan(0.001);
    await ends.plug(true);
    await demo.notice('“Interface” is plugged in again.');
    expect(await ends.loudest(300)).toBeLessThan(0.001);
    await page.getByRole('button', { name: 'Use it again' }).click();
    await ends.hears((peak) => peak > 0.02);
    expect(demo.complaints).toEqual([]);
  });

  test('releases a microphone during a pause, and opens it again to play', async () => {
    const { ends, page } = await openGuitar(0.2, 0.2);
    await ends.streams(1);
    await page.getByRole('button', { name: 'Pause' }).click();
    await ends.streams(0);
    await page.getByRole('button', { name: 'Play', exact: true }).click();
    await ends.streams(1);
    await ends.hears((peak) => peak > 0.02);
  });
});

describe('the output', () => {
  test('ducks a howl, and says so', async () => {
    const { demo, ends, page } = await openGuitar(0.02, 0.02);
    await page.keyboard.press('b');
    await ends.play(0.8, 0.8);
    await demo.notice('The microphone hears the loudspeaker and howls at 500 Hz');
    await page.locator('demo-output-card .howl').waitFor();
    await ends.hears((peak) => peak < 0.1);
  });

  test('never exceeds −0.3 dBFS, with everything as loud as it can be', async () => {
    const demo = await site.open({ before: probeEnds });
    const { page } = demo;
    await demo.drop(tone(200, 2));
    await demo.playButton.click();
    await demo.hearsSound();
    for (const knob of ['Trim', 'Volume', 'Drive', 'Level']) await turn(page, knob, 'End', 1);
    await page.getByRole('button', { name: 'Metronome' }).click();
    await page.getByRole('button', { name: 'Start the metronome' }).click();
    await turn(page, 'Click level', 'End', 1);
    const loudest = await new EndsProbe(page).loudest(1500);
    expect(loudest).toBeLessThanOrEqual(CEILING);
    expect(loudest).toBeGreaterThan(0.9);
  });
});

describe('recording', () => {
  test('dry beside wet: two files that line up to the sample, made without a network', async () => {
    const demo = await site.open();
    const { page, complaints } = demo;
    await page.context().setOffline(true);
    await demo.playButton.click();
    await demo.hearsSound();
    await page.keyboard.press('b');
    await demo.choose('demo-player-tools .pair demo-menu', 'Dry beside wet');
    await page.getByRole('button', { name: 'Record', exact: true }).click();
    await page
      .getByRole('button', { name: 'Stop recording' })
      .filter({ hasText: /0:01 · \d+/ })
      .waitFor();
    const downloads: Download[] = [];
    page.on('download', (download) => downloads.push(download));
    await page.getByRole('button', { name: 'Stop recording' }).click();
    await expect.poll(() => downloads.length).toBe(2);
    const [wet, dry] = await Promise.all(downloads.map(samplesOf));
    expect(downloads.map((download) => download.suggestedFilename())).toEqual([
      'dilatone recording wet.wav',
      'dilatone recording dry.wav',
    ]);
    expect(wet.length).toBe(dry.length);
    expect(wet.some((x) => Math.abs(x) > 0.03)).toBe(true);
    expect(wet.findIndex((x, t) => Math.abs(x - dry[t]) > 1e-6)).toBe(-1);
    // Chromium asks for the icon of the tab when it likes.
    expect(complaints.filter((complaint) => !/icon|ERR_INTERNET_DISCONNECTED/.test(complaint))).toEqual([]);
  });

  test('asks before the page is left, and keeps what would be lost', async () => {
    const demo = await site.openPlaying();
    const { page } = demo;
    await page.getByRole('button', { name: 'Record', exact: true }).click();
    await page.getByRole('button', { name: 'Stop recording' }).filter({ hasText: '0:01' }).waitFor();
    const asked = page.waitForEvent('dialog');
    const reloaded = page.reload();
    const dialog = await asked;
    expect(dialog.type()).toBe('beforeunload');
    await dialog.accept();
    await reloaded;
    await demo.notice(/A recording of 0:0\d was cut off/);
    const download = page.waitForEvent('download');
    await demo.choose('demo-player-tools .pair demo-menu', 'Save the last recording');
    expect((await samplesOf(await download)).length).toBeGreaterThan(24_000);
  });
});
