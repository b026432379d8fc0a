import { css, html, LitElement } from 'lit';
import { csvOf } from '../../drawing/plot-table.js';
import { saveFile } from '../../take-away/save.js';
import { sharedStyles } from '../controls/styles.js';
import type { CanvasView } from './canvas-view.js';

/** Two buttons that save a plot as numbers and as a picture. */
export class PlotExport extends LitElement {
  static override properties = { name: {}, plot: { attribute: false } };

  static override styles = [
    sharedStyles,
    css`
      :host {
        display: flex;
        flex: none;
        gap: 4px;
      }
      button {
        min-height: 24px;
        padding: 1px 8px;
        border: 1px solid var(--line);
        border-radius: 999px;
        color: var(--muted);
        font-size: 11px;
      }
      button:hover {
        border-color: var(--muted);
        color: var(--ink);
      }
      @media (pointer: coarse) {
        button {
          min-height: 36px;
          padding: 1px 14px;
        }
      }
    `,
  ];

  /** What the plot shows; the files are named after it. */
  declare name: string;
  /** Finds the view when a button is pressed. */
  declare plot: () => CanvasView | null;

  constructor() {
    super();
    this.name = 'plot';
    this.plot = () => null;
  }

  protected override render(): unknown {
    return html`
      <button aria-label="Save ${this.name} as CSV" title="Save the numbers" @click=${this.#saveTable}>CSV</button>
      <button aria-label="Save ${this.name} as PNG" title="Save the picture" @click=${this.#saveImage}>PNG</button>
    `;
  }

  #saveTable(): void {
    const table = this.plot()?.table();
    if (table) saveFile(new Blob([csvOf(table)], { type: 'text/csv' }), `dilatone ${this.name}.csv`);
  }

  async #saveImage(): Promise<void> {
    const image = await this.plot()?.image();
    if (image) saveFile(image, `dilatone ${this.name}.png`);
  }
}
