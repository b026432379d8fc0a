import { BLOCK_PARAMETERS, type BlockParameter } from '../../live/rig/block-parameters.js';
import type { Control } from '../../network/controls.js';
import { parameterValues } from '../../rig/document/parameter-values.js';
import type { ModelBlock, RigBlock } from '../../rig/document/rig-document.js';
import type { BlockInfo } from '../../rig/rig-info.js';
import { html } from '../elements.js';
import { blockName, fileName } from './block-names.js';
import { controlKnob, type ParameterKnob, parameterKnob } from './parameter-knob.js';
import type { RigActions } from './rig-actions.js';

/** The card of one block: its name, switch, knobs, file and problem, and buttons to move and remove it. */
export class BlockCard {
  readonly element: HTMLLIElement;
  readonly #group: HTMLElement;
  readonly #title = html('p', { class: 'title' });
  readonly #share = html('span', { class: 'share' });
  readonly #light = html('span', { class: 'light', 'aria-hidden': 'true' });
  readonly #switch = html('button', { type: 'button', role: 'switch' }, 'Bypass');
  readonly #earlier = html('button', { type: 'button', class: 'icon', 'aria-keyshortcuts': 'Alt+ArrowLeft' }, '←');
  readonly #later = html('button', { type: 'button', class: 'icon', 'aria-keyshortcuts': 'Alt+ArrowRight' }, '→');
  readonly #remove = html('button', { type: 'button', class: 'icon' }, '✕');
  readonly #file = html('button', { type: 'button', class: 'file' });
  readonly #knobs = html('div', { class: 'knobs' });
  readonly #problem = html('p', { class: 'problem' });
  readonly #actions: RigActions;
  readonly #id: string;
  readonly #parameterKnobs: readonly ParameterKnob[];
  #controlKnobs: readonly (readonly [Control, ParameterKnob])[] = [];
  /** The controls that have knobs, as text. */
  #shownControls = '';
  #fault: string | null = null;

  /** `paths`: the lists of a split's blocks. */
  constructor(block: RigBlock, actions: RigActions, paths: readonly HTMLElement[]) {
    const { type } = block;
    this.#id = block.id as string;
    this.#actions = actions;
    const grip = html('span', { class: 'grip', 'aria-hidden': 'true', title: 'Drag to move' }, '⠿');
    const parameters: readonly BlockParameter[] = BLOCK_PARAMETERS[type];
    this.#parameterKnobs = parameters.map((parameter) =>
      parameterKnob(parameter, (value) => actions.set(this.#id, parameter.name, value)),
    );
    this.#knobs.append(...this.#parameterKnobs.map(({ element }) => element));
    this.#group = html(
      'div',
      { class: `card ${type}`, role: 'group' },
      html('header', {}, grip, this.#light, this.#title, this.#share),
      this.#file,
      this.#knobs,
      ...paths,
      this.#problem,
      html('footer', {}, this.#switch, this.#earlier, this.#later, this.#remove),
    );
    this.element = html('li', { 'data-block': this.#id }, this.#group);
    this.#file.hidden = type !== 'model' && type !== 'cabinet';
    this.#knobs.hidden = parameters.length === 0;
    this.#listen(grip, type);
  }

  /** Displays a block. `info` is undefined while it is prepared. */
  show(block: RigBlock, info: BlockInfo | undefined): void {
    const name = blockName(block, info);
    const bypass = block.bypass ?? false;
    if (this.#title.textContent !== name) this.#showName(name);
    this.#group.classList.toggle('on', !bypass && info?.status === 'ready' && this.#fault === null);
    this.#switch.setAttribute('aria-checked', String(bypass));
    this.#showFile(fileName(block), name);
    this.#showControls(info?.model?.controls ?? []);
    for (const [i, value] of parameterValues(block).entries()) this.#parameterKnobs[i].show(value);
    const values = (block as ModelBlock).controls ?? {};
    for (const [control, knob] of this.#controlKnobs) knob.show(values[control.name] ?? control.default);
    setText(this.#problem, this.#fault ?? info?.problem ?? '');
  }

  /** Displays the block's share of the audio thread's time; null for none. */
  showShare(share: number | null): void {
    setText(this.#share, share === null ? '' : `${(100 * share).toFixed(share < 0.1 ? 1 : 0)}\u00a0% CPU`);
  }

  /** Displays a fault until the next `show`; null ends it. */
  setFault(reason: string | null): void {
    this.#fault = reason;
  }

  #showName(name: string): void {
    this.#title.textContent = name;
    this.#title.title = name;
    this.#group.setAttribute('aria-label', name);
    this.#switch.setAttribute('aria-label', `Bypass ${name}`);
    for (const [button, label, keys] of [
      [this.#earlier, `Move ${name} earlier`, ' (Alt+←)'],
      [this.#later, `Move ${name} later`, ' (Alt+→)'],
      [this.#remove, `Remove ${name}`, ''],
    ] as const) {
      button.setAttribute('aria-label', label);
      button.title = label + keys;
    }
  }

  #showFile(file: string | null, name: string): void {
    if (file === null) return;
    setText(this.#file, file);
    this.#file.setAttribute('aria-label', `${file}: choose another file for ${name}`);
  }

  #showControls(controls: readonly Control[]): void {
    const shown = JSON.stringify(controls);
    if (shown === this.#shownControls) return;
    this.#shownControls = shown;
    for (const [, { element }] of this.#controlKnobs) element.remove();
    this.#controlKnobs = controls.map((control) => [
      control,
      controlKnob(control, (value) => this.#actions.setControl(this.#id, control.name, value)),
    ]);
    this.#knobs.append(...this.#controlKnobs.map(([, { element }]) => element));
  }

  #listen(grip: HTMLElement, type: RigBlock['type']): void {
    const id = this.#id;
    const actions = this.#actions;
    grip.addEventListener('pointerdown', (event) => actions.drag(id, event));
    this.#switch.addEventListener('click', () => {
      actions.setBypass(id, this.#switch.getAttribute('aria-checked') !== 'true');
    });
    this.#earlier.addEventListener('click', () => actions.step(id, 'earlier'));
    this.#later.addEventListener('click', () => actions.step(id, 'later'));
    this.#remove.addEventListener('click', () => actions.remove(id));
    if (type === 'model' || type === 'cabinet') {
      this.#file.addEventListener('click', () => actions.chooseFile(type, { id }));
    }
    this.#group.addEventListener('keydown', (event) => {
      const direction = event.altKey ? DIRECTIONS[event.key] : undefined;
      // On a list of types, Alt+↓ opens it.
      if (direction === undefined || event.target instanceof HTMLSelectElement) return;
      // Else the knob turns, the browser goes back, or the split around the block moves, too.
      event.preventDefault();
      event.stopPropagation();
      actions.step(id, direction);
    });
  }
}

const DIRECTIONS: Readonly<Record<string, 'earlier' | 'later' | 'up' | 'down'>> = {
  ArrowLeft: 'earlier',
  ArrowRight: 'later',
  ArrowUp: 'up',
  ArrowDown: 'down',
};

/** Sets a text only where it differs: screen readers read a text again that was set. */
function setText(element: HTMLElement, text: string): void {
  if (element.textContent !== text) element.textContent = text;
}
