import type { PropertyValues } from 'lit';
import { measureSweep, type SweepSetup, type TransferCurve, transferOf } from '../../analysis/sweep.js';
import type { LiveSignals } from '../../audio/live-signals.js';
import type { PlotTable } from '../../drawing/plot-table.js';
import type { Box } from '../../drawing/scope-drawing.js';
import { drawTransferCurve, drawTransferGrid } from '../../drawing/transfer-drawing.js';
import { CanvasView, type Surface } from './canvas-view.js';

const MARGIN = { left: 48, right: 12, top: 6, bottom: 20 };
const SMALLEST_SCALE = 0.02;

/** Wet over dry in a square, from a sweep through the model at the drive that is set. It needs no sound. */
export class TransferView extends CanvasView {
  static override properties = { ...CanvasView.properties, sweep: { attribute: false } };

  /** The model as it is set; null without one. */
  declare sweep: SweepSetup | null;
  #curve: TransferCurve | null = null;
  /** What was measured, and of what. */
  #measured: { readonly key: string; readonly sweep: SweepSetup; readonly output: Float32Array } | null = null;
  #isMeasuring = false;

  constructor() {
    super();
    this.sweep = null;
  }

  override table(): PlotTable | null {
    const curve = this.#curve;
    return {
      columns: ['dry (full scale = 1)', 'wet (full scale = 1)'],
      rows: curve ? Array.from(curve.dry, (dry, t) => [dry, curve.wet[t]]) : [],
    };
  }

  protected override updated(changed: PropertyValues): void {
    if (changed.has('sweep')) {
      this.#update();
      void this.#measure();
    }
    super.updated(changed);
  }

  protected override paint({ context, width, height, palette }: Surface, live: LiveSignals | null): void {
    const side = Math.max(1, Math.min(width - MARGIN.left - MARGIN.right, height - MARGIN.top - MARGIN.bottom));
    const box: Box = { left: MARGIN.left, top: MARGIN.top, width: side, height: side };
    const curve = this.#curve;
    const scale = Math.max(
      SMALLEST_SCALE,
      1.05 * (curve?.wet.reduce((peak, y) => Math.max(peak, Math.abs(y)), 0) ?? 1),
    );
    drawTransferGrid(context, box, palette, 1, scale);
    if (live?.hasSound) {
      // How far the sound reaches now.
      const half = Math.min(1, live.dryPeak) * (side / 2);
      context.fillStyle = palette.dry;
      context.fillRect(box.left + side / 2 - half, box.top + side - 4, 2 * half, 4);
    }
    if (curve) drawTransferCurve(context, box, palette, curve, scale);
  }

  /** Applies output gain and mix to what was measured. */
  #update(): void {
    const { sweep } = this;
    if (!sweep || this.#measured?.sweep.model !== sweep.model) this.#curve = null;
    else this.#curve = transferOf(this.#measured.output, sweep);
    this.redraw();
  }

  /** Runs the sweep where the model, its controls or the drive have changed: one at a time, the latest last. */
  async #measure(): Promise<void> {
    if (this.#isMeasuring) return;
    this.#isMeasuring = true;
    for (let { sweep } = this; sweep && !this.#isMeasured(sweep); sweep = this.sweep) {
      // A model that cannot run says so where it is heard; here it leaves the plot empty.
      const output = await measureSweep(sweep).catch(() => null);
      if (!output) break;
      this.#measured = { key: keyOf(sweep), sweep, output };
      this.#update();
    }
    this.#isMeasuring = false;
  }

  #isMeasured(sweep: SweepSetup): boolean {
    return this.#measured?.sweep.model === sweep.model && this.#measured.key === keyOf(sweep);
  }
}

function keyOf({ controls, size, inputGainDb }: SweepSetup): string {
  return JSON.stringify([controls, size, inputGainDb]);
}
