/** A canvas whose pixels have one colour and any brightness. */
export class TintedImage {
  readonly canvas = document.createElement('canvas');
  readonly #context: CanvasRenderingContext2D;
  readonly #image: ImageData;

  /** `colour` has the form `#rrggbb`. */
  constructor(columns: number, rows: number, colour: string) {
    this.canvas.width = columns;
    this.canvas.height = rows;
    this.#context = this.canvas.getContext('2d')!;
    this.#image = this.#context.createImageData(columns, rows);
    const channels = [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16));
    const { data } = this.#image;
    for (let n = 0; n < data.length; n++) data[n] = channels[n % 4] ?? 0;
  }

  /** Shows as many cells as there are pixels, row by row: 0 is clear, 1 and more is full. */
  show(cells: Float32Array): void {
    const { data } = this.#image;
    // Bytes are clamped by the array itself.
    for (let n = 0; n < cells.length; n++) data[4 * n + 3] = 255 * cells[n];
    this.#context.putImageData(this.#image, 0, 0);
  }
}
