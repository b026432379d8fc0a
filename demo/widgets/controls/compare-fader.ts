import { css, html, LitElement } from 'lit';
import { formatPercent } from '../../format.js';
import { heardSlot, type ModelState, type RecentModel } from '../../state.js';
import { ChooseModelEvent, modelEvent, modelSections } from '../cards/model-card.js';
import { closeIcon } from './icons.js';
import type { ChooseEvent } from './segmented-control.js';
import { rangeStyles, sharedStyles } from './styles.js';

/** More of model A (0) or of model B (1) shall be heard. */
export class BlendEvent extends Event {
  readonly blend: number;

  constructor(blend: number) {
    super('blend');
    this.blend = blend;
  }
}

/** Compares two models on the same sound: a fader between them. Without a second model, a menu to choose it from. */
export class CompareFader extends LitElement {
  static override properties = {
    first: { attribute: false },
    other: { attribute: false },
    recent: { attribute: false },
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

  /** Model A, or null. */
  declare first: ModelState | null;
  /** Model B, or null. */
  declare other: ModelState | null;
  declare recent: readonly RecentModel[];
  declare blend: number;

  constructor() {
    super();
    this.first = null;
    this.other = null;
    this.recent = [];
    this.blend = 0;
  }

  protected override render(): unknown {
    if (!this.other) {
      return html`
        <demo-menu chip label="Compare with" .sections=${modelSections(null, this.recent).slice(0, 2)} @choose=${this.#choose}>
          Compare with…
        </demo-menu>
      `;
    }
    const heard = heardSlot(this);
    return html`
      <div class="fader" role="group" aria-label="Compare models A and B">
        <button aria-pressed=${heard === 'a'} aria-label="Model A" title="Model A: ${this.first?.name} (X)" @click=${() => this.#blend(0)}>A</button>
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
        <button aria-pressed=${heard === 'b'} aria-label="Model B" title="Model B: ${this.other.name} (X)" @click=${() => this.#blend(1)}>B</button>
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
    const event = modelEvent(choice);
    if (event instanceof ChooseModelEvent) this.dispatchEvent(event);
  }
}
