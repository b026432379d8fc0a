/** A canvas of one colour with an opacity per pixel. */
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

  /** Sets the opacity of all pixels, row by row: 0 is transparent, 1 and more is opaque. */
  show(cells: Float32Array): void {
    const { data } = this.#image;
    // The clamped array limits the values to 0 … 255.
    for (let n = 0; n < cells.length; n++) data[4 * n + 3] = 255 * cells[n];
    this.#context.putImageData(this.#image, 0, 0);
  }
}
