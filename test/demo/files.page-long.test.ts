import { describe, expect, test } from 'vitest';
import { encodeWav } from '../../src/wav/encode-wav.js';
import type { DroppedFile } from './support/demo-page.js';
import { demoSite } from './support/demo-site.js';
import { fixture, RANDOM_MODEL, tone } from './support/files.js';

const site = demoSite();

function sound(name: string, ...channels: Float32Array[]): DroppedFile {
  const { bytes } = encodeWav({ sampleRate: 48_000, channels }, '32f');
  return { name, type: 'audio/wav', bytes };
}

const sine = Float32Array.from({ length: 48_000 }, (_, t) => 0.5 * Math.sin((2 * Math.PI * 440 * t) / 48_000));
const silent = new Float32Array(48_000);

test('sounds of any channels and lengths play, and are drawn as they are heard', async () => {
  const demo = await site.openPlaying();
  /** The level that is heard before the amp, and that is drawn. */
  const levels = () =>
    demo.page.evaluate(`(() => {
      const { store } = document.querySelector('demo-app').session;
      return Math.max(...store.value.file.overview);
    })()`) as Promise<number>;
  for (const [name, ...channels] of [
    ['right.wav', silent, sine],
    ['surround.wav', sine, silent, silent, silent, silent, silent],
    ['both.wav', sine, sine],
  ] as [string, ...Float32Array[]][]) {
    await demo.drop(sound(name, ...channels));
    await demo.page.waitForFunction(`document.querySelector('demo-app').session.store.value.file?.name === '${name}'`);
    expect(await levels(), name).toBeCloseTo(0.5, 2);
    await demo.hearsSound();
  }
  for (const frames of [1, 480]) {
    await demo.drop(sound(`${frames} frames.wav`, new Float32Array(frames).fill(0.5)));
    await demo.page.waitForFunction(
      `document.querySelector('demo-app').session.store.value.file?.name === '${frames} frames.wav'`,
    );
    expect(await levels()).toBeCloseTo(0.5, 2);
  }
  await demo.drop(sound('nothing.wav', new Float32Array(0)));
  await demo.notice('“nothing.wav” has no sound in it');
  await demo.drop(tone(440));
  await demo.hearsSound();
  expect(demo.complaints).toEqual([]);
});

test('files are called what they are, in words', async () => {
  const demo = await site.openPlaying();
  await demo.drop({ name: 'riff.wav', type: 'audio/wav', bytes: RANDOM_MODEL.bytes });
  await demo.notice('“riff.wav” is a model, though its name is that of a sound.');
  await demo.drop({ name: 'amp.nam', bytes: tone(440).bytes });
  await demo.notice('“amp.nam” is a WAV file, though its name is that of a model.');
  await demo.drop({ name: 'letter.pdf', type: 'application/pdf', bytes: new TextEncoder().encode('%PDF-1.7') });
  await demo.notice('“letter.pdf” is a PDF document, neither a model nor a sound.');
  await demo.goesOn();
  expect(demo.complaints).toEqual([]);
});

test('a model and its cabinet are used together, and the model in use is marked among the recent ones', async () => {
  const demo = await site.openPlaying();
  const impulse = Float32Array.from({ length: 4000 }, (_, t) => Math.exp(-t / 40));
  await demo.drop(RANDOM_MODEL, sound('SM57.wav', impulse));
  await demo.notice('“SM57.wav” is the cabinet now');
  await demo.usesModel('random');
  await demo.waitForState((state) => state.rig.blocks.cabinet?.cabinetId === 'file' && state.recent.length === 1);
  const card = demo.page.locator('demo-block-card[data-block="amp"]');
  await card.locator('.file button').first().click();
  await card.getByRole('menuitemradio', { name: RANDOM_MODEL.name, checked: true }).waitFor();
  await demo.page.keyboard.press('Escape');
  const song = Float32Array.from({ length: 11 * 8000 }, (_, t) => Math.sin(t));
  await demo.dropOn('demo-block-card[data-block="cabinet"] article', {
    name: 'song.wav',
    type: 'audio/wav',
    bytes: encodeWav({ sampleRate: 8000, channels: [song] }, '32f').bytes,
  });
  await demo.notice('“song.wav” looks like a song, not an impulse response.');
  expect(demo.complaints).toEqual([]);
});

test('what the clipboard refuses is shown whole, selected, in a dialog', async () => {
  const demo = await site.open({
    before: () => {
      navigator.clipboard.writeText = () => Promise.reject(new DOMException('no', 'NotAllowedError'));
    },
  });
  await demo.page.evaluate(`document.querySelector('demo-app').session.takeAway.copyCode()`);
  const text = demo.page.getByRole('dialog').getByRole('textbox');
  expect(await text.inputValue()).toContain('createRig(');
  const selected = await text.evaluate((box: HTMLTextAreaElement) => box.selectionEnd - box.selectionStart);
  expect(selected).toBe((await text.inputValue()).length);
  await demo.page.keyboard.press('Escape');
  await text.waitFor({ state: 'detached' });
});

describe('in small windows', () => {
  test.each([320, 360])('of %i pixels the player for other pages fits', async (width) => {
    const demo = await site.open({ viewport: { width, height: 120 } });
    await demo.page.goto(demo.page.url().replace(/#.*/, '').replace(/$/, 'embed.html'));
    await demo.page.locator('#play:enabled').waitFor();
    const overflow = await demo.page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    expect(overflow).toBeLessThanOrEqual(0);
    // As high as the frame that the page gives to others.
    expect(await demo.page.evaluate(() => document.documentElement.scrollHeight)).toBeLessThanOrEqual(120);
  });

  test('of phones nobody is told to drop files', async () => {
    const demo = await site.open({ hasTouch: true, isMobile: true, viewport: { width: 390, height: 800 } });
    expect(await demo.page.getByText('Then drop your own').isVisible()).toBe(false);
    await demo.page.getByText('Hear a guitar').waitFor();
  });
});

test('a model of several sizes is called so', async () => {
  const demo = await site.open();
  const model = JSON.parse(new TextDecoder().decode(fixture('golden/wavenet-1-20.nam')));
  const submodels = [0.5, 1].map((max_value) => ({ max_value, model }));
  const file = { version: '0.7.0', architecture: 'SlimmableContainer', config: { submodels }, weights: [] };
  await demo.drop({ name: 'sizes.nam', bytes: new TextEncoder().encode(JSON.stringify(file)) });
  await demo.page.locator('demo-block-card[data-block="amp"] .about', { hasText: 'several sizes' }).first().waitFor();
});
