import { type CSSResultGroup, css, html, LitElement, type PropertyValues } from 'lit';
import type { LiveSignals } from '../../audio/live-signals.js';
import { type Palette, readPalette } from '../../drawing/palette.js';
import type { PlotTable } from '../../drawing/plot-table.js';
import { onThemeChange } from '../../theme.js';

/** What a view paints on; sizes are in CSS pixels. */
export interface Surface {
  readonly context: CanvasRenderingContext2D;
  readonly width: number;
  readonly height: number;
  readonly palette: Palette;
}

/**
 * A canvas that fills its element, sharp at any pixel ratio. While it is visible, it is painted with every frame of live
 * sound, and whenever its size, its properties or the theme change.
 */
export abstract class CanvasView extends LitElement {
  static override properties = { live: { attribute: false } };
  static override styles: CSSResultGroup = css`
    :host {
      display: block;
      position: relative;
      min-width: 0;
      min-height: 0;
    }
    canvas {
      position: absolute;
      inset: 0;
      width: 100%;
      height: 100%;
    }
  `;

  declare live: LiveSignals | null;
  #surface: Surface | null = null;
  #request = 0;
  #unsubscribe: (() => void)[] = [];
  readonly #resizes = new ResizeObserver(() => this.#fit());
  #visible = true;
  readonly #sightings = new IntersectionObserver((entries) => {
    this.#visible = entries.at(-1)?.isIntersecting ?? true;
    if (this.#visible) this.repaint();
  });

  constructor() {
    super();
    this.live = null;
  }

  /** Draws on a cleared surface. */
  protected abstract paint(surface: Surface, live: LiveSignals | null): void;

  /** Called before `paint` when the size, a property or the theme has changed. */
  protected prepare(_surface: Surface): void {}

  /** Called before `paint` with each frame of live sound while the view is visible. */
  protected listen(_live: LiveSignals): void {}

  /** What is drawn now, as numbers; null for views that are no plots. */
  table(): PlotTable | null {
    return null;
  }

  /** What is drawn now, as a PNG file on the colour of a panel. */
  async image(): Promise<Blob> {
    const canvas = this.renderRoot.querySelector('canvas')!;
    const copy = new OffscreenCanvas(Math.max(1, canvas.width), Math.max(1, canvas.height));
    const context = copy.getContext('2d')!;
    context.fillStyle = readPalette(this).panel;
    context.fillRect(0, 0, copy.width, copy.height);
    if (canvas.width > 0 && canvas.height > 0) context.drawImage(canvas, 0, 0);
    return copy.convertToBlob({ type: 'image/png' });
  }

  /** Requests one repaint before the next frame of the screen. */
  protected repaint(): void {
    if (this.#request !== 0) return;
    this.#request = requestAnimationFrame(() => {
      this.#request = 0;
      this.#paintNow();
    });
  }

  /** Calls `prepare` and requests a repaint: for changes other than sound. */
  protected redraw(): void {
    if (!this.#surface) return;
    this.prepare(this.#surface);
    this.repaint();
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#resizes.observe(this);
    this.#sightings.observe(this);
    this.#unsubscribe.push(onThemeChange(() => this.#fit()));
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#resizes.disconnect();
    this.#sightings.disconnect();
    for (const unsubscribe of this.#unsubscribe) unsubscribe();
    this.#unsubscribe = [];
    cancelAnimationFrame(this.#request);
    this.#request = 0;
  }

  protected override firstUpdated(): void {
    if (this.live) {
      this.#unsubscribe.push(
        this.live.subscribe((live) => {
          if (!this.#visible) return;
          this.listen(live);
          this.#paintNow();
        }),
      );
    }
    this.#fit();
  }

  protected override updated(_changed: PropertyValues): void {
    this.redraw();
  }

  protected override render(): unknown {
    return html`<canvas></canvas>`;
  }

  #fit(): void {
    const canvas = this.renderRoot.querySelector('canvas');
    const context = canvas?.getContext('2d');
    const width = this.clientWidth;
    const height = this.clientHeight;
    if (!canvas || !context || width === 0 || height === 0) return;
    const ratio = devicePixelRatio;
    canvas.width = Math.round(width * ratio);
    canvas.height = Math.round(height * ratio);
    context.scale(ratio, ratio);
    this.#surface = { context, width, height, palette: readPalette(this) };
    this.prepare(this.#surface);
    this.#paintNow();
  }

  #paintNow(): void {
    if (!this.#surface) return;
    const { context, width, height } = this.#surface;
    context.clearRect(0, 0, width, height);
    this.paint(this.#surface, this.live);
  }
}
