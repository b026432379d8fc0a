import { PointCloud } from '../../analysis/point-cloud.js';
import type { LiveSignals } from '../../audio/live-signals.js';
import { type Box, drawTransferGrid } from '../../drawing/scope-drawing.js';
import { TintedImage } from '../../drawing/tinted-image.js';
import { CanvasView, type Surface } from './canvas-view.js';

/** Number of latest frames that add points with each frame of the screen. */
const NEWEST_FRAMES = 1024;
const SMALLEST_SCALE = 0.02;
/** Time constant with which points fade. */
const FADE_SECONDS = 0.25;
const BRIGHTNESS = 0.3;
const LARGEST_RATIO = 7;
const MARGIN = { left: 48, right: 12, top: 6, bottom: 20 };

/** Wet over dry, sample by sample: a straight line means no distortion, a bend distortion, a loop memory. */
export class TransferView extends CanvasView {
  static override properties = { ...CanvasView.properties, latencyFrames: { type: Number } };

  /** Delay of the wet sound against the dry one, in frames. */
  declare latencyFrames: number;
  #box: Box = { left: 0, top: 0, width: 1, height: 1 };
  #cloud = new PointCloud(1, 1);
  #image: TintedImage | null = null;
  /** Amplitudes at the edges, which follow the sound slowly. */
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
      // Silence would pile up as one bright point in the middle.
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

/** Moves a scale towards a peak: up at once, down slowly. */
function follow(scale: number, peak: number, elapsedSeconds: number): number {
  const target = Math.max(SMALLEST_SCALE, peak * 1.1);
  return target > scale ? target : scale + (target - scale) * (1 - Math.exp(-elapsedSeconds / 1.5));
}
