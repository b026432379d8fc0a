import { css, html, LitElement, nothing } from 'lit';
import { formatPercent } from '../../format.js';
import type { RenderingState } from '../../state.js';
import { closeIcon } from '../controls/icons.js';
import type { MenuSection } from '../controls/menu.js';
import { chipStyles, sharedStyles } from '../controls/styles.js';
import { ChooseEvent } from '../events.js';

/**
 * A menu to render the file, and copy a link or code; shows a rendering in progress. Emits ChooseEvent with one of `render`, `link`,
 * `code`, `files`, `embed`; `cancelrendering`.
 */
export class TakeAwayChip extends LitElement {
  static override properties = {
    rendering: { attribute: false },
    fileName: { attribute: false },
  };

  static override styles = [
    sharedStyles,
    chipStyles,
    css`
      .row {
        display: flex;
        align-items: center;
        gap: 8px;
      }
      .progress {
        display: flex;
        align-items: center;
        gap: 10px;
        height: 34px;
        padding: 0 4px 0 14px;
        border: 1px solid var(--line);
        border-radius: 999px;
      }
      progress {
        appearance: none;
        width: 100px;
        height: 6px;
        border: 0;
        border-radius: 3px;
        overflow: hidden;
        background: var(--line);
      }
      progress::-webkit-progress-bar {
        background: var(--line);
      }
      progress::-webkit-progress-value {
        background: var(--wet);
      }
      progress::-moz-progress-bar {
        background: var(--wet);
      }
      .cancel {
        display: grid;
        place-items: center;
        width: 26px;
        height: 26px;
        border-radius: 50%;
        color: var(--muted);
      }
      .cancel:hover {
        background: var(--line);
        color: var(--ink);
      }
    `,
  ];

  declare rendering: RenderingState | null;
  /** Name of the file to render, or null without one. */
  declare fileName: string | null;

  constructor() {
    super();
    this.rendering = null;
    this.fileName = null;
  }

  protected override render(): unknown {
    return html`
      <div class="row">
        ${this.rendering ? this.#progress(this.rendering) : nothing}
        <demo-menu
          chip
          label="Take away"
          .sections=${this.#sections()}
          @choose=${({ choice }: ChooseEvent) => this.dispatchEvent(new ChooseEvent(choice))}
        >
          Take away
        </demo-menu>
      </div>
    `;
  }

  #progress({ name, share }: RenderingState): unknown {
    return html`
      <div class="progress" role="status">
        <span>Rendering</span>
        <progress max="1" .value=${share} aria-label="Rendering ${name}">${formatPercent(share)}</progress>
        <button
          class="cancel"
          aria-label="Cancel the rendering"
          title="Cancel the rendering"
          @click=${() => this.dispatchEvent(new Event('cancelrendering'))}
        >
          ${closeIcon}
        </button>
      </div>
    `;
  }

  #sections(): MenuSection[] {
    return [
      {
        items: [
          {
            value: 'render',
            label: 'Render the file to WAV',
            about: this.fileName ?? 'drop a sound first',
            disabled: this.fileName === null || this.rendering !== null,
          },
        ],
      },
      {
        items: [
          { value: 'link', label: 'Copy a link', about: 'brings back models, sound and knobs' },
          { value: 'code', label: 'Copy the code', about: 'for your own app' },
          { value: 'files', label: 'Save the files for the code', about: 'cabinets, and models of yours' },
          { value: 'embed', label: 'Copy an embed', about: 'a small player for any page' },
        ],
      },
    ];
  }
}
