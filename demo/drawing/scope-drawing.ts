import { type FrequencyAxis, positionOfHz } from '../analysis/spectrum.js';
import type { Palette } from './palette.js';

/** Font of all labels in plots. */
export const LABEL_FONT = '11px system-ui, sans-serif';

/** Distance of the second line of a trace below the first. */
const TRACE_OFFSET = 0.6;

/** A rectangle of the canvas, in CSS pixels. */
export interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** What a view leaves of its width and height beside the margins. */
export function boxWithin(
  { width, height }: { readonly width: number; readonly height: number },
  { left, top, bottom }: { readonly left: number; readonly top: number; readonly bottom: number },
): Box {
  return { left, top, width: width - left, height: height - top - bottom };
}

/**
 * Draws `frames` samples from `start` across a box, as a line. `scale` is the amplitude at the box's upper edge. Several
 * samples in one pixel are drawn from their minimum to their maximum.
 */
export function drawWave(
  context: CanvasRenderingContext2D,
  box: Box,
  signal: Float32Array,
  start: number,
  frames: number,
  scale: number,
  colour: string,
): void {
  const middle = box.top + box.height / 2;
  const gain = box.height / 2 / scale;
  const step = box.width / (frames - 1);
  const path = new Path2D();
  for (let i = 0; i < frames; i++) {
    const y = middle - signal[start + i] * gain;
    const clamped = Math.min(box.top + box.height, Math.max(box.top, y));
    if (i === 0) path.moveTo(box.left, clamped);
    else path.lineTo(box.left + i * step, clamped);
  }
  strokeTrace(context, path, colour);
}

/** Draws two lines of one pixel in place of a wider one: without a GPU, that takes a tenth of the time. */
function strokeTrace(context: CanvasRenderingContext2D, path: Path2D, colour: string): void {
  context.strokeStyle = colour;
  context.lineWidth = 1;
  context.lineJoin = 'bevel';
  context.stroke(path);
  context.translate(0, TRACE_OFFSET);
  context.stroke(path);
  context.translate(0, -TRACE_OFFSET);
}

/** Draws lines at silence and at a round level, their labels, and the time that the box spans. */
export function drawWaveGrid(
  context: CanvasRenderingContext2D,
  box: Box,
  palette: Palette,
  scale: number,
  spanMs: number,
): void {
  const middle = box.top + box.height / 2;
  context.strokeStyle = palette.line;
  context.lineWidth = 1;
  context.fillStyle = palette.muted;
  context.font = LABEL_FONT;
  context.textBaseline = 'alphabetic';
  horizontal(context, box, middle);
  const stepMs = spanMs > 15 ? 5 : 1;
  for (let ms = stepMs; ms < spanMs; ms += stepMs) {
    const x = box.left + (ms / spanMs) * box.width;
    vertical(context, x, middle - 3, middle + 3);
  }
  context.textAlign = 'left';
  context.fillText(`± ${Number(scale.toPrecision(2))}`, box.left, box.top + 10);
  context.textAlign = 'right';
  context.fillText(`${Math.round(spanMs)} ms`, box.left + box.width, box.top + box.height - 2);
}

/** Draws levels in dB over frequency or time, as a line over a faint area. */
export function drawLevels(
  context: CanvasRenderingContext2D,
  box: Box,
  columnsDb: Float32Array,
  range: { readonly lowDb: number; readonly highDb: number },
  colour: string,
  fill: number,
): void {
  const perDb = box.height / (range.highDb - range.lowDb);
  const step = box.width / columnsDb.length;
  const yOf = (db: number) => box.top + (range.highDb - Math.min(range.highDb, Math.max(range.lowDb, db))) * perDb;
  const path = new Path2D();
  columnsDb.forEach((db, column) => {
    const x = box.left + (column + 0.5) * step;
    if (column === 0) path.moveTo(x, yOf(db));
    else path.lineTo(x, yOf(db));
  });
  strokeTrace(context, path, colour);
  if (fill === 0) return;
  path.lineTo(box.left + box.width, box.top + box.height);
  path.lineTo(box.left, box.top + box.height);
  context.globalAlpha = fill;
  context.fillStyle = colour;
  context.fill(path);
  context.globalAlpha = 1;
}

/** Sets the style of grid lines and their labels. */
function styleGrid(context: CanvasRenderingContext2D, palette: Palette): void {
  context.strokeStyle = palette.line;
  context.lineWidth = 1;
  context.fillStyle = palette.muted;
  context.font = LABEL_FONT;
  context.textBaseline = 'alphabetic';
}

/** Draws lines at round frequencies and levels, with labels below and at the left. */
export function drawSpectrumGrid(
  context: CanvasRenderingContext2D,
  box: Box,
  palette: Palette,
  axis: FrequencyAxis,
  range: { readonly lowDb: number; readonly highDb: number },
): void {
  styleGrid(context, palette);
  context.textAlign = 'center';
  const narrow = box.width < 480;
  for (const hz of narrow ? [100, 1000, 10_000] : [50, 100, 200, 500, 1000, 2000, 5000, 10_000]) {
    const x = box.left + positionOfHz(axis, hz) * box.width;
    vertical(context, x, box.top, box.top + box.height);
    context.fillText(hz >= 1000 ? `${hz / 1000} kHz` : `${hz} Hz`, x, box.top + box.height + 14);
  }
  context.textAlign = 'right';
  context.fillText('dB', box.left - 8, box.top + 8);
  for (let db = range.highDb - 20; db > range.lowDb; db -= 20) {
    const y = box.top + ((range.highDb - db) / (range.highDb - range.lowDb)) * box.height;
    horizontal(context, box, y);
    context.fillText(`${db}`.replace('-', '\u2212'), box.left - 8, y + 4);
  }
}

/** Draws a horizontal line of one pixel across a box. */
export function horizontal(context: CanvasRenderingContext2D, box: Box, y: number): void {
  context.beginPath();
  context.moveTo(box.left, Math.round(y) + 0.5);
  context.lineTo(box.left + box.width, Math.round(y) + 0.5);
  context.stroke();
}

/** Draws a vertical line of one pixel. */
export function vertical(context: CanvasRenderingContext2D, x: number, top: number, bottom: number): void {
  context.beginPath();
  context.moveTo(Math.round(x) + 0.5, top);
  context.lineTo(Math.round(x) + 0.5, bottom);
  context.stroke();
}

/** Draws lines at round levels and times, with labels. */
export function drawLevelGrid(
  context: CanvasRenderingContext2D,
  box: Box,
  palette: Palette,
  range: { readonly lowDb: number; readonly highDb: number },
  seconds: number,
): void {
  styleGrid(context, palette);
  context.textAlign = 'right';
  const stepDb = box.height < 160 ? 20 : 10;
  for (let db = range.highDb; db >= range.lowDb; db -= stepDb) {
    const y = box.top + ((range.highDb - db) / (range.highDb - range.lowDb)) * box.height;
    horizontal(context, box, y);
    context.fillText(db === range.highDb ? `${db} dB` : `${db}`.replace('-', '\u2212'), box.left - 8, y + 4);
  }
  context.textAlign = 'center';
  for (let age = 5; age < seconds; age += 5) {
    const x = box.left + (1 - age / seconds) * box.width;
    vertical(context, x, box.top, box.top + box.height);
    context.fillText(`${age} s ago`, x, box.top + box.height + 14);
  }
}

/** Draws a frame with labels of round frequencies at its left, the highest at the top. */
export function drawFrequencyMarks(
  context: CanvasRenderingContext2D,
  box: Box,
  palette: Palette,
  axis: FrequencyAxis,
): void {
  context.strokeStyle = palette.line;
  context.lineWidth = 1;
  context.strokeRect(box.left + 0.5, box.top + 0.5, box.width - 1, box.height - 1);
  context.fillStyle = palette.muted;
  context.font = LABEL_FONT;
  context.textAlign = 'right';
  context.textBaseline = 'middle';
  for (const hz of [100, 1000, 10_000]) {
    const y = box.top + (1 - positionOfHz(axis, hz)) * box.height;
    context.fillText(hz >= 1000 ? `${hz / 1000}k` : `${hz}`, box.left - 8, y);
    context.fillRect(box.left - 4, Math.round(y), 4, 1);
  }
}
