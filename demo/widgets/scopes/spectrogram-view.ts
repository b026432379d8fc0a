import { hzOfPosition, spreadBins } from '../../analysis/spectrum.js';
import type { LiveSignals } from '../../audio/live-signals.js';
import type { PlotTable } from '../../drawing/plot-table.js';
import { drawFrequencyMarks } from '../../drawing/scope-drawing.js';
import { SpectrogramStrip } from '../../drawing/spectrogram-strip.js';
import { CanvasView, type Surface } from './canvas-view.js';

const AXIS = { minHz: 50, maxHz: 16_000 };
const GAP = 8;
const LABELS = 36;
/** Pixels per second. */
const SPEED = 90;

/** Spectrograms of dry (above) and wet (below), the newest column at the right. */
export class SpectrogramView extends CanvasView {
  #strips: { readonly dry: SpectrogramStrip; readonly wet: SpectrogramStrip } | null = null;
  #levelsDb = new Float32Array(0);
  /** Time that does not fill a column yet. */
  #seconds = 0;

  override table(): PlotTable | null {
    if (!this.#strips) return null;
    const { dry, wet } = this.#strips;
    const frequencies = Array.from({ length: dry.rows }, (_, row) => Math.round(hzOfPosition(AXIS, row / dry.rows)));
    const columns = (name: string) => frequencies.map((hz) => `${name} at ${hz} Hz (dBFS)`);
    const ages = Array.from({ length: dry.columns }, (_, n) => dry.columns - 1 - n);
    return {
      columns: ['time (s)', ...columns('dry'), ...columns('wet')],
      rows: ages
        .filter((age) => !Number.isNaN(dry.levelsAt(age)[0]))
        .map((age) => [age === 0 ? 0 : -age / SPEED, ...dry.levelsAt(age), ...wet.levelsAt(age)]),
    };
  }

  protected override prepare({ width, height, palette }: Surface): void {
    const columns = Math.max(1, Math.floor(width - LABELS));
    const rows = Math.max(1, Math.floor((height - GAP) / 2));
    this.#levelsDb = new Float32Array(rows);
    this.#strips = {
      dry: new SpectrogramStrip(columns, rows, palette.dry, palette.ink),
      wet: new SpectrogramStrip(columns, rows, palette.wet, palette.ink),
    };
  }

  protected override listen(live: LiveSignals): void {
    this.#seconds += live.elapsedSeconds;
    const columns = Math.floor(this.#seconds * SPEED);
    if (columns === 0 || !this.#strips) return;
    this.#seconds -= columns / SPEED;
    for (const which of ['dry', 'wet'] as const) {
      spreadBins(this.#levelsDb, live.spectrumDb(which), live.sampleRate, AXIS);
      this.#strips[which].push(this.#levelsDb, columns);
    }
  }

  protected override paint({ context, palette }: Surface): void {
    if (!this.#strips) return;
    const { dry, wet } = this.#strips;
    const second = dry.rows + GAP;
    dry.draw(context, LABELS, 0);
    wet.draw(context, LABELS, second);
    for (const top of [0, second]) {
      drawFrequencyMarks(context, { left: LABELS, top, width: dry.columns, height: dry.rows }, palette, AXIS);
    }
  }
}
