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
    await page.getByRole('button', { name: 'Model', pressed: false }).waitFor();
    await page.keyboard.press('b');
    await page.getByRole('button', { name: 'Model', pressed: true }).waitFor();
    const drive = page.getByRole('slider', { name: 'Drive' });
    await drive.focus();
    const before = Number(await drive.getAttribute('aria-valuenow'));
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('ArrowUp');
    expect(Number(await drive.getAttribute('aria-valuenow'))).toBe(before + 2);
    await drive.dblclick();
    expect(Number(await drive.getAttribute('aria-valuenow'))).toBe(before);
    await page.keyboard.press('Space');
    await page.getByRole('button', { name: 'Play', exact: true }).waitFor();
    expect(complaints).toEqual([]);
  });

  test('the tab key follows the signal: source, model, bypass, what stands around them, network, knobs', async () => {
    const demo = await site.open();
    const { page } = demo;
    await page.keyboard.press('Space');
    await demo.hearsSound();
    const stops: string[] = [];
    for (let i = 0; i < 32; i++) {
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
      'Sound',
      'Guitar riff',
      'Place in the sound',
      'Trim',
      'Pause',
      'Triode',
      'Model',
      'Volume',
      'Tuner',
      'Metronome',
      'Record',
      'Gate',
      'Compare',
      'Output',
      'Cabinet',
      'Take away',
      'Network',
      'Drive',
      'Level',
      'Mix',
    ];
    const places = order.map((name) => stops.findIndex((stop) => stop.startsWith(name)));
    expect(places).not.toContain(-1);
    expect(places).toEqual([...places].sort((a, b) => a - b));
  });
});
