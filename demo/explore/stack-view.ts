import type { PlotTable } from '../drawing/plot-table.js';
import { CanvasView, type Surface } from '../widgets/scopes/canvas-view.js';
import { answersTo } from './measure.js';
import { drawStack, frameAtX, type StackScene } from './stack-drawing.js';
import { coveredPhases, outputStepOf, reachedFrames, type Stack } from './stacks.js';

/** The visitor dragged the impulse. */
export class ImpulseEvent extends Event {
  /** How many frames ago it comes now. */
  readonly framesBack: number;

  constructor(framesBack: number) {
    super('impulse');
    this.framesBack = framesBack;
  }
}

/** One stack with an impulse and its answer. Drag anywhere in it to move the impulse; emits ImpulseEvent. */
export class StackView extends CanvasView {
  static override properties = {
    ...CanvasView.properties,
    stack: { attribute: false },
    response: { attribute: false },
    frames: { type: Number },
    impulseBack: { type: Number },
  };

  declare stack: Stack | null;
  declare response: Float32Array | null;
  /** Frames that the view spans. */
  declare frames: number;
  /** How many frames ago the impulse came. */
  declare impulseBack: number;

  constructor() {
    super();
    this.stack = null;
    this.response = null;
    this.frames = 2;
    this.impulseBack = 0;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    // Up and down scrolls the page.
    this.style.touchAction = 'pan-y';
    this.style.cursor = 'ew-resize';
    this.addEventListener('pointerdown', this.#grab);
    this.addEventListener('pointermove', this.#drag);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.removeEventListener('pointerdown', this.#grab);
    this.removeEventListener('pointermove', this.#drag);
  }

  protected override paint({ context, width, height, palette }: Surface): void {
    if (!this.stack) return;
    const { stack, frames, impulseBack, response } = this;
    drawStack(context, { stack, width, height, frames, impulseBack, response } satisfies StackScene, palette);
  }

  override table(): PlotTable | null {
    const { stack, response, impulseBack, frames } = this;
    if (!stack) return null;
    const step = outputStepOf(stack);
    const reached = new Set(reachedFrames(stack, 0, frames));
    const covered = coveredPhases(stack);
    const answers = new Map(
      response ? answersTo(stack, response, impulseBack).map(({ framesBack, value }) => [framesBack, value]) : [],
    );
    return {
      columns: ['time (frames)', 'reaches the output now (0 or 1)', 'reaches any output (0 or 1)', 'input', 'output'],
      rows: Array.from({ length: frames }, (_, n) => {
        const back = frames - 1 - n;
        return [
          back === 0 ? 0 : -back,
          reached.has(back) ? 1 : 0,
          covered.has(back % step) ? 1 : 0,
          back === impulseBack ? 1 : 0,
          back % step === 0 ? (answers.get(back) ?? 0) : null,
        ];
      }),
    };
  }

  readonly #grab = (event: PointerEvent): void => {
    if (event.button !== 0) return;
    this.setPointerCapture(event.pointerId);
    this.#moveTo(event);
  };

  readonly #drag = (event: PointerEvent): void => {
    if (this.hasPointerCapture(event.pointerId)) this.#moveTo(event);
  };

  #moveTo({ clientX }: PointerEvent): void {
    const x = clientX - this.getBoundingClientRect().left;
    const framesBack = frameAtX({ width: this.clientWidth, frames: this.frames }, x);
    if (framesBack !== this.impulseBack) this.dispatchEvent(new ImpulseEvent(framesBack));
  }
}
