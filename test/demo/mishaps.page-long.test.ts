import { describe, expect, test } from 'vitest';
import { demoSite } from './support/demo-site.js';
import { brokenModel, fixture, heavyModel, heavyModelOfTwoSizes, RANDOM_MODEL, tone } from './support/files.js';
import { SCREENSHOTS } from './support/places.js';

const site = demoSite();

describe('mishaps', () => {
  test('files that are no models are refused in words, each after the other, and the sound goes on', async () => {
    const demo = await site.openPlaying();
    const { page, complaints } = demo;
    for (const [name, words] of [
      ['truncated.nam', 'is not a complete model file'],
      ['not-json.nam', 'is plain text, not a model'],
      ['empty.nam', 'is an empty file'],
      ['wrong-weight-count.nam', 'is not a complete model file'],
      ['unknown-version.nam', 'does not run here yet'],
      ['absurd-size.nam', 'larger than a live model may be'],
    ]) {
      await demo.drop({ name, bytes: fixture(`broken/${name}`) });
      expect(await demo.notice(words)).toContain(`“${name}”`);
      expect(await demo.modelName()).toBe('Triode crunch');
      await demo.goesOn();
      if (name === 'truncated.nam') await page.screenshot({ path: `${SCREENSHOTS}/dark-refused.png` });
      await page.getByRole('button', { name: 'Dismiss' }).click();
      await page.locator('demo-notice-bar .notice').waitFor({ state: 'detached' });
      expect(complaints, name).toEqual([]);
    }
  });

  test('a picture and a sound that is none are refused, and the sound goes on', async () => {
    const demo = await site.openPlaying();
    await demo.drop({ name: 'photo.png', type: 'image/png', bytes: Uint8Array.of(137, 80, 78, 71) });
    await demo.notice('“photo.png” is a PNG picture, neither a model nor a sound.');
    await demo.drop({ name: 'noise.wav', type: 'audio/wav', bytes: Uint8Array.of(1, 2, 3, 4) });
    await demo.notice('“noise.wav” is not a sound that this browser can read.');
    await demo.goesOn();
    expect(demo.complaints).toEqual([]);
  });

  test('a model that breaks down as it begins to play is named, and the sound goes on', async () => {
    const demo = await site.openPlaying();
    await demo.drop(brokenModel());
    const notice = await demo.notice('“broken.safetensors” broke down as it began to play.');
    expect(notice).not.toContain('browser');
    expect(await demo.modelName()).toBe('Triode crunch');
    await demo.goesOn();
    expect(demo.complaints).toEqual([]);
  });

  test('more files than can be used are told, the first of each kind used', async () => {
    const demo = await site.openPlaying();
    const { page } = demo;
    await demo.drop(RANDOM_MODEL, tone(440, 2), tone(550, 2));
    await demo.notice('the other file was left out');
    await page.getByRole('radio', { name: 'File', checked: true }).waitFor();
    expect(await demo.modelName()).toContain('random');
  });

  test('without WebAssembly the model still runs, and the page says how', async () => {
    const policy = "script-src 'self' blob:; connect-src 'self' blob:";
    const demo = await site.open({ headers: { 'content-security-policy': policy } });
    await demo.playButton.click();
    await demo.notice('Without WebAssembly');
    expect(await demo.fact('Engine')).toContain('interpreter');
    await demo.hearsSound();
  });

  test('a model that is too much for the machine is told, and another plays on', async () => {
    // The interpreter makes any machine slow.
    const policy = "script-src 'self' blob:; connect-src 'self' blob:";
    const demo = await site.open({ headers: { 'content-security-policy': policy } });
    await demo.playButton.click();
    await demo.hearsSound();
    await demo.drop(heavyModel());
    await demo.notice('“heavy” is more than this computer can play in real time');
    await demo.page.screenshot({ path: `${SCREENSHOTS}/dark-overload.png` });
    await demo.choosesBuiltin('Diode drive');
    await demo.goesOn();
  });

  test('a model that is too much for the machine gives way to its smaller size, and plays on', async () => {
    const policy = "script-src 'self' blob:; connect-src 'self' blob:";
    const demo = await site.open({ headers: { 'content-security-policy': policy } });
    await demo.playButton.click();
    await demo.hearsSound();
    await demo.drop(heavyModelOfTwoSizes());
    await demo.notice('so a smaller size of it plays');
    await demo.waitForState(({ rig }) => rig.blocks.amp?.model?.sizes[0]?.inUse === true);
    await demo.goesOn();
  });

  test.each([
    ['capture.nam', 'larger than a live model may be'],
    ['concert.wav', 'is too large to play here: 500 MB'],
  ])('a %s of 500 MB is refused before it is read, and the sound goes on', async (name, words) => {
    const demo = await site.openPlaying();
    await demo.page.evaluate((fileName) => {
      // The same million bytes 500 times: only their sizes count, and nobody may read them.
      const million = new Blob([new Uint8Array(1_000_000)]);
      const file = new File(Array<Blob>(500).fill(million), fileName);
      file.arrayBuffer = () => Promise.reject(new Error('read'));
      const dataTransfer = new DataTransfer();
      dataTransfer.items.add(file);
      document.body.dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true, composed: true }));
    }, name);
    expect(await demo.notice(words)).toContain(`“${name}”`);
    await demo.goesOn();
    expect(demo.complaints).toEqual([]);
  });

  test('a context that does not start is told, and the next click tries again', async () => {
    const demo = await site.open({
      before: () => {
        let tries = 0;
        const { resume } = AudioContext.prototype;
        AudioContext.prototype.resume = function resumeLate() {
          tries++;
          return tries === 1 ? new Promise(() => {}) : resume.call(this);
        };
      },
    });
    await demo.playButton.click();
    await demo.notice('The browser did not start its audio output.');
    await demo.playButton.click();
    await demo.hearsSound();
  });
});
