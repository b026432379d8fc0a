import { type Response, reachedFrames, type Stack } from '../analysis/stacks.js';
import type { Palette } from './palette.js';

const LABEL_FONT = '11px system-ui, sans-serif';
const EDGE = 6;
/** Height of the impulse response as a share of the view, and of a row of labels. */
const RESPONSE_SHARE = 0.24;
const LABEL_HEIGHT = 18;
/** If dots are closer than this, rings for the missing values are left out. */
const LEAST_RING_PITCH = 6;

/** A stack of convolutions and the size of its view. */
interface StackPlace {
  readonly stack: Stack;
  readonly width: number;
  readonly height: number;
  /** Frames that the view spans: the longest receptive field of the stacks. */
  readonly frames: number;
}

/** Draws a stack: the values of its rows, the taps that reach the current output, and below them its impulse response. */
export function drawStack(
  context: CanvasRenderingContext2D,
  place: StackPlace,
  palette: Palette,
  response: Response | null,
): void {
  const { stack, frames } = place;
  const pitch = xOf(place, 0) - xOf(place, 1);
  const radius = Math.max(0.9, Math.min(4, pitch * 0.3));
  drawReachedTaps(context, place, palette);
  stack.steps.forEach((step, row) => {
    const reached = new Set(reachedFrames(stack, row));
    for (let frame = 0; frame < frames; frame++) {
      const x = xOf(place, frame);
      const y = yOf(place, row);
      if (frame % step !== 0) {
        if (pitch >= LEAST_RING_PITCH) ring(context, x, y, radius, palette.muted);
      } else if (reached.has(frame)) {
        dot(context, x, y, radius, row === 0 ? palette.dry : palette.wet, 1);
      } else {
        dot(context, x, y, radius * 0.8, palette.muted, 0.35);
      }
    }
  });
  drawRowNames(context, place, palette);
  drawResponse(context, place, palette, response, Math.max(1, Math.min(14, pitch * 0.66)));
}

function xOf({ width, frames }: StackPlace, frame: number): number {
  return width - EDGE - (frame / (frames - 1)) * (width - 2 * EDGE);
}

function yOf({ stack, height }: StackPlace, row: number): number {
  const bottom = height * (1 - RESPONSE_SHARE) - 2.4 * LABEL_HEIGHT;
  const top = LABEL_HEIGHT + EDGE;
  return bottom - (row / (stack.steps.length - 1)) * (bottom - top);
}

/** Draws the taps from the current output down to the input. */
function drawReachedTaps(context: CanvasRenderingContext2D, place: StackPlace, palette: Palette): void {
  const { kernelSize, dilations } = place.stack;
  context.lineWidth = 1;
  context.strokeStyle = palette.wet;
  dilations.forEach((dilation, layer) => {
    const outputs = reachedFrames(place.stack, layer + 1);
    const path = new Path2D();
    for (const frame of outputs) {
      for (let k = 0; k < kernelSize; k++) {
        path.moveTo(xOf(place, frame), yOf(place, layer + 1));
        path.lineTo(xOf(place, frame + k * dilation), yOf(place, layer));
      }
    }
    context.globalAlpha = Math.max(0.16, Math.min(0.75, 6 / outputs.length));
    context.stroke(path);
  });
  context.globalAlpha = 1;
}

function drawRowNames(context: CanvasRenderingContext2D, place: StackPlace, palette: Palette): void {
  const { stack } = place;
  context.font = LABEL_FONT;
  context.fillStyle = palette.muted;
  context.textBaseline = 'alphabetic';
  context.textAlign = 'right';
  context.fillText('output, now', place.width - EDGE + 4, yOf(place, stack.steps.length - 1) - 10);
  context.fillText('input', place.width - EDGE + 4, yOf(place, 0) + 18);
}

/** Draws bars for the impulse response, rings for frames without an output, and the impulse itself. */
function drawResponse(
  context: CanvasRenderingContext2D,
  place: StackPlace,
  palette: Palette,
  response: Response | null,
  barWidth: number,
): void {
  const { stack, height, width } = place;
  const base = height - LABEL_HEIGHT;
  const room = height * RESPONSE_SHARE - LABEL_HEIGHT;
  context.fillStyle = palette.line;
  context.fillRect(0, base, width, 1);
  context.fillStyle = palette.muted;
  context.textAlign = 'left';
  context.fillText('impulse response, measured', 0, height - 2);
  if (!response) return;
  const oldest = stack.receptiveField - 1;
  const inputX = xOf(place, oldest);
  // The impulse is drawn where it enters the stack.
  context.fillStyle = palette.dry;
  context.fillRect(inputX - 1, yOf(place, 0) + 4, 2, 12);
  const highest = Math.max(...response.map((value) => value ?? 0));
  response.forEach((value, frame) => {
    const x = xOf(place, oldest - frame);
    if (value === null) {
      if (barWidth > 3) ring(context, x, base - 4, Math.min(2.5, barWidth / 3), palette.muted);
      return;
    }
    if (value <= 0) return;
    const barHeight = Math.max(2, (value / highest) * room);
    context.fillStyle = palette.wet;
    context.fillRect(x - barWidth / 2, base - barHeight, barWidth, barHeight);
  });
}

function dot(
  context: CanvasRenderingContext2D,
  x: number,
  y: number,
  radius: number,
  colour: string,
  alpha: number,
): void {
  context.globalAlpha = alpha;
  context.fillStyle = colour;
  context.beginPath();
  context.arc(x, y, radius, 0, 2 * Math.PI);
  context.fill();
  context.globalAlpha = 1;
}

/** Marks a value that the stack does not compute. */
function ring(context: CanvasRenderingContext2D, x: number, y: number, radius: number, colour: string): void {
  context.globalAlpha = 0.5;
  context.strokeStyle = colour;
  context.lineWidth = 0.75;
  context.beginPath();
  context.arc(x, y, radius * 0.8, 0, 2 * Math.PI);
  context.stroke();
  context.globalAlpha = 1;
}
