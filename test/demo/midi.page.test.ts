import { expect, test } from 'vitest';
import { demoSite } from './support/demo-site.js';

const site = demoSite();

/** Runs in the page: a browser with one MIDI device, of which `sendMidi` is the player's hand. */
function plugPedal(): void {
  class Pedal extends EventTarget {
    readonly id = 'pedal';
    readonly name = 'Foot controller';
    readonly state = 'connected';
    readonly connection = 'open';
    open() {
      return Promise.resolve(this);
    }
    close() {
      return Promise.resolve(this);
    }
  }
  const pedal = new Pedal();
  const access = Object.assign(new EventTarget(), { inputs: new Map([['pedal', pedal]]) });
  Object.defineProperty(navigator, 'requestMIDIAccess', { value: () => Promise.resolve(access) });
  Object.assign(globalThis, {
    sendMidi: (...data: number[]) =>
      pedal.dispatchEvent(Object.assign(new Event('midimessage'), { data: Uint8Array.from(data) })),
  });
}

test('a controller learns a knob and a switch, programs choose presets, and what was learned lasts', async () => {
  const demo = await site.open({ before: plugPedal });
  const { page, complaints } = demo;
  const send = (...data: number[]) => page.evaluate(`sendMidi(${data.join()})`);
  const amp = page.locator('demo-block-card[data-block="amp"]');
  const drive = () => amp.getByRole('slider', { name: 'Drive' }).getAttribute('aria-valuenow');
  await demo.waitForState((state) => state.rig.blocks.amp?.status === 'ready');
  await page.evaluate(`document.querySelector('demo-app').session.rig.savePreset('One')`);
  await page.getByRole('button', { name: 'MIDI' }).click();
  await demo.waitForState((state) => state.midi.status === 'on');

  await demo.choose('demo-player-tools demo-menu[label="MIDI"]', 'Learn a knob or a switch');
  await amp.getByRole('slider', { name: 'Drive' }).press('ArrowUp');
  await demo.waitForState((state) => state.midi.status === 'listening');
  await send(0xb0, 20, 64);
  await demo.waitForState((state) => state.midi.status === 'on' && state.midi.mappings === 1);
  // Picked up once it has passed the knob's place.
  for (const value of [0, 127]) await send(0xb0, 20, value);
  await expect.poll(drive).not.toBe('1');

  await demo.choose('demo-player-tools demo-menu[label="MIDI"]', 'Learn a knob or a switch');
  await page.locator('demo-block-card[data-block="cabinet"] button[aria-pressed]').first().click();
  await send(0x90, 60, 100);
  await demo.waitForState((state) => state.midi.mappings === 2);
  await send(0x80, 60, 0);
  const bypassed = () =>
    demo.page.evaluate(`document.querySelector('demo-app').session.store.value.rig.document.blocks
    .find(({ id }) => id === 'cabinet').bypass ?? false`);
  const before = await bypassed();
  await send(0x90, 60, 100);
  await expect.poll(bypassed).toBe(!before);

  await send(0xc0, 0);
  await expect.poll(drive).toBe('0');
  await demo.waitForState((state) => state.rig.presetId !== null && !state.rig.edited);

  await page.reload();
  await page.getByRole('button', { name: 'MIDI' }).click();
  await demo.waitForState((state) => state.midi.mappings === 2);
  expect(complaints).toEqual([]);
});

test('a browser without MIDI says so', async () => {
  const demo = await site.open({
    before: () => Object.defineProperty(navigator, 'requestMIDIAccess', { value: undefined }),
  });
  await demo.page.getByRole('button', { name: 'MIDI' }).click();
  await demo.notice('MIDI does not work here.');
  expect(demo.complaints).toEqual([]);
});
