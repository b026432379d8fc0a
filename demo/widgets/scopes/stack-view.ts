import type { Response, Stack } from '../../analysis/stacks.js';
import { drawStack } from '../../drawing/stack-drawing.js';
import { CanvasView, type Surface } from './canvas-view.js';

/** One stack of convolutions with its measured impulse response. */
export class StackView extends CanvasView {
  static override properties = {
    ...CanvasView.properties,
    stack: { attribute: false },
    response: { attribute: false },
    frames: { type: Number },
  };

  declare stack: Stack | null;
  declare response: Response | null;
  /** Frames that the view spans. */
  declare frames: number;

  constructor() {
    super();
    this.stack = null;
    this.response = null;
    this.frames = 1;
  }

  protected override paint({ context, width, height, palette }: Surface): void {
    if (!this.stack) return;
    drawStack(context, { stack: this.stack, width, height, frames: this.frames }, palette, this.response);
  }
}
