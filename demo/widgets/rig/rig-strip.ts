import { html, LitElement, nothing, type PropertyValues } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { BlockPlace, RigBlock, SplitBlock } from '../../../src/rig/index.js';
import { formatDb } from '../../format.js';
import { COMPARISON_ID } from '../../rig-selectors.js';
import type { RigActions, RigState } from '../../rig-state.js';
import type { RecentModel } from '../../state.js';
import { plusIcon } from '../controls/icons.js';
import { sharedStyles } from '../controls/styles.js';
import type { ChooseEvent } from '../events.js';
import { ADD_SECTIONS, titleOf } from './block-words.js';
import { CardDrag } from './card-drag.js';
import type { StepBlockEvent } from './rig-events.js';
import { describePlace, placeForMove, positionOf, stepPlace } from './rig-places.js';
import { stripStyles } from './rig-strip-styles.js';
import { UnitScroll } from './unit-scroll.js';

/**
 * The rig as a strip of cards in the order of the signal, with the input and the output in the slots `input` and `output`.
 * Cards are dragged, or moved by Alt and the arrow keys, and added between others. On phones the strip shows one card at a
 * time, which is the selected one.
 */
export class RigStrip extends LitElement {
  static override properties = {
    rig: { attribute: false },
    actions: { attribute: false },
    recent: { attribute: false },
    told: { state: true },
    holding: { state: true },
  };

  static override styles = [sharedStyles, stripStyles];

  declare rig: RigState;
  declare actions: RigActions;
  declare recent: readonly RecentModel[];
  /** What was moved where, for those who do not see it. */
  declare told: string;
  /** Whether files are held over the page. */
  declare holding: boolean;
  /** Block that was moved and is not yet where it goes. */
  #moved: { readonly id: string; readonly byKey: boolean } | null = null;
  readonly #scroll = new UnitScroll(this, (id) => this.actions.select(id));
  readonly #resizes = new ResizeObserver(() => this.#scroll.fit());

  constructor() {
    super();
    this.recent = [];
    this.told = '';
    this.holding = false;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#resizes.observe(this);
    for (const type of ['dragover', 'dragleave', 'drop'] as const) addEventListener(type, this.#files);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#resizes.disconnect();
    for (const type of ['dragover', 'dragleave', 'drop'] as const) removeEventListener(type, this.#files);
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has('rig')) this.#tellMove(changed.get('rig') as RigState | undefined);
  }

  protected override updated(changed: PropertyValues): void {
    if (changed.has('rig')) this.#scroll.show(this.rig.selected);
  }

  protected override render(): unknown {
    const { blocks } = this.rig.document;
    return html`
      <div
        class="rig ${this.holding ? 'holding' : ''} ${this.rig.bypassed ? 'bypassed' : ''}"
        role="group"
        aria-label="Rig, in the order of the signal"
        @pointerdown=${this.#press}
        @stepblock=${({ id, key }: StepBlockEvent) => this.#step(id, key)}
        @scroll=${() => this.#scroll.scrolled()}
      >
        <div class="unit dry" data-unit="input"><slot name="input">${this.#end('input', 'Input')}</slot></div>
        ${repeat(blocks, keyOf, (block, index) => this.#unit(block, index))}
        <div class="unit" data-unit="output">
          ${this.#gap({ index: blocks.length }, 'at the end')}
          <slot name="output">${this.#end('output', 'Output')}</slot>
        </div>
      </div>
      <p class="visually-hidden" aria-live="polite">${this.told}</p>
    `;
  }

  #unit(block: RigBlock, index: number, path?: BlockPlace['path']): unknown {
    const title = titleOf(block, this.rig.blocks[block.id ?? '']?.title);
    return html`
      <div class="unit" data-unit=${block.id ?? nothing}>
        ${this.#gap({ index, path }, `before ${title}`)} ${this.#card(block, path !== undefined)}
      </div>
    `;
  }

  #card(block: RigBlock, compact: boolean): unknown {
    const { rig, actions, recent } = this;
    if (block.type === 'split' && block.id === COMPARISON_ID) {
      return html`
        <demo-compare-card
          data-block=${block.id}
          .block=${block}
          .blocks=${rig.blocks}
          .actions=${actions}
          .recent=${recent}
          .selected=${rig.selected}
        ></demo-compare-card>
      `;
    }
    const card = html`
      <demo-block-card
        data-block=${block.id ?? nothing}
        data-type=${block.type}
        .block=${block}
        .state=${rig.blocks[block.id ?? '']}
        .actions=${actions}
        .recent=${recent}
        .selected=${rig.selected === block.id}
        ?compact=${compact}
      ></demo-block-card>
    `;
    return block.type === 'split' ? this.#split(block, card) : card;
  }

  /** Two paths above one another, and the card that mixes them. */
  #split(block: SplitBlock, card: unknown): unknown {
    return html`
      <div class="split" role="group" aria-label="Parallel paths">
        <div class="paths">
          ${block.paths.map((blocks, i) => {
            const path = { split: block.id ?? '', path: i === 0 ? (0 as const) : (1 as const) };
            return html`
              <div class="path" role="group" aria-label="Path ${i + 1}">
                ${repeat(blocks, keyOf, (inner, index) => this.#unit(inner, index, path))}
                ${this.#gap({ index: blocks.length, path }, `at the end of path ${i + 1}`)}
              </div>
            `;
          })}
        </div>
        <span class="wire" aria-hidden="true"></span>
        ${card}
      </div>
    `;
  }

  /** The wire between two cards, with the menu that adds a block there. */
  #gap({ index, path }: BlockPlace, where: string): unknown {
    return html`
      <div class="gap" data-index=${index ?? 0} data-split=${path?.split ?? nothing} data-path=${path?.path ?? nothing}>
        <demo-menu
          icon
          label="Add a block ${where}"
          .sections=${ADD_SECTIONS}
          @choose=${({ choice }: ChooseEvent) =>
            this.actions.add(choice as RigBlock['type'], path === undefined ? { index } : { index, path })}
        >
          ${plusIcon}
        </demo-menu>
      </div>
    `;
  }

  /** What stands in a slot that nothing fills. */
  #end(id: 'input' | 'output', name: string): unknown {
    const gainDb = this.rig.document[id]?.gainDb ?? 0;
    return html`
      <button class="end ${id}" aria-pressed=${this.rig.selected === id} @click=${() => this.actions.select(id)}>
        ${name} <small>${formatDb(gainDb)}</small>
      </button>
    `;
  }

  #press(event: PointerEvent): void {
    CardDrag.from(event, {
      root: event.currentTarget as HTMLElement,
      accepts: (id, place) => placeForMove(this.rig.document, id, place) !== null,
      drop: (id, place) => this.#move(id, placeForMove(this.rig.document, id, place), false),
    });
  }

  #step(id: string, key: string): void {
    this.#move(id, stepPlace(this.rig.document, id, key), true);
  }

  #move(id: string, place: BlockPlace | null, byKey: boolean): void {
    if (!place) return;
    this.#moved = { id, byKey };
    void this.actions.move(id, place);
  }

  /** Says where a moved block is now, and gives the focus back to it. */
  #tellMove(before: RigState | undefined): void {
    if (!this.#moved || before?.document === this.rig.document) return;
    const { id, byKey } = this.#moved;
    this.#moved = null;
    const block = positionOf(this.rig.document, id)?.block;
    if (!block) return;
    this.told = describePlace(this.rig.document, id, titleOf(block, this.rig.blocks[id]?.title));
    if (byKey) void this.#focus(id);
  }

  async #focus(id: string): Promise<void> {
    await this.updateComplete;
    const card = this.renderRoot.querySelector<LitElement>(`demo-block-card[data-block="${CSS.escape(id)}"]`);
    await card?.updateComplete;
    card?.renderRoot.querySelector<HTMLElement>('.title')?.focus();
  }

  readonly #files = (event: DragEvent): void => {
    const left = event.type === 'dragleave' && event.relatedTarget === null;
    if (left || event.type === 'drop') this.holding = false;
    else if (event.dataTransfer?.types.includes('Files')) this.holding = true;
  };
}

function keyOf({ id }: RigBlock): string {
  return id ?? '';
}
