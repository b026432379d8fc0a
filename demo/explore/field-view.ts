import type { NetworkPicture } from '../analysis/network-picture.js';
import type { PlotTable } from '../drawing/plot-table.js';
import { formatInteger } from '../format.js';
import { CanvasView, type Surface } from '../widgets/scopes/canvas-view.js';
import { type FieldPoint, fieldsOf } from './fields.js';

const MARGIN = { left: 52, right: 14, top: 12, bottom: 34 };
const LABEL_FONT = '11px system-ui, sans-serif';

/** Frames that a model hears over its layers, dilated and plain, on a logarithmic scale. */
export class FieldView extends CanvasView {
  static override properties = { ...CanvasView.properties, picture: { attribute: false } };

  declare picture: NetworkPicture | null;

  constructor() {
    super();
    this.picture = null;
  }

  override table(): PlotTable | null {
    if (!this.picture) return null;
    return {
      columns: ['layer', 'dilation (frames)', 'dilated (frames)', 'plain (frames)'],
      rows: fieldsOf(this.picture).map(({ layer, dilation, dilatedFrames, plainFrames }) => [
        layer,
        layer === 0 ? null : dilation,
        dilatedFrames,
        plainFrames,
      ]),
    };
  }

  protected override paint({ context, width, height, palette }: Surface): void {
    if (!this.picture) return;
    const points = fieldsOf(this.picture);
    const last = points[points.length - 1];
    const decades = Math.max(1, Math.ceil(Math.log10(Math.max(last.dilatedFrames, last.plainFrames))));
    const right = width - MARGIN.right;
    const bottom = height - MARGIN.bottom;
    const xOf = (layer: number) => MARGIN.left + (layer / Math.max(1, last.layer)) * (right - MARGIN.left);
    const yOf = (frames: number) => bottom - (Math.log10(frames) / decades) * (bottom - MARGIN.top);

    context.font = LABEL_FONT;
    context.textBaseline = 'middle';
    context.textAlign = 'right';
    for (let decade = 0; decade <= decades; decade++) {
      const y = Math.round(yOf(10 ** decade)) + 0.5;
      context.fillStyle = palette.line;
      context.fillRect(MARGIN.left, y, right - MARGIN.left, 1);
      context.fillStyle = palette.muted;
      context.fillText(formatInteger(10 ** decade), MARGIN.left - 8, y);
    }
    context.textBaseline = 'alphabetic';
    context.textAlign = 'center';
    const stride = Math.ceil(last.layer / Math.max(1, Math.min(10, (right - MARGIN.left) / 36)));
    for (let layer = 0; layer <= last.layer; layer += Math.max(1, stride)) {
      context.fillText(`${layer}`, xOf(layer), bottom + 15);
    }
    context.textAlign = 'left';
    context.fillText('frames heard, over layers from the input', MARGIN.left, height - 4);

    const trace = (framesOf: (point: FieldPoint) => number, colour: string, name: string, labelY: number) => {
      const path = new Path2D();
      for (const point of points) path.lineTo(xOf(point.layer), yOf(framesOf(point)));
      context.strokeStyle = colour;
      context.lineWidth = 2;
      context.stroke(path);
      context.fillStyle = colour;
      for (const point of points) {
        context.beginPath();
        context.arc(xOf(point.layer), yOf(framesOf(point)), 2.5, 0, 2 * Math.PI);
        context.fill();
      }
      context.textAlign = 'right';
      context.fillText(name, xOf(last.layer), yOf(framesOf(last)) + labelY);
    };
    trace(({ plainFrames }) => plainFrames, palette.muted, 'plain', 18);
    const isDilated = last.dilatedFrames !== last.plainFrames;
    if (isDilated) trace(({ dilatedFrames }) => dilatedFrames, palette.wet, 'dilated', -10);
  }
}
