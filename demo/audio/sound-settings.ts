import { calibratedInputGain, type ModelInfo, type OutputMode, outputGain } from '../../src/index.js';
import type { DemoState, SlotName } from '../state.js';

/** Ceiling of each model's limiter in dBFS: below full scale, as converters overshoot between samples. */
export const LIMIT_DB = -0.3;

/** Settings of one model's node. */
export interface AmpSettings {
  readonly inputGainDb: number;
  readonly outputGainDb: number;
  /** Wet share 0 … 1. */
  readonly mix: number;
  readonly bypassed: boolean;
}

/** Settings of the audio graph. */
export interface SoundSettings {
  readonly amps: Readonly<Record<SlotName, AmpSettings>>;
  readonly blend: number;
  /** Level in dBFS below which the noise gate closes; null while it is off. */
  readonly gateDb: number | null;
}

/** Limits of an output mode's gain, since loudness and levels in files are sometimes wrong. */
const LOWEST_MODE_DB = -30;
const HIGHEST_MODE_DB = 12;

/** Derives the settings of the audio graph from the page's state. */
export function soundSettings(state: DemoState): SoundSettings {
  const { driveDb, mix, bypassed, outputMode, blend, gateDb } = state;
  const amp = (slot: SlotName): AmpSettings => {
    const { model, levelDb } = state.slots[slot];
    return {
      inputGainDb: driveDb + (model ? modeInputDb(model.info, outputMode) : 0),
      outputGainDb: levelDb + (model ? modeOutputDb(model.info, outputMode) : 0),
      mix,
      bypassed,
    };
  };
  return { amps: { a: amp('a'), b: amp('b') }, blend, gateDb };
}

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
