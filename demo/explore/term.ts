import { css, html, LitElement } from 'lit';
import { keepPlaced } from '../widgets/controls/keep-placed.js';
import { sharedStyles } from '../widgets/controls/styles.js';
import { TERMS, type TermName } from './terms.js';

/** A word that explains itself in one sentence when it is clicked, tapped, pointed at or chosen with a key. */
export class Term extends LitElement {
  static override properties = { name: {} };

  static override styles = [
    sharedStyles,
    css`
      :host {
        display: inline;
      }
      button {
        padding: 2px 0;
        text-align: inherit;
        text-decoration: underline dotted var(--muted) 1px;
        text-underline-offset: 3px;
      }
      button:hover {
        color: var(--ink);
      }
      [popover] {
        position: fixed;
        inset: auto;
        max-width: min(320px, calc(100vw - 24px));
        margin: 0;
        padding: 10px 14px;
        border: 1px solid var(--line);
        border-radius: var(--radius);
        background: var(--panel);
        color: var(--ink);
        font-size: 13px;
        text-align: left;
        text-wrap: pretty;
      }
      [popover]:not(.placed) {
        visibility: hidden;
      }
    `,
  ];

  declare name: TermName;
  #stopPlacing: (() => void) | null = null;

  constructor() {
    super();
    this.name = 'frame';
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#stopPlacing?.();
  }

  protected override render(): unknown {
    return html`
      <button
        popovertarget="sentence"
        aria-describedby="sentence"
        @pointerenter=${(event: PointerEvent) => this.#hover(event, true)}
        @pointerleave=${(event: PointerEvent) => this.#hover(event, false)}
        @keydown=${this.#key}
      ><slot></slot></button>
      <div popover id="sentence" role="tooltip" @toggle=${this.#toggled}>${TERMS[this.name]}</div>
    `;
  }

  get #popover(): HTMLElement {
    return this.renderRoot.querySelector<HTMLElement>('[popover]')!;
  }

  /** A mouse needs no click; its click then closes the sentence. */
  #hover({ pointerType }: PointerEvent, isOver: boolean): void {
    if (pointerType === 'mouse') this.#popover.togglePopover(isOver);
  }

  /** Escape closes the sentence only. */
  #key(event: KeyboardEvent): void {
    if (event.key === 'Escape' && this.#popover.matches(':popover-open')) event.stopPropagation();
  }

  #toggled(event: ToggleEvent): void {
    this.#stopPlacing?.();
    this.#stopPlacing = event.newState === 'open' ? keepPlaced(this, this.#popover, () => {}) : null;
  }
}
