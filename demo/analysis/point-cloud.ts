/** Points on a grid that fade with time, like the screen of an oscilloscope. */
export class PointCloud {
  readonly columns: number;
  readonly rows: number;
  /** Brightness of each cell, row by row from the top; 1 and more is full brightness. */
  readonly cells: Float32Array;

  constructor(columns: number, rows: number) {
    this.columns = columns;
    this.rows = rows;
    this.cells = new Float32Array(columns * rows);
  }

  /** Multiplies the brightness of all points by a share. */
  fade(share: number): void {
    const { cells } = this;
    for (let n = 0; n < cells.length; n++) cells[n] *= share;
  }

  /** Adds a point; x and y go from −1 to 1, y upwards. Points outside are ignored. */
  add(x: number, y: number, brightness: number): void {
    const column = Math.round(((x + 1) / 2) * (this.columns - 1));
    const row = Math.round(((1 - y) / 2) * (this.rows - 1));
    if (column < 0 || row < 0 || column >= this.columns || row >= this.rows) return;
    this.cells[row * this.columns + column] += brightness;
  }
}
