/** A logarithmic frequency axis from `minHz` to `maxHz`. */
export interface FrequencyAxis {
  readonly minHz: number;
  readonly maxHz: number;
}

/** Position of a frequency on the axis, 0 … 1. */
export function positionOfHz(axis: FrequencyAxis, hz: number): number {
  return Math.log(hz / axis.minHz) / Math.log(axis.maxHz / axis.minHz);
}

/** Frequency at a position 0 … 1 of the axis. */
export function hzOfPosition(axis: FrequencyAxis, position: number): number {
  return axis.minHz * (axis.maxHz / axis.minHz) ** position;
}

/**
 * Spreads the bins of a Fourier transform over the columns of a logarithmic axis. A column with several bins gets the
 * loudest; columns between two bins are interpolated.
 *
 * @param columnsDb receives one level per column
 * @param binsDb levels of bins 0 … N/2 − 1, as an AnalyserNode gives them
 */
export function spreadBins(
  columnsDb: Float32Array,
  binsDb: Float32Array,
  sampleRate: number,
  axis: FrequencyAxis,
): void {
  const binsPerHz = (2 * binsDb.length) / sampleRate;
  const last = binsDb.length - 1;
  for (let column = 0; column < columnsDb.length; column++) {
    const low = Math.min(last, hzOfPosition(axis, column / columnsDb.length) * binsPerHz);
    const high = Math.min(last, hzOfPosition(axis, (column + 1) / columnsDb.length) * binsPerHz);
    if (high - low < 1) {
      const bin = Math.floor(low);
      columnsDb[column] = binsDb[bin] + (low - bin) * (binsDb[Math.min(last, bin + 1)] - binsDb[bin]);
      continue;
    }
    let loudest = Number.NEGATIVE_INFINITY;
    for (let bin = Math.ceil(low); bin < high; bin++) loudest = Math.max(loudest, binsDb[bin]);
    columnsDb[column] = loudest;
  }
}
