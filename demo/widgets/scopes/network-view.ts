import { type CSSResultGroup, html, nothing, type PropertyValues } from 'lit';
import { columnEdges, columnPeaks } from '../../analysis/envelope.js';
import type { LayerHistory } from '../../analysis/layer-history.js';
import { type LayerPicture, type NetworkPicture, numberOfLayer } from '../../analysis/network-picture.js';
import type { LiveSignals } from '../../audio/live-signals.js';
import { drawFocusedRibbon, drawLayerRibbon, ribbonAges } from '../../drawing/layer-ribbons.js';
import { describeLayer } from '../../drawing/layer-words.js';
import { depthOf, drawNetwork, drawNetworkLabels } from '../../drawing/network-drawing.js';
import { layerAtY, layersOf, layoutNetwork, type NetworkLayout } from '../../drawing/network-layout.js';
import { drawHighlight, drawPresent, drawRibbon, drawSolo } from '../../drawing/network-life.js';
import { type Palette, readPalette } from '../../drawing/palette.js';
import { prefersCalm } from '../../motion.js';
import { CanvasView, type Surface } from './canvas-view.js';
import { networkViewStyles } from './network-view-styles.js';

/** The ribbons show levels, not waves: a column covers at least half a period of a guitar's lowest string. */
const LEAST_SECONDS = 0.006;

/** The pointer or the arrow keys focused a layer, or none. */
export class LayerFocusEvent extends Event {
  readonly layer: LayerPicture | null;

  constructor(layer: LayerPicture | null) {
    super('layerfocus', { bubbles: true, composed: true });
    this.layer = layer;
  }
}

/** The visitor chose to hear a layer alone: the signal that it looks back on, or null for the whole network. */
export class LayerChoiceEvent extends Event {
  readonly signal: number | null;

  constructor(signal: number | null) {
    super('layerchoice', { bubbles: true, composed: true });
    this.signal = signal;
  }
}

/**
 * The network, drawn from its graph: taps and labels are static; ribbons and brightness follow the sound. Its layers are the
 * options of a list, of which the one that is heard alone is selected. Emits LayerFocusEvent and LayerChoiceEvent.
 */
export class NetworkView extends CanvasView {
  static override properties = {
    ...CanvasView.properties,
    picture: { attribute: false },
    dimmed: { type: Boolean },
    solo: { attribute: false },
    label: {},
    focused: { state: true },
  };

  static override styles: CSSResultGroup = [CanvasView.styles, networkViewStyles];

  declare picture: NetworkPicture | null;
  /** Whether the network is bypassed or not running. */
  declare dimmed: boolean;
  /** The signal that plays in place of the output, or null. */
  declare solo: number | null;
  /** What it shows, in words. */
  declare label: string;
  /** The layer that is pointed at or walked to. */
  declare focused: LayerPicture | null;
  #agesSeconds: Float32Array = new Float32Array(0);
  #shares = new Float32Array(0);
  #layout: NetworkLayout | null = null;
  readonly #still = document.createElement('canvas');
  readonly #labels = document.createElement('canvas');
  /** The highlighted taps of the focused layer. */
  readonly #lit = document.createElement('canvas');
  #edges: Int32Array = new Int32Array(0);
  #dryPeaks = new Float32Array(0);
  #wetPeaks = new Float32Array(0);
  #brightness = 0;

  constructor() {
    super();
    this.picture = null;
    this.dimmed = false;
    this.solo = null;
    this.label = 'Network';
    this.focused = null;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.addEventListener('pointermove', this.#point);
    this.addEventListener('pointerleave', this.#leave);
    this.addEventListener('focusout', this.#leave);
    this.addEventListener('keydown', this.#step);
    this.addEventListener('click', this.#choose);
  }

  protected override render(): unknown {
    const layers = this.picture?.bands.flatMap((band) => band.layers) ?? [];
    // A recurrent network has no layers to choose from.
    if (layers.length === 0) return html`<canvas></canvas><div role="img" aria-label=${this.label}></div>`;
    const idOf = (layer: LayerPicture) => `layer-${layer.signal}`;
    return html`
      <canvas></canvas>
      <div
        role="listbox"
        tabindex="0"
        aria-label=${this.label}
        aria-activedescendant=${this.focused ? idOf(this.focused) : nothing}
      >
        ${layers.map(
          (layer) => html`
            <div role="option" id=${idOf(layer)} aria-selected=${layer.input === this.solo}>
              ${describeLayer(layer, numberOfLayer(this.picture!, layer), this.picture!.sampleRate)}
            </div>
          `,
        )}
      </div>
    `;
  }

  protected override updated(changed: PropertyValues): void {
    if (changed.has('picture')) this.#focus(null);
    if (changed.size > 1 || !changed.has('focused')) super.updated(changed);
  }

  protected override prepare({ width, height, palette }: Surface): void {
    this.#layout = this.picture && layoutNetwork(this.picture, width, height);
    if (!this.picture || !this.#layout) return;
    const columns = Math.max(1, Math.floor(this.#layout.axis.right - this.#layout.axis.left) / 2);
    this.#edges = columnEdges(this.#layout.axis, Math.floor(columns));
    this.#dryPeaks = new Float32Array(this.#edges.length - 1);
    this.#wetPeaks = new Float32Array(this.#edges.length - 1);
    this.#agesSeconds = ribbonAges(this.#layout, this.picture.sampleRate);
    this.#shares = new Float32Array(this.#agesSeconds.length);
    drawNetwork(this.#restart(this.#still, width, height), this.#layout, palette);
    this.#lightUp(width, height, palette);
    const labels = this.#restart(this.#labels, width, height);
    drawNetworkLabels(labels, this.#layout, palette, this.picture.sampleRate);
  }

  protected override listen(live: LiveSignals): void {
    if (!this.#layout) return;
    const leastFrames = Math.round(LEAST_SECONDS * live.sampleRate);
    columnPeaks(this.#dryPeaks, live.dry, this.#edges, leastFrames);
    columnPeaks(this.#wetPeaks, live.wet, this.#edges, leastFrames);
    const target = Math.min(1, live.wetPeak * 1.6);
    const seconds = target > this.#brightness ? 0.03 : 0.35;
    this.#brightness += (target - this.#brightness) * (1 - Math.exp(-live.elapsedSeconds / seconds));
  }

  protected override paint({ context, width, height, palette }: Surface, live: LiveSignals | null): void {
    const layout = this.#layout;
    if (!layout) return;
    const glow = prefersCalm() ? 0.6 : this.#brightness;
    if (live?.hasSound) this.#drawLayers(context, layout, palette, live.network.layers);
    context.globalAlpha = this.dimmed ? 0.3 : 0.62 + 0.38 * glow;
    context.drawImage(this.#still, 0, 0, width, height);
    context.globalAlpha = 1;
    context.drawImage(this.#labels, 0, 0, width, height);
    drawRibbon(context, layout, layout.outputY, this.#wetPeaks, palette.wet);
    drawRibbon(context, layout, layout.inputY, this.#dryPeaks, palette.dry);
    if (this.focused) {
      context.drawImage(this.#lit, 0, 0, width, height);
      if (live?.hasSound) this.#drawFocused(context, layout, palette, live.network.layers, this.focused);
    }
    if (this.solo !== null) drawSolo(context, layout, this.solo, palette);
    drawPresent(context, layout, palette, this.dimmed ? 0 : glow);
  }

  /** Draws the past levels of each layer, as far back as they reach the output. */
  #drawLayers(context: CanvasRenderingContext2D, layout: NetworkLayout, palette: Palette, history: LayerHistory): void {
    const depth = depthOf(layout, palette);
    for (const { fan, rowYs } of layout.fans) {
      fan.layers.forEach((layer, i) => {
        history.sharesOf(layer.input, this.#agesSeconds, this.#shares);
        drawLayerRibbon(context, layout, layer, rowYs[i + 1], this.#shares, depth(rowYs[i + 1]));
      });
    }
  }

  #drawFocused(
    context: CanvasRenderingContext2D,
    layout: NetworkLayout,
    palette: Palette,
    history: LayerHistory,
    focused: LayerPicture,
  ): void {
    for (const { fan, rowYs } of layout.fans) {
      const index = fan.layers.indexOf(focused);
      if (index < 0) continue;
      history.sharesOf(focused.input, this.#agesSeconds, this.#shares);
      drawFocusedRibbon(context, layout, focused, rowYs[index + 1], this.#shares, palette);
    }
  }

  #lightUp(width: number, height: number, palette: Palette): void {
    if (!this.#layout || !this.focused) return;
    drawHighlight(this.#restart(this.#lit, width, height), this.#layout, this.focused, palette);
  }

  /** Clears a canvas that is drawn once and copied with every frame. */
  #restart(canvas: HTMLCanvasElement, width: number, height: number): CanvasRenderingContext2D {
    canvas.width = Math.round(width * devicePixelRatio);
    canvas.height = Math.round(height * devicePixelRatio);
    const context = canvas.getContext('2d')!;
    context.scale(devicePixelRatio, devicePixelRatio);
    return context;
  }

  #focus(layer: LayerPicture | null): void {
    if (layer === this.focused) return;
    this.focused = layer;
    this.#lightUp(this.clientWidth, this.clientHeight, readPalette(this));
    this.repaint();
    this.dispatchEvent(new LayerFocusEvent(layer));
  }

  readonly #point = (event: PointerEvent): void => {
    const y = event.clientY - this.getBoundingClientRect().top;
    if (this.#layout) this.#focus(layerAtY(this.#layout, y));
  };

  readonly #choose = (): void => {
    if (this.focused) this.dispatchEvent(new LayerChoiceEvent(this.focused.input));
  };

  readonly #leave = (): void => this.#focus(null);

  readonly #step = (event: KeyboardEvent): void => {
    if (event.key === 'Enter') this.#choose();
    const direction = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (direction === 0 || !this.#layout) return;
    event.preventDefault();
    const layers = layersOf(this.#layout);
    const index = this.focused ? layers.indexOf(this.focused) + direction : direction > 0 ? 0 : layers.length - 1;
    this.#focus(layers[Math.min(layers.length - 1, Math.max(0, index))] ?? null);
  };
}
