import type { LayerPicture } from '../analysis/network-picture.js';
import { drawTaps } from './network-drawing.js';
import type { NetworkLayout } from './network-layout.js';
import type { Palette } from './palette.js';

/**
 * Draws a signal along the time axis as a ribbon around a row: its level over the receptive field.
 *
 * @param peaks one value per column, the newest (right) first; the height follows the square root, to show soft sound
 */
export function drawRibbon(
  context: CanvasRenderingContext2D,
  layout: NetworkLayout,
  rowY: number,
  peaks: Float32Array,
  colour: string,
): void {
  const { left, right } = layout.axis;
  const step = (right - left) / peaks.length;
  const halfHeight = (column: number) => Math.min(1, Math.sqrt(peaks[column])) * layout.ribbonHeight;
  context.beginPath();
  context.moveTo(right, rowY);
  for (let column = 0; column < peaks.length; column++) {
    context.lineTo(right - (column + 0.5) * step, rowY - halfHeight(column));
  }
  context.lineTo(left, rowY);
  for (let column = peaks.length - 1; column >= 0; column--) {
    context.lineTo(right - (column + 0.5) * step, rowY + halfHeight(column));
  }
  context.closePath();
  context.fillStyle = colour;
  context.globalAlpha = 0.3;
  context.fill();
  context.globalAlpha = 0.8;
  context.fillRect(left, rowY - 0.5, right - left, 1);
  context.globalAlpha = 1;
}

/** Highlights the taps of one layer. */
export function drawHighlight(
  context: CanvasRenderingContext2D,
  layout: NetworkLayout,
  layer: LayerPicture,
  palette: Palette,
): void {
  for (const rows of layout.fans) {
    const index = rows.fan.layers.indexOf(layer);
    if (index < 0) continue;
    context.fillStyle = palette.panel;
    context.globalAlpha = 0.55;
    context.fillRect(layout.axis.left, rows.rowYs[index], layout.axis.right - layout.axis.left, layout.rowPitch);
    context.globalAlpha = 1;
    drawTaps(context, layout, rows, index, { above: palette.ink, below: palette.ink }, 2.5);
  }
}

/** Draws the line of the current frame at the right edge, from the input to the output. */
export function drawPresent(
  context: CanvasRenderingContext2D,
  layout: NetworkLayout,
  palette: Palette,
  glow: number,
): void {
  const { right } = layout.axis;
  const gradient = context.createLinearGradient(0, layout.outputY, 0, layout.inputY);
  gradient.addColorStop(0, palette.wet);
  gradient.addColorStop(1, palette.dry);
  context.strokeStyle = gradient;
  context.lineWidth = 1.25;
  context.globalAlpha = 0.5 + 0.5 * glow;
  context.beginPath();
  context.moveTo(right, layout.outputY);
  context.lineTo(right, layout.inputY);
  context.stroke();
  context.globalAlpha = 1;
  dot(context, right, layout.outputY, 5 + 2.5 * glow, palette.wet);
  dot(context, right, layout.inputY, 4, palette.dry);
}

function dot(context: CanvasRenderingContext2D, x: number, y: number, radius: number, colour: string): void {
  context.fillStyle = colour;
  context.beginPath();
  context.arc(x, y, radius, 0, 2 * Math.PI);
  context.fill();
}

/** Marks the row whose signal plays in place of the output, and fades the layers above, which do not run. */
export function drawSolo(
  context: CanvasRenderingContext2D,
  layout: NetworkLayout,
  signal: number,
  palette: Palette,
): void {
  for (const { fan, rowYs } of layout.fans) {
    fan.layers.forEach((layer, i) => {
      if (layer.input !== signal) return;
      const y = rowYs[i + 1];
      const top = layout.outputY + layout.ribbonHeight;
      context.fillStyle = palette.panel;
      context.globalAlpha = 0.7;
      context.fillRect(layout.axis.left, top, layout.axis.right - layout.axis.left, y - top);
      context.globalAlpha = 1;
      context.fillStyle = palette.wet;
      context.fillRect(layout.axis.left, y - 1, layout.axis.right - layout.axis.left, 2);
      dot(context, layout.axis.right, y, 6, palette.wet);
    });
  }
}
