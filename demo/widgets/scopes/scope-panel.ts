import { css, html, LitElement } from 'lit';
import type { LiveSignals } from '../../audio/live-signals.js';
import type { ScopeKind } from '../../state.js';
import { panelStyles, sharedStyles } from '../controls/styles.js';

/** The visitor chose another scope. */
export class ShowScopeEvent extends Event {
  readonly scope: ScopeKind;

  constructor(scope: ScopeKind) {
    super('showscope');
    this.scope = scope;
  }
}

const SCOPES: readonly { readonly kind: ScopeKind; readonly label: string }[] = [
  { kind: 'waveform', label: 'Waveform' },
  { kind: 'spectrum', label: 'Spectrum' },
  { kind: 'spectrogram', label: 'Spectrogram' },
  { kind: 'transfer', label: 'Transfer curve' },
  { kind: 'levels', label: 'Levels' },
  { kind: 'explore', label: 'Explore dilation' },
];

/** The scopes behind tabs. Emits ShowScopeEvent. */
export class ScopePanel extends LitElement {
  static override properties = {
    live: { attribute: false },
    scope: {},
    latencyFrames: { type: Number },
    silent: { type: Boolean },
  };

  static override styles = [
    sharedStyles,
    panelStyles,
    css`
      :host {
        display: flex;
        flex-direction: column;
      }
      .head {
        display: flex;
        align-items: baseline;
        gap: 14px;
        margin-bottom: 12px;
      }
      [role='tablist'] {
        display: flex;
        gap: 16px;
        min-width: 0;
        overflow-x: auto;
        scrollbar-width: none;
      }
      [role='tab'] {
        flex: none;
        padding: 0 0 6px;
        border-bottom: 2px solid transparent;
        color: var(--muted);
      }
      [role='tab']:hover {
        color: var(--ink);
      }
      [role='tab'][aria-selected='true'] {
        border-color: var(--wet);
        color: var(--ink);
        font-weight: 600;
      }
      .legend {
        display: flex;
        flex: none;
        gap: 14px;
        margin-left: auto;
      }
      .legend span::before {
        content: '';
        display: inline-block;
        width: 10px;
        height: 10px;
        margin-right: 6px;
        border-radius: 50%;
        background: var(--dry);
      }
      .legend .wet::before {
        background: var(--wet);
      }
      [role='tabpanel'] {
        position: relative;
        flex: 1;
        display: grid;
        min-height: var(--scope-height, 150px);
      }
      @media (max-width: 599px) {
        .head {
          position: relative;
        }
        /* Over the scope, since there is no room beside the tabs. */
        .legend {
          position: absolute;
          z-index: 1;
          top: calc(100% + 8px);
          right: 0;
          padding: 1px 8px;
          border-radius: 999px;
          background: color-mix(in srgb, var(--panel) 85%, transparent);
          font-size: 12px;
        }
        .exploring .legend {
          display: none;
        }
      }
      .transfer {
        display: grid;
        grid-template-columns: 280px minmax(0, 1fr);
        gap: 24px;
      }
      .transfer p {
        margin: 0;
        align-self: center;
        color: var(--muted);
        text-wrap: balance;
      }
      @media (max-width: 899px) {
        .transfer {
          grid-template-columns: minmax(0, 1fr);
        }
        .transfer p {
          display: none;
        }
      }
      .hint {
        position: absolute;
        inset: 0;
        display: grid;
        place-items: center;
        margin: 0;
        color: var(--muted);
        text-align: center;
        text-wrap: balance;
      }
      .hint span {
        padding: 4px 12px;
        background: var(--panel);
      }
    `,
  ];

  declare live: LiveSignals | null;
  declare scope: ScopeKind;
  /** Delay of the wet sound against the dry one, in frames. */
  declare latencyFrames: number;
  /** Whether no sound has been played yet. */
  declare silent: boolean;

  constructor() {
    super();
    this.live = null;
    this.scope = 'waveform';
    this.latencyFrames = 0;
    this.silent = true;
  }

  protected override render(): unknown {
    return html`
      <div class="head ${this.scope === 'explore' ? 'exploring' : ''}">
        <div role="tablist" aria-label="Scopes" @keydown=${this.#key}>
          ${SCOPES.map(
            ({ kind, label }) => html`
              <button
                role="tab"
                id=${kind}
                aria-controls="panel"
                aria-selected=${kind === this.scope}
                tabindex=${kind === this.scope ? 0 : -1}
                @click=${() => this.#show(kind)}
              >
                ${label}
              </button>
            `,
          )}
        </div>
        <div class="legend"><span>dry</span><span class="wet">wet</span></div>
      </div>
      <div role="tabpanel" id="panel" aria-labelledby=${this.scope}>
        ${this.#view()}
        ${this.silent && this.scope !== 'explore' ? html`<p class="hint"><span>Blue goes in, amber comes out: play to see it.</span></p>` : null}
      </div>
    `;
  }

  #view(): unknown {
    switch (this.scope) {
      case 'waveform':
        return html`<demo-waveform-view .live=${this.live} role="img" aria-label="Waveform of dry and wet sound"></demo-waveform-view>`;
      case 'spectrum':
        return html`<demo-spectrum-view .live=${this.live} role="img" aria-label="Spectrum of dry and wet sound"></demo-spectrum-view>`;
      case 'spectrogram':
        return html`<demo-spectrogram-view .live=${this.live} role="img" aria-label="Spectra of dry and wet sound over time"></demo-spectrogram-view>`;
      case 'transfer':
        return html`
          <div class="transfer">
            <p>
              Each point is one sample: the input from left to right, the output from bottom to top. On the dashed line
              both are equal. Where the cloud bends, the model distorts; where it is wide, the model has memory.
            </p>
            <demo-transfer-view
              .live=${this.live}
              .latencyFrames=${this.latencyFrames}
              role="img"
              aria-label="Wet sound over dry sound, moment by moment"
            ></demo-transfer-view>
          </div>
        `;
      case 'levels':
        return html`<demo-level-view .live=${this.live} role="img" aria-label="Levels of dry and wet sound over time"></demo-level-view>`;
      case 'explore':
        return html`<demo-dilation-explorer></demo-dilation-explorer>`;
    }
  }

  #show(scope: ScopeKind): void {
    this.dispatchEvent(new ShowScopeEvent(scope));
  }

  async #key(event: KeyboardEvent): Promise<void> {
    const direction = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (direction === undefined) return;
    event.preventDefault();
    const index = SCOPES.findIndex(({ kind }) => kind === this.scope);
    this.#show(SCOPES[(index + direction + SCOPES.length) % SCOPES.length].kind);
    await this.updateComplete;
    this.renderRoot.querySelector<HTMLElement>('[aria-selected="true"]')?.focus();
  }
}
