import { html, LitElement } from 'lit';
import type { SplitBlock } from '../../../src/rig/index.js';
import { formatPercent } from '../../format.js';
import type { BlockState, RigActions } from '../../rig-state.js';
import type { RecentModel } from '../../state.js';
import { closeIcon, moreIcon } from '../controls/icons.js';
import { rangeStyles, sharedStyles } from '../controls/styles.js';
import type { ChooseEvent, RemoveEvent } from '../events.js';
import { chooseFile, fileSections, forgetting } from './block-menu.js';
import { titleOf } from './block-words.js';
import { compareStyles } from './compare-card-styles.js';

/** Two models that are compared: their names, which are menus and take dropped files, and a fader between them. Emits ForgetModelEvent. */
export class CompareCard extends LitElement {
  static override properties = {
    block: { attribute: false },
    blocks: { attribute: false },
    actions: { attribute: false },
    recent: { attribute: false },
    selected: {},
    dropping: { state: true },
  };

  static override styles = [sharedStyles, rangeStyles, compareStyles];

  declare block: SplitBlock;
  /** By id. */
  declare blocks: Readonly<Record<string, BlockState>>;
  declare actions: RigActions;
  declare recent: readonly RecentModel[];
  /** Id of the block that is selected. */
  declare selected: string;
  /** The path over which a file is held. */
  declare dropping: number | null;

  constructor() {
    super();
    this.recent = [];
    this.selected = '';
    this.dropping = null;
  }

  protected override render(): unknown {
    const blend = this.block.blend ?? 0.5;
    return html`
      <article class="card" aria-label="Models A and B, side by side">
        <header>
          <h3>A / B</h3>
          <button
            class="end"
            aria-label="End the comparison"
            title="End the comparison: the model that is heard stays"
            @click=${() => this.actions.endComparison()}
          >
            ${closeIcon}
          </button>
        </header>
        ${this.#row(0, blend <= 0.5)} ${this.#row(1, blend > 0.5)}
        <div class="fader">
          <input
            type="range"
            min="0"
            max="1"
            step="0.01"
            aria-label="From model A to model B"
            aria-valuetext="${formatPercent(blend)} of B"
            .value=${String(blend)}
            @input=${(event: InputEvent) => this.actions.setBlend(Number((event.target as HTMLInputElement).value))}
          />
        </div>
      </article>
    `;
  }

  #row(path: 0 | 1, heard: boolean): unknown {
    const block = this.block.paths[path].find(({ type }) => type === 'model') ?? this.block.paths[path][0];
    if (!block) return html`<div class="row"></div>`;
    const state = this.blocks[block.id ?? ''];
    const title = titleOf(block, state?.title);
    const letter = path === 0 ? 'A' : 'B';
    const about = state?.problem ?? (state?.status === 'opening' ? 'opening…' : state?.about) ?? '';
    return html`
      <div
        class="row ${this.dropping === path ? 'dropping' : ''} ${block.id === this.selected ? 'selected' : ''}"
        @dragenter=${(event: DragEvent) => this.#hold(event, path)}
        @dragleave=${() => {
          this.dropping = null;
        }}
        @drop=${(event: DragEvent) => this.#drop(event, block.id ?? '')}
      >
        <button
          class="letter"
          aria-pressed=${heard}
          aria-label="Hear model ${letter}: ${title}"
          title="Hear ${title} (X changes between both)"
          @click=${() => this.actions.setBlend(path)}
        >
          ${letter}
        </button>
        <button
          class="name"
          aria-pressed=${block.id === this.selected}
          title=${title}
          @click=${() => this.actions.select(block.id ?? '')}
        >
          <span>${title}</span>
          <small>${about}</small>
        </button>
        <demo-menu
          icon
          label="Model ${letter}: choose in place of ${title}"
          .sections=${fileSections(block, state, this.recent)}
          @choose=${({ choice }: ChooseEvent) => chooseFile(block, choice, this.actions)}
          @removeitem=${({ choice }: RemoveEvent) => this.#forget(choice)}
        >
          ${moreIcon}
        </demo-menu>
      </div>
    `;
  }

  #forget(choice: string): void {
    const event = forgetting(choice);
    if (event) this.dispatchEvent(event);
  }

  #hold(event: DragEvent, path: number): void {
    if (event.dataTransfer?.types.includes('Files')) this.dropping = path;
  }

  /** Uses a model file that is dropped here; a sound goes on to the page. */
  #drop(event: DragEvent, id: string): void {
    this.dropping = null;
    const file = event.dataTransfer?.files[0];
    if (!file || /^audio\//.test(file.type) || /\.wav$/i.test(file.name)) return;
    event.preventDefault();
    void this.actions.openModel(id, file);
  }
}
