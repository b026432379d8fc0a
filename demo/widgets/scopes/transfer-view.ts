import { PointCloud } from '../../analysis/point-cloud.js';
import type { LiveSignals } from '../../audio/live-signals.js';
import { type Box, drawTransferGrid } from '../../drawing/scope-drawing.js';
import { TintedImage } from '../../drawing/tinted-image.js';
import { CanvasView, type Surface } from './canvas-view.js';

/** Frames of sound of which points are drawn anew with each frame of the screen. */
const NEWEST_FRAMES = 1024;
const SMALLEST_SCALE = 0.02;
/** Time in which a point fades to a third. */
const FADE_SECONDS = 0.25;
const BRIGHTNESS = 0.3;
const LARGEST_RATIO = 7;
const MARGIN = { left: 48, right: 12, top: 6, bottom: 20 };

/** What comes out over what goes in, moment by moment: a straight line is clean, a bend distorts, a loop remembers. */
export class TransferView extends CanvasView {
  static override properties = { ...CanvasView.properties, latencyFrames: { type: Number } };

  /** Frames by which the wet sound is late. */
  declare latencyFrames: number;
  #box: Box = { left: 0, top: 0, width: 1, height: 1 };
  #cloud = new PointCloud(1, 1);
  #image: TintedImage | null = null;
  /** Amplitudes at the edges; they follow the sound slowly. */
  #dryScale = 0.5;
  #wetScale = 0.5;

  constructor() {
    super();
    this.latencyFrames = 0;
  }

  protected override prepare({ width, height, palette }: Surface): void {
    const boxHeight = height - MARGIN.top - MARGIN.bottom;
    const boxWidth = Math.min(width - MARGIN.left - MARGIN.right, boxHeight * LARGEST_RATIO);
    this.#box = { left: MARGIN.left, top: MARGIN.top, width: boxWidth, height: boxHeight };
    this.#cloud = new PointCloud(Math.max(1, Math.floor(boxWidth)), Math.max(1, Math.floor(boxHeight)));
    this.#image = new TintedImage(this.#cloud.columns, this.#cloud.rows, palette.wet);
  }

  protected override listen(live: LiveSignals): void {
    const { dry, wet } = live;
    this.#dryScale = follow(this.#dryScale, live.dryPeak, live.elapsedSeconds);
    this.#wetScale = follow(this.#wetScale, live.wetPeak, live.elapsedSeconds);
    this.#cloud.fade(Math.exp(-live.elapsedSeconds / FADE_SECONDS));
    for (let t = dry.length - NEWEST_FRAMES; t < dry.length; t++) {
      const x = dry[t - this.latencyFrames];
      // Silence is a point in the middle, and would outshine all others.
      if (x !== 0 || wet[t] !== 0) this.#cloud.add(x / this.#dryScale, wet[t] / this.#wetScale, BRIGHTNESS);
    }
  }

  protected override paint({ context, palette }: Surface, live: LiveSignals | null): void {
    drawTransferGrid(context, this.#box, palette, this.#dryScale, this.#wetScale);
    if (!live?.hasSound || !this.#image) return;
    const { left, top, width, height } = this.#box;
    this.#image.show(this.#cloud.cells);
    context.drawImage(this.#image.canvas, left, top, width, height);
  }
}

/** A scale on its way to a peak: up at once, down slowly. */
function follow(scale: number, peak: number, elapsedSeconds: number): number {
  const target = Math.max(SMALLEST_SCALE, peak * 1.1);
  return target > scale ? target : scale + (target - scale) * (1 - Math.exp(-elapsedSeconds / 1.5));
}
