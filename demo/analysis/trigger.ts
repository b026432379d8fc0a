/** Smoothing before the trigger: it keeps the fundamental of a guitar and removes most of the overtones. */
const SMOOTHING = 0.03;

/**
 * Frame at which to start drawing so that a periodic signal stands still: the rising zero crossing before the highest
 * crest of the smoothed signal, among those with `windowFrames` after them. Without a crossing, the latest possible start.
 */
export function findTrigger(signal: Float32Array, windowFrames: number): number {
  const latest = Math.max(0, signal.length - windowFrames);
  const earliest = Math.max(0, latest - 2 * windowFrames);
  let smooth = 0;
  let crossing = -1;
  let crest = 0;
  let best = latest;
  let bestCrest = 0;
  for (let t = earliest; t < signal.length; t++) {
    const before = smooth;
    smooth += SMOOTHING * (signal[t] - smooth);
    if (before <= 0 && smooth > 0) {
      crossing = t <= latest ? t : -1;
      crest = 0;
    }
    if (crossing < 0) continue;
    crest = Math.max(crest, smooth);
    // A later crest wins only if it is clearly higher, so that the picture does not jump between equal periods.
    if (crest > bestCrest * 1.02) {
      bestCrest = crest;
      best = crossing;
    }
  }
  return best;
}
