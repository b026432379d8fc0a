import { css, html, LitElement, nothing } from 'lit';
import { countLayers, type LayerPicture, numberOfLayer } from '../../analysis/network-picture.js';
import type { LiveSignals } from '../../audio/live-signals.js';
import { describeLayer, nameLayer } from '../../drawing/layer-words.js';
import { formatMs, formatNumberOf } from '../../format.js';
import type { ModelState, Playback } from '../../state.js';
import { panelStyles, sharedStyles } from '../controls/styles.js';
import type { LayerFocusEvent } from './network-view.js';

/**
 * The network view with a title and a caption about the focused layer. Its slot lies over the view. LayerChoiceEvent
 * bubbles from the view.
 */
export class NetworkPanel extends LitElement {
  static override properties = {
    live: { attribute: false },
    model: { attribute: false },
    playback: {},
    bypassed: { type: Boolean },
    waiting: { type: Boolean },
    solo: { attribute: false },
    layer: { state: true },
  };

  static override styles = [
    sharedStyles,
    panelStyles,
    css`
      :host {
        display: flex;
        flex-direction: column;
        gap: 10px;
      }
      .layer {
        overflow: hidden;
        margin: 2px 0 0;
        color: var(--muted);
        font-size: 12px;
        line-height: 17px;
        text-overflow: ellipsis;
        white-space: nowrap;
      }
      .stage {
        position: relative;
        flex: 1;
        display: grid;
        min-height: var(--network-height, 280px);
      }
      .stage > *,
      ::slotted(*) {
        grid-area: 1 / 1;
      }
      demo-network-view {
        border-radius: 6px;
      }
      .empty,
      .recurrent {
        place-self: center;
        margin: 0;
        color: var(--muted);
      }
      .recurrent {
        max-width: 56ch;
        padding: 0 24px;
        text-align: center;
        text-wrap: balance;
        pointer-events: none;
      }
    `,
  ];

  declare live: LiveSignals | null;
  declare model: ModelState | null;
  declare playback: Playback;
  declare bypassed: boolean;
  /** Whether there has been no sound yet. */
  declare waiting: boolean;
  /** The signal that plays in place of the output, or null. */
  declare solo: number | null;
  declare layer: LayerPicture | null;

  constructor() {
    super();
    this.live = null;
    this.model = null;
    this.playback = 'idle';
    this.bypassed = false;
    this.waiting = true;
    this.solo = null;
    this.layer = null;
  }

  protected override render(): unknown {
    return html`
      <div>
        <h2>${this.#title()}</h2>
        <p class="layer" aria-live="polite">${this.#caption()}</p>
      </div>
      <div class="stage">
        ${
          this.model
            ? html`
                <demo-network-view
                  label="Network: ${this.#sizes()}. The arrow keys walk through its layers, Enter plays one alone."
                  .live=${this.live}
                  .picture=${this.model.picture}
                  .dimmed=${this.bypassed || this.waiting}
                  .solo=${this.solo}
                  @layerfocus=${(event: LayerFocusEvent) => {
                    this.layer = event.layer;
                  }}
                ></demo-network-view>
              `
            : html`<p class="empty">${this.waiting ? nothing : 'Drop a .nam file to see its layers.'}</p>`
        }
        ${
          this.#isRecurrent && !this.waiting
            ? html`
                <p class="recurrent">
                  This network has no taps to draw: it remembers the sound in its state, a few numbers that every sample
                  changes a little. How far back it remembers has no fixed limit.
                </p>
              `
            : nothing
        }
        <slot></slot>
      </div>
    `;
  }

  #title(): string {
    if (!this.model) return 'The network';
    if (this.solo !== null) return `${this.#nameOf(this.solo)} alone — click it again, or Esc, to hear all`;
    const { receptiveField, sampleRate } = this.model.picture;
    const field = formatMs((receptiveField / sampleRate) * 1000);
    const state = this.bypassed ? 'bypassed' : this.playback === 'playing' ? 'running' : 'at rest';
    if (this.#isRecurrent) return `The network, ${state} — every output sample builds on the one before`;
    return `The network, ${state} — every output sample listens to the last ${field}`;
  }

  /** Whether the network has no convolutions that look back. */
  get #isRecurrent(): boolean {
    return this.model?.picture.bands.length === 0;
  }

  /** Name of the layer that looks back on a signal. */
  #nameOf(input: number): string {
    const layer = this.model?.picture.bands.flatMap((band) => band.layers).find((one) => one.input === input);
    return layer && this.model ? nameLayer(numberOfLayer(this.model.picture, layer)) : 'One layer';
  }

  #caption(): string {
    if (!this.layer || !this.model) return this.#sizes();
    const { picture } = this.model;
    const hint = this.solo === this.layer.input ? 'click to hear all' : 'click to hear it alone';
    const words = describeLayer(this.layer, numberOfLayer(picture, this.layer), picture.sampleRate);
    return `${words}${this.playback === 'idle' ? '' : ` · ${hint}`}`;
  }

  /** How many layers there are, and how wide: `20 layers in 2 arrays of 16 and 8 channels`. */
  #sizes(): string {
    if (!this.model) return '';
    const { picture } = this.model;
    const bands = picture.bands.filter((band) => band.layers.some(({ isHead }) => !isHead));
    const widths = bands.map((band) => band.channels).reverse();
    const layers = formatNumberOf(countLayers(picture), 'layer');
    if (bands.length === 0) return 'A recurrent network: no taps';
    const heads = picture.bands.flatMap((band) => band.layers).filter(({ isHead }) => isHead);
    const head = heads.length > 0 ? `, and a head of ${formatNumberOf(heads[0].kernelSize, 'tap')}` : '';
    return bands.length === 1
      ? `${layers} of ${formatNumberOf(widths[0], 'channel')}${head}`
      : `${layers} in ${bands.length} arrays of ${widths.slice(0, -1).join(', ')} and ${widths.at(-1)} channels${head}`;
  }
}
