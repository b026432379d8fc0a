import { calibratedInputGain, type ModelInfo, type OutputMode, outputGain } from '../../src/index.js';

/** Ceiling of the page's limiter in dBFS: below full scale, as converters overshoot between samples. */
export const LIMIT_DB = -0.3;

/** Limits of an output mode's gain, since loudness and levels in files are sometimes wrong. */
const LOWEST_MODE_DB = -30;
const HIGHEST_MODE_DB = 12;

/** Gain in dB behind a model for an output mode; 0 if the file lacks the levels for it. */
export function modeOutputDb(info: Pick<ModelInfo, 'metadata'>, mode: OutputMode): number {
  return limited(outputGain(info, mode).gainDb);
}

/** Gain in dB before a model for an output mode. */
export function modeInputDb(info: Pick<ModelInfo, 'metadata'>, mode: OutputMode): number {
  return mode === 'calibrated' ? limited(calibratedInputGain(info).gainDb) : 0;
}

function limited(gainDb: number): number {
  return Math.min(HIGHEST_MODE_DB, Math.max(LOWEST_MODE_DB, Math.round(gainDb * 10) / 10));
}
