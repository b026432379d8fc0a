import { findTrigger } from '../../analysis/trigger.js';
import type { LiveSignals } from '../../audio/live-signals.js';
import type { PlotTable } from '../../drawing/plot-table.js';
import { type Box, drawWave, drawWaveGrid } from '../../drawing/scope-drawing.js';
import { CanvasView, type Surface } from './canvas-view.js';

const SPAN_SECONDS = 0.02;
const SMALLEST_SCALE = 0.02;

/** A part of the sound, as drawn. */
interface WaveWindow {
  readonly dry: Float32Array;
  readonly wet: Float32Array;
  readonly sampleRate: number;
}

/** Waveforms of dry and wet; a trigger on the dry sound makes them stand still. */
export class WaveformView extends CanvasView {
  /** Amplitude at the upper edge, for both; it follows the sound slowly. */
  #scale = 0.5;
  /** What was drawn last. */
  #drawn: WaveWindow | null = null;

  override table(): PlotTable | null {
    const { dry, wet, sampleRate } = this.#drawn ?? { dry: [], wet: [], sampleRate: 1 };
    return {
      columns: ['time (ms)', 'dry (full scale = 1)', 'wet (full scale = 1)'],
      rows: Array.from(dry, (value, t) => [(t / sampleRate) * 1000, value, wet[t]]),
    };
  }

  protected override listen(live: LiveSignals): void {
    let peak = SMALLEST_SCALE;
    const frames = Math.round(SPAN_SECONDS * 3 * live.sampleRate);
    for (let t = live.wet.length - frames; t < live.wet.length; t++) {
      peak = Math.max(peak, Math.abs(live.wet[t]), Math.abs(live.dry[t]));
    }
    const target = peak * 1.15;
    const seconds = target > this.#scale ? 0.05 : 0.3;
    this.#scale += (target - this.#scale) * (1 - Math.exp(-live.elapsedSeconds / seconds));
  }

  protected override paint({ context, width, height, palette }: Surface, live: LiveSignals | null): void {
    const box: Box = { left: 0, top: 4, width, height: height - 8 };
    const sampleRate = live?.sampleRate ?? 48_000;
    const frames = Math.round(SPAN_SECONDS * sampleRate * Math.min(1, Math.max(0.4, width / 1200)));
    drawWaveGrid(context, box, palette, this.#scale, (frames / sampleRate) * 1000);
    if (!live) return;
    const start = findTrigger(live.dry, frames);
    // Views of arrays that go on changing: who saves them copies them at once.
    const part = (signal: Float32Array) => signal.subarray(start, start + frames);
    this.#drawn = { dry: part(live.dry), wet: part(live.wet), sampleRate };
    drawWave(context, box, live.wet, start, frames, this.#scale, palette.wet);
    drawWave(context, box, live.dry, start, frames, this.#scale, palette.dry);
  }
}
