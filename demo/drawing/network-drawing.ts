import { timeMarks, xOfFramesBack } from '../analysis/time-axis.js';
import { formatMs } from '../format.js';
import type { FanRows, NetworkLayout } from './network-layout.js';
import { mixColours, type Palette } from './palette.js';

const LABEL_FONT = '11px system-ui, sans-serif';
/** Smallest distance between two labels, in pixels. */
const LABEL_PITCH = 13;
/** Edges closer than this, in pixels, are drawn once. */
const RESOLUTION = 1.5;
/** Distances between neighbouring taps, in pixels, between which they fade, so that dense ones do not merge. */
const DENSITIES = [12, 8, 5.5, 4, 3, 2, RESOLUTION];
const WIDEST = DENSITIES[0];

/**
 * Draws the static part of the network: reach, taps, nodes. Colours go from amber at the output to blue at the input;
 * strong weights make strong taps.
 */
export function drawNetwork(context: CanvasRenderingContext2D, layout: NetworkLayout, palette: Palette): void {
  const depth = depthOf(layout, palette);
  drawReach(context, layout, palette);
  for (const rows of layout.fans) {
    rows.fan.layers.forEach((_, i) => {
      const colours = { above: depth(rows.rowYs[i]), below: depth(rows.rowYs[i + 1]) };
      drawTaps(context, layout, rows, i, colours, 0.9);
    });
  }
  for (const rows of layout.fans) drawNodes(context, layout, rows, depth);
}

/** Draws the labels of the rows and of the time axis. */
export function drawNetworkLabels(
  context: CanvasRenderingContext2D,
  layout: NetworkLayout,
  palette: Palette,
  sampleRate: number,
): void {
  drawRowLabels(context, layout, palette);
  drawTimeAxis(context, layout, palette, sampleRate);
}

/** The colour at each height between output and input. */
export function depthOf(layout: NetworkLayout, palette: Palette): (y: number) => string {
  const top = layout.fans[0]?.rowYs[0] ?? 0;
  const bottom = layout.fans.at(-1)?.rowYs.at(-1) ?? 1;
  return (y) => mixColours(palette.wet, palette.dry, Math.min(1, Math.max(0, (y - top) / (bottom - top))) ** 2);
}

/** The receptive field: at each row, from the current frame back as far as the layers above it look. */
function drawReach(context: CanvasRenderingContext2D, layout: NetworkLayout, palette: Palette): void {
  const { axis } = layout;
  if (layout.fans.length === 0) return;
  context.beginPath();
  context.moveTo(axis.right, layout.outputY);
  for (const { fan, rowYs } of layout.fans) {
    fan.layers.forEach((layer, i) => {
      context.lineTo(xOfFramesBack(axis, layer.reachFrames), rowYs[i]);
      context.lineTo(xOfFramesBack(axis, layer.reachFrames + layer.lookbackFrames), rowYs[i + 1]);
    });
  }
  context.lineTo(axis.left, layout.inputY);
  context.lineTo(axis.right, layout.inputY);
  context.closePath();
  context.globalAlpha = 0.045;
  context.fillStyle = palette.ink;
  context.fill();
  context.globalAlpha = 0.18;
  context.strokeStyle = palette.ink;
  context.lineWidth = 1;
  context.stroke();
  context.globalAlpha = 1;
}

/** Draws the taps of layer `index` of a fan, from each frame that it computes to the frames that it reads. */
export function drawTaps(
  context: CanvasRenderingContext2D,
  layout: NetworkLayout,
  { fan, rowYs }: FanRows,
  index: number,
  colours: { readonly above: string; readonly below: string },
  strength: number,
): void {
  const layer = fan.layers[index];
  const y0 = rowYs[index];
  const y1 = rowYs[index + 1];
  const gradient = context.createLinearGradient(0, y0, 0, y1);
  gradient.addColorStop(0, colours.above);
  gradient.addColorStop(1, colours.below);
  context.strokeStyle = gradient;
  context.lineWidth = 1;
  layer.tapStrengths.forEach((tapStrength, k) => {
    const paths = DENSITIES.map(() => new Path2D());
    let lastX = layout.axis.right + WIDEST;
    for (const offset of fan.offsets[index]) {
      const x0 = xOfFramesBack(layout.axis, offset);
      const distance = lastX - x0;
      if (distance < RESOLUTION) continue;
      lastX = x0;
      const x1 = xOfFramesBack(layout.axis, offset + k * layer.dilation);
      addTap(paths[DENSITIES.findIndex((least) => distance >= least)], x0, y0, x1, y1);
    }
    paths.forEach((path, i) => {
      context.globalAlpha = Math.min(1, (strength * (0.2 + 0.8 * tapStrength) * DENSITIES[i]) / WIDEST);
      context.stroke(path);
    });
  });
  context.globalAlpha = 1;
}

/** A tap runs along its row and drops into the row below; the tap of the current frame goes straight down. */
function addTap(path: Path2D, x0: number, y0: number, x1: number, y1: number): void {
  path.moveTo(x0, y0);
  if (x0 === x1) path.lineTo(x1, y1);
  else path.bezierCurveTo(x0 - (x0 - x1) * 0.5, y0, x1, y0 + (y1 - y0) * 0.25, x1, y1);
}

function drawNodes(
  context: CanvasRenderingContext2D,
  layout: NetworkLayout,
  { fan, rowYs }: FanRows,
  depth: (y: number) => string,
): void {
  const radius = Math.max(0.8, Math.min(1.8, layout.rowPitch * 0.13));
  fan.offsets.forEach((offsets, row) => {
    context.fillStyle = depth(rowYs[row]);
    context.beginPath();
    let lastX = Number.POSITIVE_INFINITY;
    for (const offset of offsets) {
      const x = xOfFramesBack(layout.axis, offset);
      if (lastX - x < RESOLUTION) continue;
      lastX = x;
      context.moveTo(x + radius, rowYs[row]);
      context.arc(x, rowYs[row], radius, 0, 2 * Math.PI);
    }
    context.fill();
  });
}

function drawRowLabels(context: CanvasRenderingContext2D, layout: NetworkLayout, palette: Palette): void {
  if (!layout.showsLabels) return;
  context.font = LABEL_FONT;
  context.fillStyle = palette.muted;
  context.textAlign = 'left';
  context.textBaseline = 'middle';
  const takenYs: number[] = [];
  const place = (text: string, y: number) => {
    if (takenYs.some((takenY) => Math.abs(takenY - y) < LABEL_PITCH)) return;
    takenYs.push(y);
    context.fillText(text, 0, y);
  };
  place('output', layout.outputY);
  place('input', layout.inputY);
  context.fillStyle = palette.ink;
  for (const { rowYs, bandChannels } of layout.fans) {
    if (bandChannels !== null && layout.showsBands) place(`${bandChannels} channels`, rowYs[0]);
  }
  context.fillStyle = palette.muted;
  for (const { fan, rowYs } of layout.fans) {
    fan.layers.forEach((layer, i) => {
      place(`d = ${layer.dilation}`, rowYs[i + 1]);
    });
  }
}

function drawTimeAxis(
  context: CanvasRenderingContext2D,
  layout: NetworkLayout,
  palette: Palette,
  sampleRate: number,
): void {
  const { axis, timeLabelsY } = layout;
  context.font = LABEL_FONT;
  context.fillStyle = palette.muted;
  context.textBaseline = 'alphabetic';
  context.textAlign = 'right';
  context.fillText('now', axis.right, timeLabelsY);
  context.textAlign = 'left';
  const oldest = `${formatMs(((axis.frames + 1) / sampleRate) * 1000)} ago`;
  context.fillText(oldest, axis.left, timeLabelsY);
  context.textAlign = 'center';
  for (const { framesBack, label } of timeMarks(axis, sampleRate)) {
    const x = xOfFramesBack(axis, framesBack);
    if (x - axis.left < 90 || axis.right - x < 50) continue;
    context.fillText(label, x, timeLabelsY);
    context.globalAlpha = 0.5;
    context.fillRect(Math.round(x), timeLabelsY - 15, 1, 3);
    context.globalAlpha = 1;
  }
}
