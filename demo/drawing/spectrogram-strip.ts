/** Range of levels of the colour scale. */
const LOW_DB = -95;
const HIGH_DB = -25;
/** From this share of the range on, the colour blends into the bright one. */
const TURN = 0.72;

/** A spectrogram that scrolls to the left: a ring of columns, of which only the new ones are drawn. */
export class SpectrogramStrip {
  readonly columns: number;
  readonly rows: number;
  readonly #canvas: HTMLCanvasElement;
  readonly #context: CanvasRenderingContext2D;
  readonly #column: ImageData;
  /** Colour of each level: red, green, blue, alpha. */
  readonly #colours = new Uint8ClampedArray(4 * 256);
  /** Levels of the columns, each from the lowest frequency: [columns][rows], NaN where there was none yet. */
  readonly #levels: Float32Array;
  /** Index of the next column to write, which is the oldest. */
  #next = 0;

  /** `colour` and `bright`, of the form `#rrggbb`, are the colours of soft and of the loudest levels. */
  constructor(columns: number, rows: number, colour: string, bright: string) {
    this.columns = columns;
    this.rows = rows;
    this.#levels = new Float32Array(columns * rows).fill(Number.NaN);
    this.#canvas = document.createElement('canvas');
    this.#canvas.width = columns;
    this.#canvas.height = rows;
    this.#context = this.#canvas.getContext('2d')!;
    this.#column = this.#context.createImageData(1, rows);
    for (let n = 0; n < 256; n++) {
      const share = n / 255;
      const whiteness = Math.max(0, (share - TURN) / (1 - TURN)) * 0.8;
      [1, 3, 5].forEach((at, c) => {
        const [from, to] = [colour, bright].map((hex) => Number.parseInt(hex.slice(at, at + 2), 16));
        this.#colours[4 * n + c] = from + (to - from) * whiteness;
      });
      this.#colours[4 * n + 3] = 255 * Math.min(1, (share / TURN) ** 1.4);
    }
  }

  /** Adds a spectrum `columns` times: one level in dB per row, the lowest frequency first. */
  push(levelsDb: Float32Array, columns: number): void {
    const { data } = this.#column;
    for (let row = 0; row < this.rows; row++) {
      const share = (levelsDb[this.rows - 1 - row] - LOW_DB) / (HIGH_DB - LOW_DB);
      const at = 4 * Math.round(255 * Math.min(1, Math.max(0, share)));
      for (let c = 0; c < 4; c++) data[4 * row + c] = this.#colours[at + c];
    }
    for (let n = 0; n < Math.min(columns, this.columns); n++) {
      this.#context.putImageData(this.#column, this.#next, 0);
      this.#levels.set(levelsDb, this.#next * this.rows);
      this.#next = (this.#next + 1) % this.columns;
    }
  }

  /** Levels in dB of a column, `age` columns before the newest, the lowest frequency first. */
  levelsAt(age: number): Float32Array {
    const column = (this.#next + 2 * this.columns - 1 - age) % this.columns;
    return this.#levels.subarray(column * this.rows, (column + 1) * this.rows);
  }

  /** Draws the strip, the newest column at the right. */
  draw(context: CanvasRenderingContext2D, left: number, top: number): void {
    const { columns, rows } = this;
    const older = columns - this.#next;
    if (older > 0) context.drawImage(this.#canvas, this.#next, 0, older, rows, left, top, older, rows);
    if (this.#next > 0) context.drawImage(this.#canvas, 0, 0, this.#next, rows, left + older, top, this.#next, rows);
  }
}
