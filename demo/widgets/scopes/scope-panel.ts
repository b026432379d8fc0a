import { html, LitElement, nothing } from 'lit';
import type { SweepSetup } from '../../analysis/sweep.js';
import type { LiveSignals } from '../../audio/live-signals.js';
import type { ScopeKind } from '../../state.js';
import { panelStyles, sharedStyles } from '../controls/styles.js';
import type { CanvasView } from './canvas-view.js';
import { scopePanelStyles } from './scope-panel-styles.js';

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
];

/** The scopes behind tabs. Emits ShowScopeEvent. */
export class ScopePanel extends LitElement {
  static override properties = {
    live: { attribute: false },
    scope: {},
    sweep: { attribute: false },
    silent: { type: Boolean },
  };

  static override styles = [sharedStyles, panelStyles, scopePanelStyles];

  declare live: LiveSignals | null;
  declare scope: ScopeKind;
  /** The model that is heard, as it is set; null without one. */
  declare sweep: SweepSetup | null;
  /** Whether no sound has been played yet. */
  declare silent: boolean;

  constructor() {
    super();
    this.live = null;
    this.scope = 'waveform';
    this.sweep = null;
    this.silent = true;
  }

  protected override render(): unknown {
    return html`
      <div class="head">
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
        <div class="side">
          ${
            // The transfer curve's axes say what is what.
            this.scope === 'transfer'
              ? nothing
              : html`<div class="legend"><span>dry</span><span class="wet">wet</span></div>`
          }
          <demo-plot-export name=${this.scope} .plot=${() => this.#plot}></demo-plot-export>
        </div>
      </div>
      <div role="tabpanel" id="panel" aria-labelledby=${this.scope}>
        ${this.#view()}
        ${this.silent && this.scope !== 'transfer' ? html`<p class="hint"><span>Blue goes in, amber comes out: play to see it.</span></p>` : nothing}
      </div>
    `;
  }

  /** The view that is shown. */
  get #plot(): CanvasView | null {
    return this.renderRoot.querySelector<CanvasView>('#panel [role="img"]');
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
              The model's answer to a tone that swells to full scale, at the drive that is set, both lined up in time: input
              from left to right, output from bottom to top. On the dashed line both are equal. Where the curve bends, the model
              distorts; where it opens into a loop, the model has memory. The blue bar is how far the sound reaches now.
            </p>
            <demo-transfer-view
              .live=${this.live}
              .sweep=${this.sweep}
              role="img"
              aria-label="Wet sound over dry sound, from a sweep through the model"
            ></demo-transfer-view>
          </div>
        `;
      case 'levels':
        return html`<demo-level-view .live=${this.live} role="img" aria-label="Levels of dry and wet sound over time"></demo-level-view>`;
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
