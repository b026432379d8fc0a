import type { TransferCurve } from '../analysis/sweep.js';
import type { Palette } from './palette.js';
import { type Box, horizontal, LABEL_FONT, vertical } from './scope-drawing.js';

/** Draws the axes of dry and wet, the diagonal on which wet equals dry, and the amplitudes at the edges. */
export function drawTransferGrid(
  context: CanvasRenderingContext2D,
  box: Box,
  palette: Palette,
  dryScale: number,
  wetScale: number,
): void {
  const { left, top, width, height } = box;
  context.strokeStyle = palette.line;
  context.lineWidth = 1;
  context.strokeRect(left + 0.5, top + 0.5, width - 1, height - 1);
  horizontal(context, box, top + height / 2);
  vertical(context, left + width / 2, top, top + height);
  const slope = dryScale / wetScale;
  const reach = Math.min(1, 1 / slope);
  context.setLineDash([3, 4]);
  context.strokeStyle = palette.muted;
  context.globalAlpha = 0.6;
  context.beginPath();
  context.moveTo(left + ((1 - reach) / 2) * width, top + ((1 + reach * slope) / 2) * height);
  context.lineTo(left + ((1 + reach) / 2) * width, top + ((1 - reach * slope) / 2) * height);
  context.stroke();
  context.globalAlpha = 1;
  context.setLineDash([]);
  context.font = LABEL_FONT;
  context.textBaseline = 'alphabetic';
  context.fillStyle = palette.dry;
  context.textAlign = 'right';
  context.fillText(`dry ± ${amplitude(dryScale)}`, left + width, top + height + 14);
  context.fillStyle = palette.wet;
  context.fillText('wet', left - 8, top + 10);
  context.fillText(`± ${amplitude(wetScale)}`, left - 8, top + 24);
}

/** Draws wet over dry: the whole sweep faintly, its last period as a line. `wetScale` is the amplitude at the edges. */
export function drawTransferCurve(
  context: CanvasRenderingContext2D,
  { left, top, width, height }: Box,
  palette: Palette,
  { dry, wet, lastPeriod }: TransferCurve,
  wetScale: number,
): void {
  const pathFrom = (start: number) => {
    const path = new Path2D();
    for (let t = start; t < dry.length; t++) {
      path.lineTo(left + ((dry[t] + 1) / 2) * width, top + ((1 - wet[t] / wetScale) / 2) * height);
    }
    return path;
  };
  context.strokeStyle = palette.wet;
  context.lineWidth = 1;
  context.globalAlpha = 0.25;
  context.stroke(pathFrom(0));
  context.globalAlpha = 1;
  context.lineWidth = 1.75;
  context.stroke(pathFrom(lastPeriod));
}

function amplitude(value: number): string {
  return value >= 0.1 ? value.toFixed(2) : value.toFixed(3);
}
