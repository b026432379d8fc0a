import { calibratedInputGain, type ModelInfo, type OutputMode, outputGain } from '../../src/index.js';
import type { DemoState, SlotName } from '../state.js';

/** What one model's node is set to. */
export interface AmpSettings {
  readonly inputGainDb: number;
  readonly outputGainDb: number;
  /** Wet share 0 … 1. */
  readonly mix: number;
  readonly bypassed: boolean;
}

/** What the knobs and buttons say, as the audio graph takes it. */
export interface SoundSettings {
  readonly amps: Readonly<Record<SlotName, AmpSettings>>;
  readonly blend: number;
  /** Level in dBFS below which the noise gate closes; null while it is off. */
  readonly gateDb: number | null;
}

/** Bounds of the gain that an output mode may ask for: loudnesses and levels in files are sometimes wrong. */
const LOWEST_MODE_DB = -30;
const HIGHEST_MODE_DB = 12;

/** The settings of the nodes that belong to what the page shows. */
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

/** Gain behind a model that an output mode asks for; 0 where the file says too little. */
export function modeOutputDb(info: Pick<ModelInfo, 'metadata'>, mode: OutputMode): number {
  return moderate(outputGain(info, mode).gainDb);
}

/** Gain before a model that an output mode asks for. */
export function modeInputDb(info: Pick<ModelInfo, 'metadata'>, mode: OutputMode): number {
  return mode === 'calibrated' ? moderate(calibratedInputGain(info).gainDb) : 0;
}

function moderate(gainDb: number): number {
  return Math.min(HIGHEST_MODE_DB, Math.max(LOWEST_MODE_DB, Math.round(gainDb * 10) / 10));
}
