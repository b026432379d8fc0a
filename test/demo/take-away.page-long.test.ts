import { readFileSync } from 'node:fs';
import type { Download } from 'playwright';
import { describe, expect, test } from 'vitest';
import { WaveFile } from 'wavefile';
import { CABINET_LEVEL_DB } from '../../demo/first-rig.js';
import { cabinetFile } from '../../demo/session/rig/rig-places.js';
import { CABINETS } from '../../demo/sound/cabinets.js';
import { DEFAULT_DRIVE_DB } from '../../demo/state.js';
import { renderSound } from '../../demo/take-away/render-sound.js';
import { memoryFiles, readRig, storeFile } from '../../src/rig/index.js';
import { demoSite } from './support/demo-site.js';
import { RANDOM_MODEL, tone } from './support/files.js';

const site = demoSite();

async function samplesOf(download: Download): Promise<Float32Array> {
  const wav = new WaveFile(new Uint8Array(readFileSync(await download.path())));
  const samples = wav.getSamples(false, Float32Array) as unknown as Float32Array | Float32Array[];
  return Array.isArray(samples) ? samples[0] : samples;
}

describe('taking away', () => {
  test('a recording holds what was heard', async () => {
    const demo = await site.openPlaying();
    const { page, complaints } = demo;
    await page.getByRole('button', { name: 'Record', exact: true }).click();
    await demo.goesOn();
    await demo.goesOn();
    const download = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Stop recording' }).click();
    const samples = await samplesOf(await download);
    expect(samples.length).toBeGreaterThan(0.5 * 48_000);
    expect(samples.reduce((peak, x) => Math.max(peak, Math.abs(x)), 0)).toBeGreaterThan(0.03);
    await demo.goesOn();
    expect(complaints).toEqual([]);
  });

  test('a rendered file is what the models make of it, to the last sample', async () => {
    const demo = await site.open();
    const { page, complaints } = demo;
    const file = tone(330, 2);
    await demo.drop(RANDOM_MODEL, file);
    await demo.waitForState((state) => state.file !== null && state.rig.blocks.amp?.model?.builtinIndex === null);
    const download = page.waitForEvent('download');
    await demo.choose('demo-take-away-chip', 'Render the file to WAV');
    expect((await download).suggestedFilename()).toBe('tone 330 wet.wav');
    const samples = await samplesOf(await download);

    const input = new WaveFile(file.bytes).getSamples(false, Float32Array) as unknown as Float32Array;
    const store = memoryFiles();
    const [amp, cabinet] = await Promise.all([
      storeFile(RANDOM_MODEL.bytes, store),
      storeFile(new Uint8Array(await cabinetFile(CABINETS[0]).arrayBuffer()), store),
    ]);
    const document = {
      blocks: [
        { type: 'model', model: amp },
        { type: 'cabinet', response: cabinet, outputDb: CABINET_LEVEL_DB },
      ],
    };
    const [expected] = await renderSound(
      { document: readRig(document), bypassed: false, channels: [input], sampleRate: 48_000 },
      store,
    );
    expect(samples.length).toBeGreaterThan(input.length + 0.5 * 48_000);
    expect(samples.length).toBe(expected.length);
    expect(samples.findIndex((x, t) => Math.abs(x - expected[t]) > 1e-5)).toBe(-1);
    expect(complaints).toEqual([]);
  });

  test('a rendering can be cancelled', async () => {
    const demo = await site.open();
    const { page, complaints } = demo;
    let downloads = 0;
    page.on('download', () => downloads++);
    await demo.drop(tone(330, 60));
    await demo.waitForState((state) => state.file !== null);
    await demo.choose('demo-take-away-chip', 'Render the file to WAV');
    await page.getByRole('button', { name: 'Cancel the rendering' }).click();
    await demo.waitForState((state) => state.rendering === null);
    expect(downloads).toBe(0);
    expect(complaints).toEqual([]);
  });

  test('a copied link brings the setup back, also into the small player', async () => {
    const demo = await site.open({ permissions: ['clipboard-read', 'clipboard-write'] });
    const { page, complaints } = demo;
    await demo.choose('demo-source-card', 'Bass line');
    await demo.choose('demo-block-card[data-block="cabinet"] .file', '1×12 open');
    await page.getByRole('slider', { name: 'Drive' }).focus();
    await page.keyboard.press('ArrowUp');
    await demo.choose('demo-take-away-chip', 'Copy a link');
    await demo.notice('The link is on your clipboard.');
    const link = new URL(await page.evaluate(() => navigator.clipboard.readText()));
    expect(link.origin + link.pathname).toBe(page.url().replace(/#.*/, ''));

    const again = await site.open({ hash: link.hash });
    await again.waitForState((state) => state.clipId === 'bass' && state.rig.blocks.cabinet?.cabinetId === 'open-112');
    expect(Number(await again.page.getByRole('slider', { name: 'Drive' }).getAttribute('aria-valuenow'))).toBe(
      DEFAULT_DRIVE_DB + 1,
    );
    expect(link.hash).toContain('&rig=');

    await demo.choose('demo-take-away-chip', 'Copy the code');
    await demo.notice('The code is on your clipboard.');
    expect(await page.evaluate(() => navigator.clipboard.readText())).toMatch(
      /"url": "http[^"]*triode-crunch[^"]*.nam"/,
    );
    await demo.choose('demo-take-away-chip', 'Copy an embed');
    await demo.notice('The frame is on your clipboard.');
    const frame = await page.evaluate(() => navigator.clipboard.readText());
    await page.goto(frame.match(/src="([^"]*)"/)![1].replaceAll('&amp;', '&'));
    await page.getByText('Bass line').waitFor();
    await page.getByRole('button', { name: 'Play' }).click();
    await page.getByRole('button', { name: 'Pause' }).waitFor();
    await page.getByRole('button', { name: 'Rig on' }).click();
    await page.getByRole('button', { name: 'Rig off' }).waitFor();
    expect(complaints).toEqual([]);
  });
});
