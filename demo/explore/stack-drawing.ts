import type { Palette } from '../drawing/palette.js';
import { type Answer, answersTo } from './measure.js';
import { coveredPhases, outputStepOf, reachedFrames, type Stack } from './stacks.js';

const LABEL_FONT = '11px system-ui, sans-serif';
const EDGE = 8;
/** Height of the impulse response as a share of the view, and of a row of labels. */
const RESPONSE_SHARE = 0.24;
const LABEL_HEIGHT = 18;
/** Values closer than this, in pixels, are drawn once; rings need more room. */
const RESOLUTION = 1.5;
const LEAST_RING_PITCH = 5;

/** A stack, an impulse, and the view that they are drawn in. */
export interface StackScene {
  readonly stack: Stack;
  readonly width: number;
  readonly height: number;
  /** Frames that the view spans, up to now. */
  readonly frames: number;
  /** How many frames ago the impulse came. */
  readonly impulseBack: number;
  /** As measured; null until then. */
  readonly response: Float32Array | null;
}

/** Position of a frame in a view. */
export function xOfFrame({ width, frames }: Pick<StackScene, 'width' | 'frames'>, framesBack: number): number {
  return width - EDGE - (framesBack / (frames - 1)) * (width - 2 * EDGE);
}

/** The frame nearest to a position, as frames back. */
export function frameAtX({ width, frames }: Pick<StackScene, 'width' | 'frames'>, x: number): number {
  const framesBack = Math.round(((width - EDGE - x) / (width - 2 * EDGE)) * (frames - 1));
  return Math.min(frames - 1, Math.max(0, framesBack));
}

/**
 * Draws the values of a stack's rows, the taps that reach the current output, fainter those of the outputs before it, the
 * input frames that reach none, and below them the impulse and what it was answered with.
 */
export function drawStack(context: CanvasRenderingContext2D, scene: StackScene, palette: Palette): void {
  const { stack, frames } = scene;
  const outputs = outputsOf(stack, frames);
  const oneByOne = outputStepOf(stack) === 1;
  // Where every frame has an output, the fans of the earlier ones would cover all.
  if (!oneByOne) for (const back of outputs.slice(1)) drawTaps(context, scene, back, palette.muted, 0.4);
  drawTaps(context, scene, 0, palette.wet, 0.75);
  for (const row of stack.steps.keys()) drawRow(context, scene, row, palette);
  drawNames(context, scene, palette);
  drawImpulse(context, scene, palette);
}

/** The outputs within the view, as frames back. */
function outputsOf(stack: Stack, frames: number): number[] {
  const step = outputStepOf(stack);
  return Array.from({ length: Math.floor((frames - 1) / step) + 1 }, (_, n) => n * step);
}

function yOf({ stack, height }: StackScene, row: number): number {
  const bottom = height * (1 - RESPONSE_SHARE) - 2.4 * LABEL_HEIGHT;
  const top = LABEL_HEIGHT + EDGE;
  return bottom - (row / (stack.steps.length - 1)) * (bottom - top);
}

/** Pixels from one frame to the next. */
function pitchOf(scene: StackScene): number {
  return xOfFrame(scene, 0) - xOfFrame(scene, 1);
}

/** Draws the taps from one output down to the input. */
function drawTaps(
  context: CanvasRenderingContext2D,
  scene: StackScene,
  outputBack: number,
  colour: string,
  strength: number,
): void {
  const { stack, frames } = scene;
  const pitch = pitchOf(scene);
  context.lineWidth = 1;
  context.strokeStyle = colour;
  stack.spacings.forEach((spacing, layer) => {
    const path = new Path2D();
    let drawn = 0;
    let lastX = Number.POSITIVE_INFINITY;
    for (const frame of reachedFrames(stack, layer + 1, frames - outputBack)) {
      const x = xOfFrame(scene, outputBack + frame);
      if (lastX - x < RESOLUTION) continue;
      lastX = x;
      drawn++;
      for (let k = 0; k < stack.kernelSize; k++) {
        path.moveTo(x, yOf(scene, layer + 1));
        path.lineTo(x - k * spacing * pitch, yOf(scene, layer));
      }
    }
    context.globalAlpha = strength * Math.max(0.2, Math.min(1, 8 / drawn));
    context.stroke(path);
  });
  context.globalAlpha = 1;
}

/** Draws the values of a row; of the input row also those that reach no output, as holes. */
function drawRow(context: CanvasRenderingContext2D, scene: StackScene, row: number, palette: Palette): void {
  const { stack, frames } = scene;
  const pitch = pitchOf(scene);
  const radius = Math.max(0.9, Math.min(4, pitch * 0.3));
  const y = yOf(scene, row);
  const reached = new Set(reachedFrames(stack, row, frames));
  const covered = row === 0 ? coveredPhases(stack) : null;
  const step = stack.steps[row];
  for (let frame = 0; frame < frames; frame++) {
    const x = xOfFrame(scene, frame);
    if (frame % step !== 0) {
      if (pitch >= LEAST_RING_PITCH) ring(context, x, y, radius * 0.7, palette.muted, 0.4);
    } else if (covered && !covered.has(frame % outputStepOf(stack))) {
      hole(context, x, y, radius, pitch, palette.wrong);
    } else if (reached.has(frame)) {
      dot(context, x, y, radius, row === 0 ? palette.dry : palette.wet, 1);
    } else {
      dot(context, x, y, radius * 0.8, palette.muted, 0.4);
    }
  }
}

function drawNames(context: CanvasRenderingContext2D, scene: StackScene, palette: Palette): void {
  const { stack, width } = scene;
  context.font = LABEL_FONT;
  context.fillStyle = palette.muted;
  context.textBaseline = 'alphabetic';
  context.textAlign = 'right';
  context.fillText('output, now', width - EDGE + 4, yOf(scene, stack.steps.length - 1) - 10);
  context.fillText('input', width - EDGE + 4, yOf(scene, 0) + 18);
}

/** Draws the impulse where it enters, bars for what it is answered with, and rings where there is no output to answer. */
function drawImpulse(context: CanvasRenderingContext2D, scene: StackScene, palette: Palette): void {
  const { stack, height, width, frames, impulseBack, response } = scene;
  const base = height - LABEL_HEIGHT;
  const room = height * RESPONSE_SHARE - LABEL_HEIGHT;
  const pitch = pitchOf(scene);
  const barWidth = Math.max(1, Math.min(14, pitch * 0.66));
  context.fillStyle = palette.line;
  context.fillRect(0, base, width, 1);
  context.fillStyle = palette.muted;
  context.textAlign = 'left';
  context.fillText('answer to the impulse, measured', 0, height - 3);
  const x = xOfFrame(scene, impulseBack);
  const inputY = yOf(scene, 0);
  context.fillStyle = palette.dry;
  context.fillRect(x - 1, inputY, 2, 20);
  dot(context, x, inputY + 22, 6, palette.dry, 1);
  if (outputStepOf(stack) > 1 && pitch >= LEAST_RING_PITCH) {
    for (let frame = 0; frame < frames; frame++) {
      if (frame % outputStepOf(stack) !== 0) ring(context, xOfFrame(scene, frame), base - 4, 2, palette.muted, 0.5);
    }
  }
  if (!response) return;
  const highest = Math.max(...response);
  context.fillStyle = palette.wet;
  for (const { framesBack, value } of answersTo(stack, response, impulseBack) satisfies Answer[]) {
    const barHeight = Math.max(2, (value / highest) * room);
    context.fillRect(xOfFrame(scene, framesBack) - barWidth / 2, base - barHeight, barWidth, barHeight);
  }
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
function ring(
  context: CanvasRenderingContext2D,
  x: number,
  y: number,
  radius: number,
  colour: string,
  alpha: number,
): void {
  context.globalAlpha = alpha;
  context.strokeStyle = colour;
  context.lineWidth = 0.75;
  context.beginPath();
  context.arc(x, y, radius, 0, 2 * Math.PI);
  context.stroke();
  context.globalAlpha = 1;
}

/** Marks an input frame that no output hears: a ring, or part of a bar where rings would touch. */
function hole(
  context: CanvasRenderingContext2D,
  x: number,
  y: number,
  radius: number,
  pitch: number,
  colour: string,
): void {
  if (pitch >= LEAST_RING_PITCH) {
    ring(context, x, y, radius, colour, 1);
    return;
  }
  context.fillStyle = colour;
  context.fillRect(x - pitch / 2, y + 2, pitch, 2);
}
