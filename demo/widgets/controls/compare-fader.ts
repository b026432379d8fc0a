import { css, html, LitElement } from 'lit';
import { formatPercent } from '../../format.js';
import { heardSlot } from '../../state.js';
import { ChooseEvent } from '../events.js';
import { closeIcon } from './icons.js';
import type { MenuSection } from './menu.js';
import { rangeStyles, sharedStyles } from './styles.js';

/** The fader was moved: from model A only (0) to model B only (1). */
export class BlendEvent extends Event {
  readonly blend: number;

  constructor(blend: number) {
    super('blend');
    this.blend = blend;
  }
}

/**
 * A fader between models A and B, which emits BlendEvent and `endcomparison`. While there is no model B, a menu to choose
 * it from, which emits ChooseEvent.
 */
export class CompareFader extends LitElement {
  static override properties = {
    nameA: { attribute: false },
    nameB: { attribute: false },
    sections: { attribute: false },
    blend: { type: Number },
  };

  static override styles = [
    sharedStyles,
    rangeStyles,
    css`
      .fader {
        display: flex;
        align-items: center;
        gap: 6px;
        height: 34px;
        padding: 0 4px;
        border: 1px solid var(--line);
        border-radius: 999px;
      }
      input {
        width: 96px !important;
      }
      button {
        display: grid;
        place-items: center;
        width: 26px;
        height: 26px;
        border-radius: 50%;
        color: var(--muted);
        font-weight: 600;
      }
      button:hover {
        background: var(--line);
        color: var(--ink);
      }
      button[aria-pressed='true'] {
        background: var(--wet);
        color: var(--on-wet);
      }
    `,
  ];

  /** Name of model A, or null without one. */
  declare nameA: string | null;
  /** Name of model B, or null without one. */
  declare nameB: string | null;
  /** The models to choose model B from. */
  declare sections: readonly MenuSection[];
  declare blend: number;

  constructor() {
    super();
    this.nameA = null;
    this.nameB = null;
    this.sections = [];
    this.blend = 0;
  }

  protected override render(): unknown {
    if (this.nameB === null) {
      return html`
        <demo-menu chip label="Compare with" .sections=${this.sections} @choose=${this.#choose}>
          Compare with…
        </demo-menu>
      `;
    }
    const heard = heardSlot(this);
    return html`
      <div class="fader" role="group" aria-label="Compare models A and B">
        <button aria-pressed=${heard === 'a'} aria-label="Model A" title="Model A: ${this.nameA} (X)" @click=${() => this.#blend(0)}>A</button>
        <input
          type="range"
          min="0"
          max="1"
          step="0.01"
          aria-label="From model A to model B"
          aria-valuetext=${`${formatPercent(this.blend)} of B`}
          .value=${String(this.blend)}
          @input=${(event: InputEvent) => this.#blend(Number((event.target as HTMLInputElement).value))}
        />
        <button aria-pressed=${heard === 'b'} aria-label="Model B" title="Model B: ${this.nameB} (X)" @click=${() => this.#blend(1)}>B</button>
        <button
          aria-label="End the comparison"
          title="End the comparison: the model that is heard stays"
          @click=${() => this.dispatchEvent(new Event('endcomparison'))}
        >
          ${closeIcon}
        </button>
      </div>
    `;
  }

  #blend(blend: number): void {
    this.dispatchEvent(new BlendEvent(blend));
  }

  #choose({ choice }: ChooseEvent): void {
    this.dispatchEvent(new ChooseEvent(choice));
  }
}
