import { css, html, LitElement, nothing } from 'lit';
import { formatPercent } from '../../format.js';
import type { RenderingState } from '../../state.js';
import { closeIcon } from '../controls/icons.js';
import type { MenuSection } from '../controls/menu.js';
import { chipStyles, sharedStyles } from '../controls/styles.js';
import { ChooseEvent } from '../events.js';

/**
 * A menu to record the output, render the file, and copy a link or code; shows a recording or rendering in progress. Emits
 * ChooseEvent with one of `record`, `render`, `link`, `code`, `files`, `embed`; `stoprecording`; `cancelrendering`.
 */
export class TakeAwayChip extends LitElement {
  static override properties = {
    recording: { type: Boolean },
    recordable: { type: Boolean },
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
      .lamp {
        width: 10px;
        height: 10px;
        border-radius: 50%;
        background: var(--wrong);
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

  declare recording: boolean;
  /** Whether sound is playing. */
  declare recordable: boolean;
  declare rendering: RenderingState | null;
  /** Name of the file to render, or null without one. */
  declare fileName: string | null;

  constructor() {
    super();
    this.recording = false;
    this.recordable = false;
    this.rendering = null;
    this.fileName = null;
  }

  protected override render(): unknown {
    return html`
      <div class="row">
        ${this.rendering ? this.#progress(this.rendering) : nothing}
        ${
          this.recording
            ? html`
                <button class="chip" @click=${() => this.dispatchEvent(new Event('stoprecording'))}>
                  <span class="lamp"></span>Stop recording
                </button>
              `
            : nothing
        }
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
            value: 'record',
            label: this.recording ? 'Stop recording' : 'Record the output',
            about: this.recordable ? 'a WAV file of what you hear' : 'press play first',
            disabled: !this.recordable,
          },
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
