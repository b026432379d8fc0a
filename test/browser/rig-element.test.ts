import axe from 'axe-core';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import compressor from '../../models/opto-compressor.safetensors?url';
import { type DilatoneRig, defineRig } from '../../src/pedal/index.js';
import { createRig, type Rig, type RigDocument } from '../../src/rig/index.js';
import { encodeWav } from '../../src/wav/encode-wav.js';
import { modelFile } from './support/models.js';

defineRig();

let context: AudioContext;
let rig: Rig;
let element: DilatoneRig;
beforeEach(async () => {
  context = new AudioContext({ sampleRate: 48_000 });
  rig = await createRig(context, [
    { type: 'gate' },
    { type: 'split', paths: [[{ type: 'gain', id: 'clean' }], []] },
    { type: 'highpass', frequency: 100 },
  ]);
  rig.connect(context.destination);
  element = document.createElement('dilatone-rig');
  element.rig = rig;
  document.body.append(element);
});
afterEach(async () => {
  element.remove();
  rig.dispose();
  await context.close();
});

const root = () => element.shadowRoot!;
const find = <Kind extends Element = HTMLElement>(selector: string) => root().querySelector<Kind>(selector)!;
const card = (id: string) => find(`[data-block="${id}"]`);
const knob = (id: string, label: string) => card(id).querySelector<HTMLInputElement>(`input[aria-label="${label}"]`)!;
const click = (label: string) => find(`button[aria-label="${label}"]`).click();
const shown = () => [...root().querySelectorAll('[data-block]')].map((item) => (item as HTMLElement).dataset.block);
const press = (target: Element, key: string) =>
  target.dispatchEvent(new KeyboardEvent('keydown', { key, altKey: true, bubbles: true, composed: true }));
const change = () =>
  new Promise<unknown>((resolve) =>
    element.addEventListener('rigchange', (event) => resolve((event as CustomEvent).detail), { once: true }),
  );

function drop(file: File, target: Element): void {
  const { left, top } = target.getBoundingClientRect();
  const dataTransfer = new DataTransfer();
  dataTransfer.items.add(file);
  const at = { clientX: left + 2, clientY: top + 2 };
  target.dispatchEvent(new DragEvent('drop', { dataTransfer, cancelable: true, bubbles: true, composed: true, ...at }));
}

const response = () =>
  new File(
    [encodeWav({ channels: [Float32Array.of(0, 1)], sampleRate: 48_000 }, '32f').bytes as BlobPart],
    'open-back.wav',
  );

describe('<dilatone-rig>', () => {
  it('shows every block with a knob for each of its numbers, and what else changes them', async () => {
    expect(shown()).toEqual(['gate', 'split', 'clean', 'highpass']);
    expect(card('gate').querySelectorAll('input')).toHaveLength(6);
    expect(knob('highpass', 'Frequency').getAttribute('aria-valuetext')).toBe('100\u00a0Hz');
    rig.set('highpass', { frequency: 1000 });
    rig.setBypass('gate', true);
    rig.bypass = true;
    await vi.waitFor(() => expect(knob('highpass', 'Frequency').getAttribute('aria-valuetext')).toBe('1\u00a0kHz'));
    expect(card('gate').querySelector('[role=switch]')!.getAttribute('aria-checked')).toBe('true');
    expect(find('button[aria-label="Bypass the rig"]').getAttribute('aria-checked')).toBe('true');
    await rig.remove('split');
    await vi.waitFor(() => expect(shown()).toEqual(['gate', 'highpass']));
  });

  it('turns numbers by ratios where they are heard so, and tells the app', async () => {
    const told = change();
    const frequency = knob('highpass', 'Frequency');
    frequency.value = '0.5';
    frequency.dispatchEvent(new Event('input'));
    expect(rig.block('highpass')).toMatchObject({ frequency: 100 });
    expect(await told).toEqual({ what: 'values' });
    const input = find<HTMLInputElement>('input[aria-label="Input gain"]');
    input.stepUp(2);
    input.dispatchEvent(new Event('input'));
    expect(rig.document.input?.gainDb).toBe(1);
    click('Bypass Gate');
    expect(rig.block('gate')?.bypass).toBe(true);
  });

  it('moves blocks by keys: through the first path of a split, to the second, and out', async () => {
    const button = card('gate').querySelector<HTMLElement>('[aria-label="Move Gate later"]')!;
    button.focus();
    press(button, 'ArrowRight');
    expect(find('[aria-live]').textContent).toBe('Gate: place 1 of 2 of path 1');
    await vi.waitFor(() => expect(shown()).toEqual(['split', 'gate', 'clean', 'highpass']));
    expect(root().activeElement).toBe(button);
    press(knob('gate', 'Range'), 'ArrowDown');
    await vi.waitFor(() => expect(card('gate').closest('ol')!.dataset.path).toBe('1'));
    button.click();
    await vi.waitFor(() => expect(shown()).toEqual(['split', 'clean', 'gate', 'highpass']));
    expect(rig.document.blocks.map(({ id }) => id)).toEqual(['split', 'gate', 'highpass']);
    press(card('highpass').querySelector('button')!, 'ArrowRight');
    expect(find('[aria-live]').textContent).toBe('High-pass cannot move there');
  });

  it('moves a block that is dragged by its grip; escape leaves it', async () => {
    const grip = card('highpass').querySelector<HTMLElement>('.grip')!;
    // A pointer that was made up cannot be captured.
    grip.setPointerCapture = () => {};
    const pointer = (type: string, target: Element) => {
      const { left, top } = target.getBoundingClientRect();
      const at = { pointerId: 1, clientX: left + 3, clientY: top + 3, bubbles: true };
      grip.dispatchEvent(new PointerEvent(type, at));
    };
    card('gate').scrollIntoView();
    pointer('pointerdown', grip);
    pointer('pointermove', card('gate'));
    expect(card('gate').classList.contains('drop-before')).toBe(true);
    dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape' }));
    pointer('pointerup', card('gate'));
    expect(root().querySelector('.drop-before, .dragged')).toBeNull();
    expect(rig.document.blocks[0].id).toBe('gate');
    pointer('pointerdown', grip);
    pointer('pointermove', card('gate'));
    pointer('pointerup', card('gate'));
    expect(rig.document.blocks.map(({ id }) => id)).toEqual(['highpass', 'gate', 'split']);
  });

  it('adds and removes blocks, in the series and in a path', async () => {
    const tiles = [...root().querySelectorAll('.add')];
    for (const tile of [tiles.at(-1)!, tiles[1]]) {
      tile.querySelector('select')!.value = 'tone';
      const told = change();
      tile.querySelector('button')!.click();
      expect(await told).toEqual({ what: 'rig' });
    }
    await vi.waitFor(() => expect(shown()).toEqual(['gate', 'split', 'clean', 'tone-2', 'highpass', 'tone']));
    find('button[aria-label="Remove Split"]').focus();
    click('Remove Split');
    await vi.waitFor(() => expect(shown()).toEqual(['gate', 'highpass', 'tone']));
    expect(root().activeElement!.ariaLabel).toBe('Bypass High-pass');
  });

  it('embeds dropped files by their hash: models, cabinets, and another one for a block that lacks it', async () => {
    let told = change();
    drop(modelFile('nano'), card('gate'));
    await told;
    told = change();
    await element.loadFile(response());
    const { blocks, files } = rig.document;
    expect(blocks.map(({ type }) => type)).toEqual(['model', 'gate', 'split', 'highpass', 'cabinet']);
    expect(Object.values(files ?? {}).map(({ name }) => name)).toEqual(['nano.nam', 'open-back.wav']);
    expect(rig.info.blocks.every(({ status }) => status === 'ready')).toBe(true);
    expect(card('cabinet').querySelector('.file')!.textContent).toBe('open-back.wav');

    await rig.setState({ ...rig.document, files: {}, blocks: [{ type: 'model', model: { sha256: '0'.repeat(64) } }] });
    await vi.waitFor(() =>
      expect(card('model').querySelector('.problem')!.textContent).toContain('expected its bytes'),
    );
    const picker = find<HTMLInputElement>('input[type=file]');
    picker.click = vi.fn();
    card('model').querySelector<HTMLElement>('.file')!.click();
    expect(picker.click).toHaveBeenCalled();
    const picked = new DataTransfer();
    picked.items.add(modelFile('nano'));
    picker.files = picked.files;
    told = change();
    picker.dispatchEvent(new Event('change'));
    await told;
    await vi.waitFor(() => expect(card('model').querySelector('.problem')!.textContent).toBe(''));
    expect(rig.info.blocks[0].status).toBe('ready');
  });

  it('turns the controls of a model; what comes while one is set is put together', async () => {
    const update = vi.fn(rig.update);
    element.rig = Object.create(rig, { update: { value: update } });
    await rig.add({ type: 'model', id: 'comp', model: { url: compressor } }, { index: 0 });
    await vi.waitFor(() => expect(card('comp').querySelectorAll('input')).toHaveLength(6));
    const control = [...card('comp').querySelectorAll('input')].at(-1)!;
    const [{ name, maximum }] = rig.info.blocks[0].model!.controls.slice(-1);
    for (let i = 0; i < 5; i++) {
      control.stepUp();
      control.dispatchEvent(new Event('input'));
    }
    control.value = String(maximum);
    control.dispatchEvent(new Event('input'));
    await vi.waitFor(() => expect(rig.block('comp')).toMatchObject({ controls: { [name]: maximum } }));
    expect(update).toHaveBeenCalledTimes(2);
  });

  it('lays nothing over one another, however wide a card is', async () => {
    // Its labels could be broken into lines.
    await rig.add({ type: 'equalizer' });
    await element.loadFile(new File(['<html> that is no response'], 'a.wav'));
    await vi.waitFor(() => expect(find('.problem:not(:empty)').textContent).toMatch(/^a\.wav: expected a WAV file/));
    const row = [...find('.row > .blocks').children, find('.row > :last-child')].map((item) =>
      item.getBoundingClientRect(),
    );
    for (const [i, { left }] of row.entries()) if (i > 0) expect(left).toBeGreaterThanOrEqual(row[i - 1].right);
  });

  it('never rejects, whatever is loaded', async () => {
    await element.loadFile(null as never);
    expect(find('.status').textContent).toMatch(/^source: expected an address, a Blob or bytes, got null/);
    expect(() => {
      element.rig = {} as never;
    }).toThrow('rig: expected a Rig or null, got object');
  });

  it('opens a rig that is dropped, and tells of one that is none', async () => {
    const state: RigDocument = { format: 'dilatone-rig', version: 1, name: 'Lead', blocks: [{ type: 'dc' }] };
    await element.loadFile(new File([JSON.stringify(state)], 'lead.json'));
    await vi.waitFor(() => expect(shown()).toEqual(['dc']));
    expect(find('.title').textContent).toBe('Lead');
    await element.loadFile(new File([JSON.stringify({ ...state, blocks: [{ type: 'flanger' }] })], 'odd.json'));
    expect(find('[role=status]').textContent).toContain('got flanger');
    expect(rig.document.blocks[0].type).toBe('dc');
  });

  it('shows levels, the limiter and shares while sound runs, and silence outside of the page', async () => {
    const source = new OscillatorNode(context);
    source.connect(rig.node);
    source.start();
    rig.limitDb = -20;
    const [input, output] = root().querySelectorAll('[role=meter]');
    await vi.waitFor(() => expect(Number(input.getAttribute('aria-valuenow'))).toBeGreaterThan(-6));
    await vi.waitFor(() => expect(output.getAttribute('aria-valuetext')).toContain('limited by'));
    await vi.waitFor(() => expect(card('split').querySelector('.share')!.textContent).toContain('CPU'), 3000);
    element.remove();
    expect(input.getAttribute('aria-valuetext')).toBe('silence');
  });

  it('without a rig shows an empty frame', () => {
    element.rig = null;
    expect(find('.title').textContent).toBe('No rig');
    expect(shown()).toEqual([]);
    expect([...root().querySelectorAll('button')].every((button) => button.disabled)).toBe(true);
  });

  it.each(['dark', 'light'])('keeps nobody out, and stays within a narrow page, in the theme %s', async (theme) => {
    element.setAttribute('theme', theme);
    const page = document.createElement('main');
    page.style.cssText = `width: 320px; background: ${theme === 'dark' ? '#000' : '#fff'}`;
    document.body.append(page);
    page.append(element);
    await rig.setState([
      { type: 'model', model: { url: 'data:,none' } },
      ...rig.document.blocks,
      { type: 'equalizer' },
    ]);
    await vi.waitFor(() => expect(shown()).toContain('equalizer'));
    expect(page.scrollWidth).toBe(320);
    const { violations } = await axe.run(page);
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html)}`)).toEqual([]);
    page.remove();
  });
});
