import { describe, expect, test } from 'vitest';
import { demoSite } from './support/demo-site.js';
import { RANDOM_MODEL } from './support/files.js';

const site = demoSite();

describe('models', () => {
  test('a dropped model replaces the one in use, its facts and its picture, while the sound goes on', async () => {
    const demo = await site.openPlaying();
    const { page, complaints } = demo;
    const before = [await demo.fact('Weights'), await demo.fact('Receptive field')];
    await demo.drop(RANDOM_MODEL);
    await page.locator('demo-model-card .name', { hasText: 'random' }).waitFor();
    const after = [await demo.fact('Weights'), await demo.fact('Receptive field')];
    for (let i = 0; i < 2; i++) expect(after[i]).not.toBe(before[i]);
    await demo.goesOn();
    await page.keyboard.press('1');
    await page.locator('demo-model-card .name', { hasText: 'Triode crunch' }).waitFor();
    expect([await demo.fact('Weights'), await demo.fact('Receptive field')]).toEqual(before);
    await demo.goesOn();
    expect(complaints).toEqual([]);
  });
});
