import { html, LitElement, nothing, type PropertyValues } from 'lit';
import type { RigBlock } from '../../../src/rig/index.js';
import { builtinOf } from '../../builtin-models.js';
import { formatPercent } from '../../format.js';
import type { BlockState, RigActions } from '../../rig-state.js';
import type { RecentModel } from '../../state.js';
import { dotsIcon, moreIcon, powerIcon } from '../controls/icons.js';
import { sharedStyles } from '../controls/styles.js';
import type { ChooseEvent, RemoveEvent } from '../events.js';
import { cardStyles } from './block-card-styles.js';
import { blockSections, chooseBlockItem, chooseFile, fileSections, forgetting } from './block-menu.js';
import { BLOCK_WORDS, titleOf } from './block-words.js';
import { bandsOf, curvePath } from './filter-curve.js';
import { knobs } from './knob-row.js';
import { nameField } from './name-field.js';
import { mainParametersOf } from './parameters.js';
import { StepBlockEvent } from './rig-events.js';

/** Size of a card's curve, and the gain at its top. */
const CURVE = { width: 120, height: 44, topDb: 15 };

/**
 * One block of the rig: its name, cost, state and main knobs, its bypass and its menus. Files may be dropped on it. Emits
 * StepBlockEvent and ForgetModelEvent.
 */
export class BlockCard extends LitElement {
  static override properties = {
    block: { attribute: false },
    state: { attribute: false },
    actions: { attribute: false },
    recent: { attribute: false },
    selected: { type: Boolean, reflect: true },
    compact: { type: Boolean, reflect: true },
    renaming: { state: true },
    dropping: { state: true },
  };

  static override styles = [sharedStyles, cardStyles];

  declare block: RigBlock;
  declare state: BlockState | undefined;
  declare actions: RigActions;
  declare recent: readonly RecentModel[];
  declare selected: boolean;
  /** Whether there is little height for it. */
  declare compact: boolean;
  declare renaming: boolean;
  declare dropping: boolean;

  constructor() {
    super();
    this.recent = [];
    this.selected = false;
    this.compact = false;
    this.renaming = false;
    this.dropping = false;
  }

  protected override updated(changed: PropertyValues): void {
    if (changed.has('renaming') && this.renaming) this.renderRoot.querySelector('input')?.select();
  }

  get #id(): string {
    return this.block.id ?? '';
  }

  protected override render(): unknown {
    const { block, state } = this;
    const title = titleOf(block, state?.title);
    const status = block.bypass ? 'bypassed' : (state?.status ?? 'ready');
    return html`
      <article
        class="card ${status} ${this.dropping ? 'dropping' : ''}"
        aria-label=${title}
        @click=${this.#select}
        @dragenter=${this.#dragOver}
        @dragleave=${() => {
          this.dropping = false;
        }}
        @drop=${this.#drop}
      >
        <header>
          <button
            class="power"
            aria-pressed=${!block.bypass}
            aria-label="${title}: on"
            title=${block.bypass ? 'Bypassed: click to hear it' : 'Click to bypass it'}
            @click=${() => this.actions.setBypass(this.#id, !block.bypass)}
          >
            ${powerIcon}
          </button>
          ${this.renaming ? nameField(title, 'Name of the block', (name) => this.#rename(name)) : this.#title(title)}
          ${this.#fileMenu(title)}
          <demo-menu
            icon
            class="more"
            label="More: ${title}"
            .sections=${blockSections(block, state)}
            @choose=${({ choice }: ChooseEvent) => chooseBlockItem(block, choice, this.#host)}
          >
            ${dotsIcon}
          </demo-menu>
        </header>
        <div class="facts">
          <span class="about">${aboutOf(status, state?.about || '')}</span>
          <span class="cost">${typeof state?.share === 'number' ? formatPercent(roundedShare(state.share)) : nothing}</span>
        </div>
        ${this.#body(status)}
      </article>
    `;
  }

  #title(title: string): unknown {
    return html`
      <button
        class="title handle"
        aria-pressed=${this.selected}
        aria-keyshortcuts="Alt+ArrowLeft Alt+ArrowRight Delete"
        title="${title}: drag it, or Alt + arrow keys, to move it"
        @click=${() => this.actions.select(this.#id)}
        @dblclick=${() => this.#startRenaming()}
        @keydown=${this.#key}
      >
        ${title}
      </button>
    `;
  }

  #fileMenu(title: string): unknown {
    const sections = fileSections(this.block, this.state, this.recent);
    if (sections.length === 0) return nothing;
    return html`
      <demo-menu
        icon
        class="file"
        label="${BLOCK_WORDS[this.block.type].name}: choose in place of ${title}"
        .sections=${sections}
        @choose=${({ choice }: ChooseEvent) => chooseFile(this.block, choice, this.actions)}
        @removeitem=${({ choice }: RemoveEvent) => this.#forget(choice)}
      >
        ${moreIcon}
      </demo-menu>
    `;
  }

  #body(status: string): unknown {
    const { block, state } = this;
    if ((status === 'missing' || status === 'failed') && state?.problem) {
      return html`<p class="problem">${state.problem}</p>`;
    }
    const bands = bandsOf(block);
    const { width, height, topDb } = CURVE;
    const values = knobs(mainParametersOf(block), (name, value) => this.actions.set(this.#id, { [name]: value }), {
      outputDb: builtinOf(state?.model ?? null)?.levelDb ?? 0,
    });
    return html`
      ${
        bands.length > 0
          ? html`
              <svg class="curve" viewBox="0 0 ${width} ${height}" preserveAspectRatio="none" aria-hidden="true">
                <path class="zero" d="M0 ${height / 2}H${width}" />
                <path class="line" d=${curvePath(bands, width, height, topDb)} />
              </svg>
            `
          : nothing
      }
      ${values.length > 0 ? html`<div class="knobs" role="group" aria-label="Knobs">${values}</div>` : nothing}
    `;
  }

  get #host() {
    return {
      actions: this.actions,
      startRenaming: () => this.#startRenaming(),
      step: (key: string) => this.#step(key),
    };
  }

  #startRenaming(): void {
    this.renaming = true;
  }

  #rename(name: string | null): void {
    this.renaming = false;
    if (name !== null && name !== titleOf(this.block, this.state?.title)) void this.actions.update(this.#id, { name });
  }

  #forget(choice: string): void {
    const event = forgetting(choice);
    if (event) this.dispatchEvent(event);
  }

  #step(key: string): void {
    this.dispatchEvent(new StepBlockEvent(this.#id, key));
  }

  #key(event: KeyboardEvent): void {
    const { key } = event;
    if (event.altKey && key.startsWith('Arrow')) this.#step(key);
    else if (key === 'Delete' && !event.altKey && !event.ctrlKey && !event.metaKey) void this.actions.remove(this.#id);
    else return;
    event.preventDefault();
  }

  /** A click beside its controls selects the block. */
  #select(event: MouseEvent): void {
    const control = event
      .composedPath()
      .find((node) => node instanceof Element && node.matches('button, input, demo-knob, demo-menu'));
    if (!control) this.actions.select(this.#id);
  }

  #dragOver(event: DragEvent): void {
    const takes = this.block.type === 'model' || this.block.type === 'cabinet';
    this.dropping = takes && (event.dataTransfer?.types.includes('Files') ?? false);
  }

  /** Uses a file that is dropped here, and keeps the page from opening it as something else. */
  #drop(event: DragEvent): void {
    this.dropping = false;
    const file = event.dataTransfer?.files[0];
    if (!file) return;
    const sound = /^audio\//.test(file.type) || /\.wav$/i.test(file.name);
    if (this.block.type === 'cabinet' && sound) void this.actions.openResponse(this.#id, file);
    else if (this.block.type === 'model' && !sound) void this.actions.openModel(this.#id, file);
    else return;
    event.preventDefault();
  }
}

const STATUS_WORDS: Readonly<Record<string, string>> = {
  bypassed: 'bypassed',
  opening: 'opening…',
  missing: 'missing',
  failed: 'failed',
};

function aboutOf(status: string, about: string): string {
  return [STATUS_WORDS[status], about].filter(Boolean).join(' · ');
}

/** Tenths of a percent, as more would flicker. */
function roundedShare(share: number): number {
  return Math.round(share * 1000) / 1000;
}
