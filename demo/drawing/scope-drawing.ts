import { type FrequencyAxis, positionOfHz } from '../analysis/spectrum.js';
import type { Palette } from './palette.js';

const LABEL_FONT = '11px system-ui, sans-serif';

/** How far the second line of a trace lies below the first. */
const TRACE_OFFSET = 0.6;

/** A rectangle of the canvas, in CSS pixels. */
export interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/**
 * Draws `frames` samples from `start` across a box, as a line. `scale` is the amplitude at the box's upper edge; several
 * samples in one pixel are drawn from their lowest to their highest.
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

/** Two lines of one pixel in place of a wider one: where there is no graphics processor, that takes a tenth of the time. */
function strokeTrace(context: CanvasRenderingContext2D, path: Path2D, colour: string): void {
  context.strokeStyle = colour;
  context.lineWidth = 1;
  context.lineJoin = 'bevel';
  context.stroke(path);
  context.translate(0, TRACE_OFFSET);
  context.stroke(path);
  context.translate(0, -TRACE_OFFSET);
}

/** Horizontal lines at silence and at a round level, with their names, and the time that the box spans. */
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

/** Draws levels in dB, one per pixel column from the left, as a line over a faint area. */
export function drawSpectrum(
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

/** Lines at round frequencies and levels, with their names below and at the left. */
export function drawSpectrumGrid(
  context: CanvasRenderingContext2D,
  box: Box,
  palette: Palette,
  axis: FrequencyAxis,
  range: { readonly lowDb: number; readonly highDb: number },
): void {
  context.strokeStyle = palette.line;
  context.lineWidth = 1;
  context.fillStyle = palette.muted;
  context.font = LABEL_FONT;
  context.textBaseline = 'alphabetic';
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

function horizontal(context: CanvasRenderingContext2D, box: Box, y: number): void {
  context.beginPath();
  context.moveTo(box.left, Math.round(y) + 0.5);
  context.lineTo(box.left + box.width, Math.round(y) + 0.5);
  context.stroke();
}

function vertical(context: CanvasRenderingContext2D, x: number, top: number, bottom: number): void {
  context.beginPath();
  context.moveTo(Math.round(x) + 0.5, top);
  context.lineTo(Math.round(x) + 0.5, bottom);
  context.stroke();
}
