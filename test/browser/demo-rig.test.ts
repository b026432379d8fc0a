import axe from 'axe-core';
import { afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import type { RigState } from '../../demo/rig-state.js';
import type { RigStrip } from '../../demo/widgets/rig/rig-strip.js';
import { listenToKeys } from '../../demo/widgets/shell/keyboard.js';
import { registerWidgets } from '../../demo/widgets/shell/register-widgets.js';
import type { KeyActions } from '../../demo/widgets/shell/shortcuts.js';
import { COMPARISON, type FakeRig, fakeRig, SERIES, SPLIT } from '../demo/support/fake-rig.js';

type Widget = RigStrip & { rig: RigState };

let rig: FakeRig;
let widgets: Widget[] = [];
beforeAll(() => {
  document.documentElement.dataset.theme = 'dark';
  registerWidgets();
});
beforeEach(() => page.viewport(1200, 800));
afterEach(() => {
  document.body.replaceChildren();
});

/** Shows widgets of a rig, and keeps them as the rig is. */
async function show(names: readonly string[], blocks = SERIES): Promise<void> {
  widgets = names.map((name) => document.createElement(name) as Widget);
  rig = fakeRig(blocks, (state) => {
    for (const widget of widgets) widget.rig = state;
  });
  for (const widget of widgets) Object.assign(widget, { rig: rig.state, actions: rig.actions, recent: [] });
  document.body.replaceChildren(...widgets);
  await settled();
}

/** Everything has been drawn. */
async function settled(): Promise<void> {
  for (let i = 0; i < 3; i++) await new Promise(requestAnimationFrame);
}

/** Elements below a node that match, whatever shadow roots they are in. */
function all<Kind extends HTMLElement = HTMLElement>(selector: string, root: ParentNode = document): Kind[] {
  return [...root.querySelectorAll<HTMLElement>('*')].flatMap((element) => [
    ...(element.matches(selector) ? [element as Kind] : []),
    ...(element.shadowRoot ? all<Kind>(selector, element.shadowRoot) : []),
  ]);
}

const one = <Kind extends HTMLElement = HTMLElement>(selector: string, root?: ParentNode): Kind =>
  all<Kind>(selector, root)[0];
const card = (id: string) => one(`demo-block-card[data-block="${id}"]`);
const inCard = (id: string, selector: string) => one(selector, card(id).shadowRoot!);
const slider = (id: string, label: string) => inCard(id, `[role=slider][aria-label="${label}"]`);
const order = () => rig.state.document.blocks.map(({ id }) => id);
const middle = (element: HTMLElement) => {
  const { x, y, width, height } = element.getBoundingClientRect();
  return { clientX: x + width / 2, clientY: y + height / 2 };
};
const pointer = (type: string, target: EventTarget, at: { clientX: number; clientY: number }, pointerType = 'mouse') =>
  target.dispatchEvent(
    new PointerEvent(type, { ...at, pointerType, isPrimary: true, bubbles: true, composed: true, cancelable: true }),
  );
const numberOf = (id: string, name: string) => {
  const block = rig.state.document.blocks.find((candidate) => candidate.id === id) as unknown as Record<string, number>;
  return block[name];
};

async function choose(opener: HTMLElement, label: string): Promise<void> {
  opener.click();
  await settled();
  const menu = (opener.getRootNode() as ShadowRoot).host;
  all('[role^="menuitem"]', menu.shadowRoot!)
    .find((item) => item.textContent!.includes(label))!
    .click();
  await settled();
}

describe('knobs', () => {
  const wheel = (target: HTMLElement, init: WheelEventInit) => {
    const event = new WheelEvent('wheel', { cancelable: true, bubbles: true, composed: true, ...init });
    target.dispatchEvent(event);
    return event.defaultPrevented;
  };

  test('the wheel turns a knob only while it has the focus or with Ctrl, by its way and not by its events', async () => {
    await show(['demo-rig-strip']);
    const drive = slider('amp', 'Drive');
    expect(wheel(drive, { deltaY: -100 })).toBe(false);
    expect(rig.calls).toEqual([]);
    expect(wheel(drive, { deltaY: -100, ctrlKey: true })).toBe(true);
    expect(numberOf('amp', 'inputDb')).toBe(1);
    await settled();
    drive.focus();
    for (let i = 0; i < 25; i++) {
      expect(wheel(drive, { deltaY: -4 })).toBe(true);
      await settled();
    }
    expect(numberOf('amp', 'inputDb')).toBeCloseTo(2, 0);
  });

  test('Level ends at +12 dB; a double click resets it; Enter takes a number', async () => {
    await show(['demo-rig-strip']);
    const level = slider('amp', 'Level');
    level.focus();
    await userEvent.keyboard('{End}');
    expect(numberOf('amp', 'outputDb')).toBe(12);
    await settled();
    level.dispatchEvent(new MouseEvent('dblclick', { bubbles: true, composed: true }));
    expect(numberOf('amp', 'outputDb')).toBe(0);
    await settled();
    await userEvent.keyboard('{Enter}');
    await settled();
    await userEvent.keyboard('-7.5{Enter}');
    await settled();
    expect(numberOf('amp', 'outputDb')).toBe(-7.5);
    expect(level.matches(':focus')).toBe(true);
    await userEvent.keyboard('{Enter}');
    await settled();
    await userEvent.keyboard('99{Escape}');
    await settled();
    expect(numberOf('amp', 'outputDb')).toBe(-7.5);
  });
});

describe('cards', () => {
  test('a block is added between others, bypassed, renamed and removed', async () => {
    await show(['demo-rig-strip', 'demo-block-panel']);
    await choose(one('[aria-label="Add a block before Triode crunch"]'), 'Compressor');
    expect(order()).toEqual(['gate', 'drive', 'added-1', 'amp', 'cabinet', 'equalizer']);
    expect(rig.state.selected).toBe('added-1');
    inCard('gate', '.power').click();
    await settled();
    expect(inCard('gate', '.power').getAttribute('aria-pressed')).toBe('false');
    expect(inCard('gate', '.facts .about').textContent).toContain('bypassed');
    await choose(inCard('added-1', '.more').shadowRoot!.querySelector('button')!, 'Rename');
    await userEvent.keyboard('Squeeze{Enter}');
    await settled();
    expect(inCard('added-1', '.title').textContent!.trim()).toBe('Squeeze');
    await choose(inCard('added-1', '.more').shadowRoot!.querySelector('button')!, 'Remove');
    expect(order()).toEqual(['gate', 'drive', 'amp', 'cabinet', 'equalizer']);
  });

  test('Alt and an arrow key move a card, which keeps the focus and says where it is', async () => {
    await show(['demo-rig-strip']);
    inCard('drive', '.title').focus();
    await userEvent.keyboard('{Alt>}{ArrowRight}{/Alt}');
    await settled();
    expect(order()).toEqual(['gate', 'amp', 'drive', 'cabinet', 'equalizer']);
    expect(inCard('drive', '.title').matches(':focus')).toBe(true);
    expect(one('[aria-live]').textContent).toBe('Diode drive, 3 of 5');
  });

  test.each([
    ['mouse', 0],
    ['touch', 400],
  ])('a card is dragged by %s to another place; Escape leaves it', async (type, restMs) => {
    await show(['demo-rig-strip']);
    const drag = async (id: string, to: HTMLElement, end: () => void) => {
      pointer('pointerdown', inCard(id, '.title'), middle(card(id)), type);
      await new Promise((resolve) => setTimeout(resolve, restMs));
      pointer('pointermove', window, { ...middle(to), clientY: middle(to).clientY + 8 }, type);
      end();
      await settled();
    };
    const gap = (before: string) => card(before).previousElementSibling as HTMLElement;
    await drag('equalizer', gap('amp'), () => window.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape' })));
    expect(order()).toEqual(['gate', 'drive', 'amp', 'cabinet', 'equalizer']);
    await drag('equalizer', gap('amp'), () => pointer('pointerup', window, middle(gap('amp')), type));
    expect(order()).toEqual(['gate', 'drive', 'equalizer', 'amp', 'cabinet']);
    expect(all('.dragging, .target')).toEqual([]);
  });

  test('a finger that scrolls moves no card', async () => {
    await show(['demo-rig-strip']);
    pointer('pointerdown', inCard('gate', '.title'), middle(card('gate')), 'touch');
    pointer('pointermove', window, middle(card('amp')), 'touch');
    pointer('pointerup', window, middle(card('amp')), 'touch');
    await settled();
    expect(rig.calls).toEqual([]);
  });

  test('missing, failed and opening blocks say so, and nothing moves', async () => {
    await show(['demo-rig-strip']);
    const box = () => JSON.stringify(all('demo-block-card').map((element) => element.getBoundingClientRect()));
    const before = box();
    for (const status of ['opening', 'missing', 'failed'] as const) {
      const problem = status === 'opening' ? null : 'The file is not at hand: open it again.';
      rig.change({ blocks: { ...rig.state.blocks, amp: { ...rig.state.blocks.amp, status, problem } } });
      await settled();
      expect(inCard('amp', '.facts .about').textContent).toContain(status);
      if (problem) expect(inCard('amp', '.problem').textContent).toBe(problem);
      expect(box()).toBe(before);
    }
  });

  test('files are taken by the card that they are dropped on; others go on to the page', async () => {
    await show(['demo-rig-strip']);
    const drop = (id: string, name: string) => {
      const dataTransfer = new DataTransfer();
      dataTransfer.items.add(new File(['x'], name));
      const event = new DragEvent('drop', { dataTransfer, bubbles: true, composed: true, cancelable: true });
      inCard(id, 'article').dispatchEvent(event);
      return event.defaultPrevented;
    };
    expect(drop('amp', 'mine.nam')).toBe(true);
    expect(drop('cabinet', 'room.wav')).toBe(true);
    expect(drop('amp', 'song.wav')).toBe(false);
    expect(drop('gate', 'mine.nam')).toBe(false);
    expect(rig.calls.map(([name, id]) => [name, id])).toEqual([
      ['openModel', 'amp'],
      ['openResponse', 'cabinet'],
    ]);
  });

  test('two models that are compared have names, a fader, and take files', async () => {
    await show(['demo-rig-strip'], [COMPARISON]);
    expect(all('.row .name span').map((name) => name.textContent)).toEqual(['Triode crunch', 'my_amp.nam']);
    all('.letter')[1].click();
    await settled();
    expect(all('.letter').map((letter) => letter.getAttribute('aria-pressed'))).toEqual(['false', 'true']);
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(new File(['x'], 'mine.nam'));
    all('.row', one('demo-compare-card').shadowRoot!)
      .filter((row) => row.matches('div:has(.letter)'))[1]
      .dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true, composed: true, cancelable: true }));
    one('.end', one('demo-compare-card').shadowRoot!).click();
    expect(rig.calls.map(([name, id]) => [name, id])).toEqual([
      ['setBlend', 1],
      ['openModel', 'b'],
      ['endComparison', undefined],
    ]);
  });
});

describe('the panel of the selected block', () => {
  test("an equalizer's band is dragged in its curve, and turned by keys", async () => {
    await show(['demo-block-panel']);
    rig.actions.select('equalizer');
    await settled();
    const point = all('.point')[1];
    const start = middle(point);
    point.setPointerCapture = () => {};
    pointer('pointerdown', point, start);
    pointer('pointermove', point, { clientX: start.clientX + 60, clientY: start.clientY - 20 });
    pointer('pointerup', point, start);
    expect(numberOf('equalizer', 'frequency2')).toBeGreaterThan(400);
    expect(numberOf('equalizer', 'gain2Db')).toBeGreaterThan(6);
    const before = numberOf('equalizer', 'gain2Db');
    await settled();
    point.focus();
    await userEvent.keyboard('{ArrowDown}');
    expect(numberOf('equalizer', 'gain2Db')).toBeCloseTo(before - 1);
  });
});

describe('presets', () => {
  test('are saved with a name, marked when edited without a move, and gone back to', async () => {
    await show(['demo-preset-row']);
    const width = () => one('.presets').firstElementChild!.getBoundingClientRect().width;
    const before = width();
    rig.actions.set('gate', { thresholdDb: -40 });
    await settled();
    expect(one('[aria-pressed="true"]').getAttribute('aria-label')).toBe('Preset 1: Crunch rhythm, edited');
    expect(width()).toBe(before);
    one('.save').click();
    await settled();
    await userEvent.keyboard('Quiet{Enter}');
    await settled();
    expect(rig.state.presets.at(-1)?.name).toBe('Quiet');
    all<HTMLElement & { label: string }>('demo-round-button')[0].click();
    await settled();
    expect(rig.calls.at(-1)).toEqual(['undo']);
  });
});

describe('keys', () => {
  test('are for a menu that is open, not for what lies behind it', async () => {
    await show(['demo-rig-strip']);
    const called: string[] = [];
    const actions = new Proxy({} as KeyActions, { get: (_, name) => () => called.push(String(name)) });
    const stop = listenToKeys(actions);
    const opener = inCard('amp', '.more').shadowRoot!.querySelector('button')!;
    opener.focus();
    await userEvent.keyboard('b');
    expect(called).toEqual(['toggleRig']);
    await userEvent.keyboard('{ArrowDown}');
    await vi.waitFor(() => expect(all('[role^="menuitem"]').some((item) => item.matches(':focus'))).toBe(true));
    await userEvent.keyboard('b3x{Control>}z{/Control}');
    document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 't', bubbles: true }));
    await userEvent.keyboard('{Escape}');
    expect(called).toEqual(['toggleRig']);
    await settled();
    await userEvent.keyboard('{Control>}z{/Control}');
    expect(called).toEqual(['toggleRig', 'undo']);
    stop();
  });
});

describe('keys, where the rig is not seen,', () => {
  test('play and pause, and list the keys; those of the rig do nothing', async () => {
    const called: string[] = [];
    const actions = new Proxy({} as KeyActions, { get: (_, name) => () => called.push(String(name)) });
    let seesRig = false;
    const stop = listenToKeys(actions, () => seesRig);
    await userEvent.keyboard('bxt1 {Control>}z{/Control}?');
    expect(called).toEqual(['togglePlay', 'toggleKeys']);
    seesRig = true;
    await userEvent.keyboard('b');
    expect(called).toEqual(['togglePlay', 'toggleKeys', 'toggleRig']);
    stop();
  });
});

describe('on a phone', () => {
  test('one card is shown at a time, and the one that is swiped to is selected', async () => {
    await page.viewport(320, 700);
    await show(['demo-rig-strip', 'demo-block-panel', 'demo-preset-row']);
    expect(document.documentElement.scrollWidth).toBe(320);
    const strip = one('.rig');
    strip.scrollTo({ left: strip.scrollWidth / 2, behavior: 'instant' });
    await vi.waitFor(() => expect(rig.state.selected).not.toBe('gate'));
    rig.actions.select('output');
    await vi.waitFor(() => expect(strip.scrollLeft).toBeGreaterThan(strip.scrollWidth - strip.clientWidth - 40));
    expect(rig.state.selected).toBe('output');
  });
});

test.each([
  ['a split, and an equalizer from the inside', [SERIES[0], SERIES[1], SPLIT, SERIES[4]], 'equalizer'],
  ['a comparison', [COMPARISON], 'a'],
])('axe finds no obstacle in %s', async (_, blocks, selected) => {
  await show(['demo-preset-row', 'demo-rig-strip', 'demo-block-panel'], blocks);
  rig.actions.select(selected);
  await settled();
  const rules = { region: { enabled: false }, 'page-has-heading-one': { enabled: false } };
  const { violations } = await axe.run(document.body, { rules, resultTypes: ['violations'] });
  expect(violations.map(({ id, nodes }) => [id, nodes[0].html])).toEqual([]);
});
