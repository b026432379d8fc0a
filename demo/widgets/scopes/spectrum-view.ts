import { spreadBins } from '../../analysis/spectrum.js';
import type { LiveSignals } from '../../audio/live-signals.js';
import type { PlotTable } from '../../drawing/plot-table.js';
import { boxWithin, drawLevels, drawSpectrumGrid } from '../../drawing/scope-drawing.js';
import { CanvasView, type Surface } from './canvas-view.js';

const AXIS = { minHz: 40, maxHz: 20_000 };
const RANGE = { lowDb: -110, highDb: -10 };
const MARGIN = { left: 36, bottom: 18, top: 4 };

/** Spectra of dry (a line) and wet (an area behind it). */
export class SpectrumView extends CanvasView {
  #columns = new Float32Array(0);

  protected override prepare({ width }: Surface): void {
    this.#columns = new Float32Array(Math.max(1, Math.floor((width - MARGIN.left) / 3)));
  }

  override table(): PlotTable | null {
    const live = this.live;
    const columns = ['frequency (Hz)', 'dry (dBFS)', 'wet (dBFS)'];
    if (!live?.hasSound) return { columns, rows: [] };
    const wet = live.spectrumDb('wet');
    const hzPerBin = live.sampleRate / (2 * wet.length);
    return { columns, rows: Array.from(live.spectrumDb('dry'), (db, bin) => [bin * hzPerBin, db, wet[bin]]) };
  }

  protected override paint(surface: Surface, live: LiveSignals | null): void {
    const { context, palette } = surface;
    const box = boxWithin(surface, MARGIN);
    drawSpectrumGrid(context, box, palette, AXIS, RANGE);
    if (!live?.hasSound) return;
    spreadBins(this.#columns, live.spectrumDb('wet'), live.sampleRate, AXIS);
    drawLevels(context, box, this.#columns, RANGE, palette.wet, 0.18);
    spreadBins(this.#columns, live.spectrumDb('dry'), live.sampleRate, AXIS);
    drawLevels(context, box, this.#columns, RANGE, palette.dry, 0);
  }
}
