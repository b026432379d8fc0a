import { describe, expect, test } from 'vitest';
import type { Session } from '../../demo/session/session.js';
import type { DemoState } from '../../demo/state.js';
import type { DemoPage } from './support/demo-page.js';
import { demoSite } from './support/demo-site.js';
import { brokenModel, soundFile, tone, turningModel } from './support/files.js';

const site = demoSite();
const HEARD = { timeout: 10_000 };

/** Does something with the page's session, and returns its state. */
async function session(demo: DemoPage, action: (session: Session) => unknown = () => {}): Promise<DemoState> {
  const json = await demo.page.evaluate(`(async () => {
    const { session } = document.querySelector('demo-app');
    await (${action})(session);
    return JSON.stringify(session.store.value);
  })()`);
  return JSON.parse(json as string) as DemoState;
}

/** A number of the amp. */
function ampValue({ rig }: DemoState, name: string): number {
  const amp = rig.document.blocks.find(({ id }) => id === 'amp') as unknown as Readonly<Record<string, number>>;
  return amp[name] ?? 0;
}

/** Leaves nothing but the amp between input and output. */
const ampAlone = (it: Session) => {
  it.rig.setBypass('cabinet', true);
};

/** The correlation of what comes out with what goes in: 1 where they are equal, −1 where one is the other upside down. */
function likeness(demo: DemoPage): Promise<number> {
  return demo.live(({ dry, wet }) => {
    const product = (x: Float32Array, y: Float32Array) => x.reduce((sum, value, t) => sum + value * y[t], 0);
    return product(dry, wet) / Math.sqrt(product(dry, dry) * product(wet, wet));
  });
}

describe('the rig shows what is heard', () => {
  test('a good model dropped shortly before a broken one plays, and is shown', async () => {
    const demo = await site.openPlaying();
    await session(demo, ampAlone);
    await demo.drop(turningModel());
    await demo.page.waitForTimeout(40);
    await demo.drop(brokenModel());
    await demo.notice('“broken.safetensors” broke down');
    await demo.usesModel('turned');
    await expect.poll(() => likeness(demo), HEARD).toBeLessThan(-0.999);
    expect((await session(demo)).rig.blocks.amp).toMatchObject({ title: 'turned', status: 'ready' });
    expect(demo.complaints).toEqual([]);
  });

  test('after thirty quick changes, the last model is shown and heard', async () => {
    const demo = await site.openPlaying();
    await session(demo, ampAlone);
    await demo.drop(turningModel());
    await demo.waitForState((state) => state.recent.length === 1);
    await session(demo, async (it) => {
      const changes: Promise<unknown>[] = [];
      const [{ id }] = it.store.value.recent;
      for (let n = 0; n < 30; n++) {
        changes.push(it.models.choose(n % 6 === 5 ? { kind: 'recent', id } : { kind: 'builtin', index: n % 6 }));
        await new Promise((resolve) => setTimeout(resolve, 15));
      }
      await Promise.all(changes);
    });
    const { rig } = await session(demo);
    expect(rig.blocks.amp).toMatchObject({ title: 'turned', status: 'ready' });
    await expect.poll(() => likeness(demo), HEARD).toBeLessThan(-0.999);
    expect(demo.complaints).toEqual([]);
  });

  test('a capture with its own cabinet turns that of the rig off, and undo brings both back', async () => {
    const demo = await site.openPlaying();
    await demo.drop(turningModel('combo.safetensors', { gearType: 'amp_cab' }));
    await demo.notice('This capture has its own cabinet');
    await expect.poll(() => likeness(demo), HEARD).toBeLessThan(-0.999);
    await session(demo, (it) => it.rig.undo());
    const { rig } = await session(demo);
    expect(rig.blocks.amp.title).toBe('Triode crunch');
    expect(rig.document.blocks.find(({ id }) => id === 'cabinet')?.bypass ?? false).toBe(false);
  });
});

describe('undo, presets and reload', () => {
  test('turns of one knob are one step, which is undone and done again', async () => {
    const demo = await site.open();
    await demo.usesModel('Triode crunch');
    const driveDb = (state: DemoState) => ampValue(state, 'inputDb');
    await session(demo, (it) => {
      for (let inputDb = 1; inputDb <= 9; inputDb++) it.rig.set('amp', { inputDb });
    });
    await session(demo, (it) => it.rig.add('compressor', { index: 0 }));
    expect((await session(demo)).rig.selected).toBe('compressor');
    await session(demo, (it) => it.rig.undo());
    expect(driveDb(await session(demo))).toBe(9);
    const first = await session(demo, (it) => it.rig.undo());
    expect([driveDb(first), first.rig.canUndo, first.rig.canRedo]).toEqual([0, false, true]);
    expect(driveDb(await session(demo, (it) => it.rig.redo()))).toBe(9);
    expect((await session(demo, (it) => it.rig.set('amp', { outputDb: 40 }))).rig.document.blocks[1]).toMatchObject({
      outputDb: 12,
    });
  });

  test('the rig, its presets and dropped files are there after a reload, and play', async () => {
    const demo = await site.openPlaying();
    await demo.drop(turningModel());
    await demo.usesModel('turned');
    const response = new Float32Array(480);
    response[0] = 1;
    await demo.dropOn('demo-block-card[data-block="cabinet"] article', soundFile('plain.wav', response));
    await demo.waitForState(({ rig }) => rig.blocks.cabinet?.title === 'plain');
    await session(demo, (it) => it.rig.savePreset('Turned'));
    await session(demo, (it) => it.rig.set('amp', { inputDb: -6 }));
    expect((await session(demo)).rig).toMatchObject({ presets: [{ name: 'Turned' }], edited: true });
    await demo.page.waitForTimeout(400);
    await demo.page.reload();
    await demo.usesModel('turned');
    await demo.waitForState(({ rig }) => rig.blocks.cabinet?.title === 'plain' && rig.edited && rig.presetId !== null);
    await demo.playButton.click();
    await demo.hearsSound();
    await expect.poll(() => likeness(demo), HEARD).toBeLessThan(-0.99);
    const chosen = await session(demo, (it) => it.rig.choosePreset(it.store.value.rig.presets[0].id));
    expect(chosen.rig.edited).toBe(false);
    expect(ampValue(chosen, 'inputDb')).toBe(0);
    expect(demo.complaints).toEqual([]);
  });

  test('a file that is gone is told, and the sound goes past its block', async () => {
    const demo = await site.openPlaying();
    await session(demo, ampAlone);
    await demo.drop(turningModel());
    await demo.usesModel('turned');
    await demo.page.waitForTimeout(400);
    await demo.page.evaluate(async () => {
      for (const name of await caches.keys()) await caches.delete(name);
    });
    await demo.page.reload();
    await demo.waitForState(({ rig }) => rig.blocks.amp?.status === 'missing' && rig.blocks.amp.problem !== null);
    await demo.playButton.click();
    await demo.hearsSound();
    await expect.poll(() => likeness(demo), HEARD).toBeGreaterThan(0.999);
    await demo.choosesBuiltin('Diode drive');
    await demo.waitForState(({ rig }) => rig.blocks.amp?.status === 'ready');
  });

  test('a preset that the browser has no room for is told, and is none', async () => {
    const demo = await site.open({
      before: () => {
        Storage.prototype.setItem = () => {
          throw new DOMException('full', 'QuotaExceededError');
        };
      },
    });
    await demo.usesModel('Triode crunch');
    const { rig } = await session(demo, (it) => it.rig.savePreset('Crunch'));
    await demo.notice('The browser has no room for this preset.');
    expect(rig.presets).toEqual([]);
  });
});

describe('a link to the rig', () => {
  test('brings both models, their levels and the one that is heard back, also while two others are compared', async () => {
    const demo = await site.open({ permissions: ['clipboard-read', 'clipboard-write'] });
    await demo.usesModel('Triode crunch');
    await session(demo, (it) => it.rig.compareWith('amp', { kind: 'builtin', index: 4 }));
    await session(demo, (it) => it.rig.set('amp-b', { outputDb: -9 }));
    await session(demo, (it) => it.rig.setBlend(0.75));
    const { rig } = await session(demo, (it) => it.takeAway.copyLink());
    const link = new URL(await demo.page.evaluate(() => navigator.clipboard.readText()));

    const other = await site.openPlaying();
    await session(other, (it) => it.rig.compareWith('amp', { kind: 'builtin', index: 3 }));
    await other.page.evaluate((hash) => {
      location.hash = hash;
    }, link.hash);
    await other.usesModel('Bucket echo');
    await other.goesOn();
    expect((await session(other)).rig.document).toEqual(rig.document);
    expect(other.complaints).toEqual([]);
  });

  test('that is broken is told, and the page plays what it begins with', async () => {
    const demo = await site.open({ hash: '#rig=xyz' });
    await demo.notice('The rig in this link cannot be read.');
    await demo.usesModel('Triode crunch');
  });
});

describe('levels', () => {
  test('a layer that is heard alone is no louder than the model, and Escape brings everything back', async () => {
    const demo = await site.openPlaying();
    await session(demo, ampAlone);
    await demo.drop(tone(220, 4));
    await demo.waitForState((state) => state.source === 'file');
    const peak = () => demo.live(({ wet }) => wet.reduce((most, x) => Math.max(most, Math.abs(x)), 0));
    await expect.poll(() => demo.live(({ dry }) => Math.max(...dry)), HEARD).toBeGreaterThan(0.45);
    await demo.goesOn();
    const whole = await peak();
    for (const signal of [2, 5, 9]) {
      await session(demo, `(it) => it.solo.choose(${signal})` as unknown as () => void);
      await demo.goesOn();
      expect(await peak()).toBeLessThan(1.1 * whole);
    }
    await demo.page.keyboard.press('Escape');
    await demo.waitForState((state) => state.soloSignal === null);
    await expect.poll(async () => Math.abs((await peak()) / whole - 1), HEARD).toBeLessThan(0.05);
  });

  test('the guard turns down what is too loud, however often the knob is turned', async () => {
    const demo = await site.openPlaying();
    await demo.drop(turningModel(), tone(220, 4));
    await demo.waitForState((state) => state.source === 'file');
    for (let turn = 0; turn < 3; turn++) {
      await session(demo, (it) => it.rig.set('amp', { outputDb: 12, inputDb: 12 }));
      await expect.poll(async () => ampValue(await session(demo), 'outputDb'), HEARD).toBeLessThan(0);
      await demo.notice('so Level went down');
    }
    expect(await demo.live(({ wet }) => wet.every((x) => Math.abs(x) <= 10 ** (-0.3 / 20) + 1e-6))).toBe(true);
  });
});
