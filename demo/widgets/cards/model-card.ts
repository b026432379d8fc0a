import { css, html, LitElement } from 'lit';
import { BUILTIN_MODELS } from '../../builtin-models.js';
import { formatCount, formatInteger } from '../../format.js';
import type { ModelState, RecentModel, SizeState } from '../../state.js';
import { type Menu, type MenuItem, type MenuSection, RemoveEvent } from '../controls/menu.js';
import type { ChooseEvent } from '../controls/segmented-control.js';
import { sharedStyles } from '../controls/styles.js';
import { modelPicture } from './model-picture.js';

/** What an OpenFileEvent may ask for. */
export type OpenedKind = 'model' | 'sound' | 'cabinet';

/** Asks the page for the browser's dialogue that opens a file. */
export class OpenFileEvent extends Event {
  readonly kind: OpenedKind;

  constructor(kind: OpenedKind) {
    super('openfile', { bubbles: true, composed: true });
    this.kind = kind;
  }
}

/** A built-in model, by its place, or a recent one, by its id, was chosen. */
export class ChooseModelEvent extends Event {
  readonly builtin: number | null;
  readonly recent: string | null;

  constructor(choice: { readonly builtin?: number; readonly recent?: string }) {
    super('choosemodel');
    this.builtin = choice.builtin ?? null;
    this.recent = choice.recent ?? null;
  }
}

/** Another of the model's sizes was chosen. */
export class ChooseSizeEvent extends Event {
  readonly size: number;

  constructor(size: number) {
    super('choosesize');
    this.size = size;
  }
}

/** The model in use, and a menu with the others. */
export class ModelCard extends LitElement {
  static override properties = {
    model: { attribute: false },
    recent: { attribute: false },
    opening: { attribute: false },
  };

  static override styles = [
    sharedStyles,
    css`
      demo-menu {
        margin: -4px -8px;
      }
      .card {
        display: flex;
        align-items: center;
        gap: 12px;
        min-width: 0;
      }
      svg {
        flex: none;
        color: var(--muted);
      }
      .words {
        min-width: 0;
      }
      .name,
      .about {
        display: block;
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
      }
      .name {
        font-size: 16px;
        font-weight: 650;
        line-height: 1.3;
      }
      .about {
        color: var(--muted);
        font-size: 12px;
      }
      kbd {
        width: 24px;
        padding: 1px 0;
        border: 1px solid var(--line);
        border-radius: 5px;
        background: var(--background);
        color: var(--muted-on-background);
        font: inherit;
        font-size: 12px;
        text-align: center;
      }
    `,
  ];

  declare model: ModelState | null;
  declare recent: readonly RecentModel[];
  /** Name of a file that is being opened. */
  declare opening: string | null;

  constructor() {
    super();
    this.model = null;
    this.recent = [];
    this.opening = null;
  }

  /** Opens the menu. */
  open(): void {
    this.renderRoot.querySelector<Menu>('demo-menu')?.open();
  }

  protected override render(): unknown {
    const builtin = BUILTIN_MODELS[this.model?.builtinIndex ?? -1];
    return html`
      <demo-menu
        label="Models"
        .sections=${[...sizeSections(this.model?.sizes ?? []), ...modelSections(this.model, this.recent)]}
        @choose=${this.#choose}
        @removeitem=${({ choice }: RemoveEvent) => this.dispatchEvent(new RemoveEvent(choice.slice(RECENT.length)))}
      >
        <span class="card">
          ${modelPicture(builtin?.kind ?? '')}
          <span class="words">
            <span class="name">${this.model?.name ?? 'No model yet'}</span>
            <span class="about">${this.#about()}</span>
          </span>
        </span>
      </demo-menu>
    `;
  }

  #about(): string {
    if (this.opening !== null) return `Opening ${this.opening}…`;
    if (!this.model) return 'Drop a .nam file to hear it';
    const { architecture, layers, parameters } = this.model.info;
    return `${architecture}, ${layers} layers, ${formatInteger(parameters)} weights`;
  }

  #choose({ choice }: ChooseEvent): void {
    const event = choice.startsWith(SIZE) ? new ChooseSizeEvent(Number(choice.slice(SIZE.length))) : modelEvent(choice);
    this.dispatchEvent(event);
  }
}

const OPEN = 'open';
const BUILTIN = 'builtin:';
const RECENT = 'recent:';
const SIZE = 'size:';

/** The sizes of a model that comes in several, with the work of each. */
function sizeSections(sizes: readonly SizeState[]): MenuSection[] {
  const items = sizes.map(({ size, multiplyAdds, inUse }, i): MenuItem => {
    const name = i === 0 ? 'Smallest' : i === sizes.length - 1 ? 'Largest' : `Size ${i + 1} of ${sizes.length}`;
    const about = `${formatCount(multiplyAdds)} multiply-adds per frame`;
    return { value: `${SIZE}${size}`, label: name, about, checked: inUse };
  });
  return [{ title: 'Sizes of this model', items }];
}

/** All models to choose from: those of the page, those opened before, and a file. */
export function modelSections(model: ModelState | null, recent: readonly RecentModel[]): MenuSection[] {
  const builtins = BUILTIN_MODELS.map(
    ({ name, description, kind }, index): MenuItem => ({
      value: `${BUILTIN}${index}`,
      label: name,
      about: description,
      mark: modelPicture(kind),
      checked: model?.builtinIndex === index,
    }),
  );
  const kept = recent.map(
    ({ id, name }): MenuItem => ({ value: `${RECENT}${id}`, label: name, mark: modelPicture(''), removable: true }),
  );
  return [
    { items: builtins },
    { title: 'Recent, kept in this browser', items: kept },
    { items: [{ value: OPEN, label: 'Open a model…', about: '.nam or .safetensors; or drop it anywhere' }] },
  ];
}

/** What a choice among `modelSections` asks for. */
export function modelEvent(choice: string): ChooseModelEvent | OpenFileEvent {
  if (choice === OPEN) return new OpenFileEvent('model');
  if (choice.startsWith(RECENT)) return new ChooseModelEvent({ recent: choice.slice(RECENT.length) });
  return new ChooseModelEvent({ builtin: Number(choice.slice(BUILTIN.length)) });
}
