import { css, html, LitElement } from 'lit';
import { builtinOf } from '../../builtin-models.js';
import { formatArchitecture, formatNumberOf } from '../../format.js';
import type { ModelChoice, ModelState, RecentModel } from '../../state.js';
import { sharedStyles } from '../controls/styles.js';
import { type ChooseEvent, OpenFileEvent, RemoveEvent } from '../events.js';
import { FILE_SECTION, modelSections, readModelMenu, sizeSection } from './model-menu.js';
import { modelPicture } from './model-picture.js';

/** The visitor chose another model. */
export class ChooseModelEvent extends Event {
  readonly choice: ModelChoice;

  constructor(choice: ModelChoice) {
    super('choosemodel');
    this.choice = choice;
  }
}

/** The visitor chose another of the model's sizes. */
export class ChooseSizeEvent extends Event {
  readonly size: number;

  constructor(size: number) {
    super('choosesize');
    this.size = size;
  }
}

/**
 * The model in use, on a menu of its sizes and of the other models. Emits ChooseModelEvent, ChooseSizeEvent, OpenFileEvent,
 * and RemoveEvent with the id of a recent model.
 */
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

  protected override render(): unknown {
    return html`
      <demo-menu
        label="Models"
        .sections=${[sizeSection(this.model?.sizes ?? []), ...modelSections(this.model, this.recent), FILE_SECTION]}
        @choose=${this.#choose}
        @removeitem=${this.#remove}
      >
        <span class="card">
          ${modelPicture(builtinOf(this.model)?.kind)}
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
    return [
      formatArchitecture(architecture),
      formatNumberOf(layers, 'layer'),
      formatNumberOf(parameters, 'weight'),
    ].join(', ');
  }

  #choose({ choice: value }: ChooseEvent): void {
    const choice = readModelMenu(value);
    if (choice.kind === 'file') this.dispatchEvent(new OpenFileEvent('model'));
    else if (choice.kind === 'size') this.dispatchEvent(new ChooseSizeEvent(choice.size));
    else this.dispatchEvent(new ChooseModelEvent(choice));
  }

  #remove({ choice: value }: RemoveEvent): void {
    const choice = readModelMenu(value);
    if (choice.kind === 'recent') this.dispatchEvent(new RemoveEvent(choice.id));
  }
}
