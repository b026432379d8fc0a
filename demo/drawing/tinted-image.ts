/** Fills a canvas of as many pixels with one colour, `#rrggbb`, as bright as each cell says: 0 is clear, 1 full. */
export function paintCells(canvas: HTMLCanvasElement, cells: Float32Array, colour: string): void {
  const context = canvas.getContext('2d')!;
  const image = context.createImageData(canvas.width, canvas.height);
  const [red, green, blue] = [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16));
  const { data } = image;
  for (let n = 0; n < cells.length; n++) {
    data[4 * n] = red;
    data[4 * n + 1] = green;
    data[4 * n + 2] = blue;
    data[4 * n + 3] = 255 * Math.min(1, cells[n]);
  }
  context.putImageData(image, 0, 0);
}
