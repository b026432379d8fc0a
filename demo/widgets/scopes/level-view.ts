import type { LiveSignals } from '../../audio/live-signals.js';
import type { PlotTable } from '../../drawing/plot-table.js';
import { boxWithin, drawLevelGrid, drawLevels } from '../../drawing/scope-drawing.js';
import { CanvasView, type Surface } from './canvas-view.js';

const RANGE = { lowDb: -60, highDb: 0 };
const SECONDS = 20;
const MARGIN = { left: 44, top: 8, bottom: 20 };

/** Levels of dry and wet over the last seconds. */
export class LevelView extends CanvasView {
  #levelsDb = new Float32Array(0);

  override table(): PlotTable | null {
    const columns = ['time (s)', 'dry (dBFS)', 'wet (dBFS)'];
    const levels = this.live?.levels;
    if (!levels) return { columns, rows: [] };
    const dry = this.#inOrder(levels.dry, levels.points).slice();
    const wet = this.#inOrder(levels.wet, levels.points);
    const secondsPerPoint = SECONDS / dry.length;
    // Those before the first sound are left out.
    const first = Math.max(0, dry.length - levels.points);
    return {
      columns,
      rows: Array.from(dry, (db, n) => [(n + 1 - dry.length) * secondsPerPoint, db, wet[n]]).slice(first),
    };
  }

  protected override paint(surface: Surface, live: LiveSignals | null): void {
    const { context, palette } = surface;
    const box = boxWithin(surface, MARGIN);
    drawLevelGrid(context, box, palette, RANGE, SECONDS);
    if (!live?.hasSound) return;
    drawLevels(context, box, this.#inOrder(live.levels.wet, live.levels.points), RANGE, palette.wet, 0.16);
    drawLevels(context, box, this.#inOrder(live.levels.dry, live.levels.points), RANGE, palette.dry, 0);
  }

  /** A ring of linear peaks as levels in dB, the oldest first. */
  #inOrder(ring: Float32Array, points: number): Float32Array {
    if (this.#levelsDb.length !== ring.length) this.#levelsDb = new Float32Array(ring.length);
    for (let n = 0; n < ring.length; n++) {
      this.#levelsDb[n] = Math.max(RANGE.lowDb, 20 * Math.log10(ring[(points + n) % ring.length]));
    }
    return this.#levelsDb;
  }
}
