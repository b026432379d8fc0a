import type { LayerPicture } from '../analysis/network-picture.js';
import { framesBackOfX, xOfFramesBack } from '../analysis/time-axis.js';
import type { NetworkLayout } from './network-layout.js';
import type { Palette } from './palette.js';

/** Distance between the points of a ribbon, in pixels: levels change only every few milliseconds. */
const POINT_PITCH = 9;
/** Half the height of the loudest ribbon, in rows, so that neighbours do not overlap. */
const LARGEST_SHARE = 0.43;
/** Half the height of the focused layer's ribbon. */
const FOCUSED_HEIGHT = 20;

/** Ages in seconds of the points of the ribbons, from the current frame (right) to the left edge. */
export function ribbonAges({ axis }: NetworkLayout, sampleRate: number): Float32Array {
  const points = Math.max(2, Math.ceil((axis.right - axis.left) / POINT_PITCH));
  return Float32Array.from({ length: points }, (_, n) => {
    const x = axis.right - (n / (points - 1)) * (axis.right - axis.left);
    return framesBackOfX(axis, x) / sampleRate;
  });
}

/**
 * Draws the past levels of a layer as a ribbon around the row that it reads, as far back as they reach the output.
 *
 * @param shares levels at `ribbonAges`, 0 … 1
 */
export function drawLayerRibbon(
  context: CanvasRenderingContext2D,
  layout: NetworkLayout,
  layer: LayerPicture,
  rowY: number,
  shares: Float32Array,
  colour: string,
): void {
  const path = ribbonPath(layout, layer, rowY, shares, Math.min(12, layout.rowPitch * LARGEST_SHARE));
  context.fillStyle = colour;
  context.globalAlpha = 0.42;
  context.fill(path);
  context.globalAlpha = 1;
}

/** Draws an enlarged ribbon of the focused layer, in front of all others. */
export function drawFocusedRibbon(
  context: CanvasRenderingContext2D,
  layout: NetworkLayout,
  layer: LayerPicture,
  rowY: number,
  shares: Float32Array,
  palette: Palette,
): void {
  const path = ribbonPath(layout, layer, rowY, shares, FOCUSED_HEIGHT);
  context.fillStyle = palette.wet;
  context.globalAlpha = 0.3;
  context.fill(path);
  context.globalAlpha = 1;
  context.strokeStyle = palette.wet;
  context.lineWidth = 1;
  context.stroke(path);
}

function ribbonPath(
  { axis }: NetworkLayout,
  layer: LayerPicture,
  rowY: number,
  shares: Float32Array,
  halfHeight: number,
): Path2D {
  const reachX = xOfFramesBack(axis, layer.reachFrames + layer.lookbackFrames);
  const step = (axis.right - axis.left) / (shares.length - 1);
  const last = Math.min(shares.length - 1, Math.ceil((axis.right - reachX) / step));
  const xOf = (n: number) => Math.max(reachX, axis.right - n * step);
  const path = new Path2D();
  path.moveTo(axis.right, rowY - shares[0] * halfHeight);
  for (let n = 1; n <= last; n++) path.lineTo(xOf(n), rowY - shares[n] * halfHeight);
  for (let n = last; n >= 0; n--) path.lineTo(xOf(n), rowY + shares[n] * halfHeight);
  path.closePath();
  return path;
}
