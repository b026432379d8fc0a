import { describe, expect, test } from 'vitest';
import { demoSite } from './support/demo-site.js';

const site = demoSite();

describe('the keyboard', () => {
  test('works by keyboard: space plays and pauses, B bypasses, arrows turn the focused knob', async () => {
    const demo = await site.open();
    const { page, complaints } = demo;
    await page.keyboard.press('Space');
    await demo.hearsSound();
    await page.keyboard.press('b');
    await page.getByRole('button', { name: 'Rig off' }).waitFor();
    await page.keyboard.press('b');
    await page.getByRole('button', { name: 'Rig on' }).waitFor();
    const drive = page.getByRole('slider', { name: 'Drive' });
    await drive.focus();
    const before = Number(await drive.getAttribute('aria-valuenow'));
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('ArrowUp');
    expect(Number(await drive.getAttribute('aria-valuenow'))).toBe(before + 2);
    await drive.dblclick({ position: { x: 20, y: 20 } });
    expect(Number(await drive.getAttribute('aria-valuenow'))).toBe(before);
    await page.keyboard.press('Space');
    await page.getByRole('button', { name: 'Play', exact: true }).waitFor();
    expect(complaints).toEqual([]);
  });

  test('keys go to what is open: the list of keys, a menu, a number that is typed', async () => {
    const demo = await site.open();
    const { page } = demo;
    await page.keyboard.press('?');
    await page.getByRole('dialog', { name: 'Keyboard shortcuts' }).waitFor();
    await page.keyboard.press('b');
    await page.keyboard.press('Escape');
    await page.getByRole('dialog', { name: 'Keyboard shortcuts' }).waitFor({ state: 'hidden' });
    const drive = page.getByRole('slider', { name: 'Drive' });
    await drive.focus();
    await page.keyboard.press('Enter');
    await page.keyboard.type('-3');
    await page.keyboard.press('Enter');
    await expect.poll(() => drive.getAttribute('aria-valuenow')).toBe('-3');
    await page.keyboard.press('b');
    await page.getByRole('button', { name: 'Rig off' }).waitFor();
    await page.keyboard.press('b');
    await page.getByRole('button', { name: 'Rig on' }).waitFor();
  });

  test('blocks are moved by keys, and undo and redo go back and forth', async () => {
    const demo = await site.open();
    const { page } = demo;
    const order = () => page.locator('demo-block-card .title').allTextContents();
    await page.locator('demo-block-card[data-block="cabinet"] .title').waitFor();
    const before = await order();
    await page.locator('demo-block-card[data-block="cabinet"] .title').focus();
    await page.keyboard.press('Alt+ArrowRight');
    await expect.poll(order).not.toEqual(before);
    const after = await order();
    await expect
      .poll(() =>
        page.locator('demo-block-card[data-block="cabinet"] .title').evaluate((node) => node.matches(':focus')),
      )
      .toBe(true);
    await page.keyboard.press('Control+z');
    await expect.poll(order).toEqual(before);
    await page.keyboard.press('Control+Shift+Z');
    await expect.poll(order).toEqual(after);
  });

  test('the tab key follows the signal: play, tools, input, blocks with their knobs, output, then what is seen of them', async () => {
    const demo = await site.open();
    const { page } = demo;
    await page.keyboard.press('Space');
    await demo.hearsSound();
    const stops: string[] = [];
    for (let i = 0; i < 50; i++) {
      await page.keyboard.press('Tab');
      stops.push(
        await page.evaluate(() => {
          let active: Element | null = document.activeElement;
          while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
          const slotted = active?.querySelector('slot')?.assignedNodes() ?? [];
          const text = slotted.length > 0 ? slotted.map((node) => node.textContent).join('') : active?.textContent;
          return active?.getAttribute('aria-label') ?? text?.trim() ?? '';
        }),
      );
    }
    const order = [
      'Pause',
      'Save',
      'Undo',
      'Tuner',
      'Metronome',
      'Record',
      'Take away',
      'Sound',
      'Guitar riff',
      'Place in the sound',
      'Trim',
      'Gate: on',
      'Thresh.',
      'Triode crunch: on',
      'Triode crunch',
      'Drive',
      'Level',
      'Mix',
      '4×12 closed: on',
      'Equalizer: on',
      'Volume',
      'Rig on',
      'Network',
    ];
    const places = order.map((name) => stops.findIndex((stop) => stop.startsWith(name)));
    expect(places).not.toContain(-1);
    expect(places).toEqual([...places].sort((a, b) => a - b));
  });
});
