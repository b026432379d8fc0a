import { describe, expect, test } from 'vitest';
import { demoSite } from './support/demo-site.js';
import { fixture, RANDOM_MODEL } from './support/files.js';

const site = demoSite();

describe('models', () => {
  test('a dropped model replaces the one in use, its facts and its picture, while the sound goes on', async () => {
    const demo = await site.openPlaying();
    const { complaints } = demo;
    const before = [await demo.fact('Weights'), await demo.fact('Receptive field')];
    await demo.drop(RANDOM_MODEL);
    await demo.usesModel('random');
    const after = [await demo.fact('Weights'), await demo.fact('Receptive field')];
    for (let i = 0; i < 2; i++) expect(after[i]).not.toBe(before[i]);
    await demo.goesOn();
    await demo.choosesBuiltin('Triode crunch');
    expect([await demo.fact('Weights'), await demo.fact('Receptive field')]).toEqual(before);
    await demo.goesOn();
    expect(complaints).toEqual([]);
  });

  test('a dropped model is kept for the next visit, until it is forgotten', async () => {
    const demo = await site.open();
    const { page, complaints } = demo;
    await demo.drop(RANDOM_MODEL);
    await demo.usesModel('random');
    await demo.waitForState((state) => state.recent.length === 1);
    await demo.choosesBuiltin('Triode crunch');
    await page.reload();
    await demo.usesModel('Triode crunch');
    await demo.choose('demo-block-card[data-type="model"] .file', 'random wavenet.nam');
    await demo.usesModel('random');
    await page.locator('demo-block-card[data-type="model"] .file button').first().click();
    await page.getByRole('menuitem', { name: 'Forget random wavenet.nam' }).click();
    await demo.waitForState((state) => state.recent.length === 0);
    await page.reload();
    // The rig keeps what it plays; only the list forgets it.
    await demo.usesModel('random');
    await demo.waitForState((state) => state.recent.length === 0);
    expect(complaints).toEqual([]);
  });

  test('a model of several sizes changes to another, its work and its picture, while the sound goes on', async () => {
    const demo = await site.openPlaying();
    const { complaints } = demo;
    await demo.drop({ name: 'sizes.nam', bytes: fixture('golden/container-1-07.nam') });
    await demo.usesModel('random');
    const largest = [await demo.fact('Multiply-adds'), await demo.picture('demo-network-view')];
    await demo.choose('demo-block-card[data-type="model"] .file', 'Smallest');
    await demo.waitForState(({ rig }) => rig.blocks.amp?.model?.sizes[0]?.inUse === true);
    await expect.poll(() => demo.fact('Multiply-adds')).not.toBe(largest[0]);
    expect(await demo.picture('demo-network-view')).not.toBe(largest[1]);
    await demo.goesOn();
    await demo.choose('demo-block-card[data-type="model"] .file', 'Largest');
    await expect.poll(() => demo.fact('Multiply-adds')).toBe(largest[0]);
    await demo.goesOn();
    expect(complaints).toEqual([]);
  });

  test('a recurrent model says that it has no taps, and plays', async () => {
    const demo = await site.openPlaying();
    await demo.drop({ name: 'lstm.nam', bytes: fixture('golden/lstm-1-06.nam') });
    await demo.page.getByText('This network has no taps to draw').waitFor();
    expect(await demo.fact('Receptive field')).toBe('open-ended');
    await demo.goesOn();
  });

  test('two models are compared on the same sound: the fader leads from one to the other, and the one that is heard stays', async () => {
    const demo = await site.openPlaying();
    const { page, complaints } = demo;
    await demo.drop(RANDOM_MODEL);
    await demo.usesModel('random');
    const first = await demo.fact('Weights');
    await demo.choose('demo-block-panel .compare', 'Triode crunch');
    await demo.usesModel('Triode crunch');
    expect(await demo.fact('Weights')).not.toBe(first);
    await demo.goesOn();
    await page.keyboard.press('x');
    await demo.usesModel('random');
    await page.getByRole('slider', { name: 'From model A to model B' }).fill('0.7');
    await demo.usesModel('Triode crunch');
    await demo.goesOn();
    await page.getByRole('button', { name: 'End the comparison' }).click();
    await page.getByRole('button', { name: 'Compare…' }).waitFor();
    await demo.usesModel('Triode crunch');
    await demo.goesOn();
    expect(complaints).toEqual([]);
  });
});
