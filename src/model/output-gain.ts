import type { ModelInfo, ModelMetadata, OutputMode } from './model.js';

/** A gain to apply beside a model, and why it is 0 dB where the file does not say enough for another. */
export interface LevelGain {
  /** Gain in dB to apply. */
  readonly gainDb: number;
  /** What the file does not say; null where it says enough. */
  readonly reason: string | null;
}

/** Loudness in dB that all models are brought to when they are normalized, as in the native plugin. */
export const NORMALIZED_LOUDNESS_DB = -18;

/** Level in dBu of a sine at digital full scale, for audio interfaces whose own is not known: the native plugin's preset. */
export const ASSUMED_INTERFACE_LEVEL_DBU = 12;

/**
 * The gain behind a model. `interfaceLevelDbu` is what the audio interface takes and gives at digital full scale; it
 * matters to `calibrated` only, which needs `calibratedInputGain` before the model, too.
 */
export function outputGain(
  { metadata }: Pick<ModelInfo, 'metadata'>,
  mode: OutputMode,
  interfaceLevelDbu = ASSUMED_INTERFACE_LEVEL_DBU,
): LevelGain {
  switch (mode) {
    case 'raw':
      return { gainDb: 0, reason: null };
    case 'normalized':
      return difference(NORMALIZED_LOUDNESS_DB, metadata.loudnessDb, 'loudness');
    case 'calibrated': {
      const { gainDb, reason } = difference(interfaceLevelDbu, metadata.outputLevelDbu, 'output level');
      return { gainDb: reason === null ? -gainDb : 0, reason };
    }
    default:
      throw new RangeError(`mode: expected raw, normalized or calibrated, got ${mode}`);
  }
}

/** The gain in dB of every mode at an interface of the assumed level; null where the metadata say too little. */
export function outputGainsDb(metadata: ModelMetadata): Record<OutputMode, number | null> {
  const gainDb = (mode: OutputMode): number | null => {
    const gain = outputGain({ metadata }, mode);
    return gain.reason === null ? gain.gainDb : null;
  };
  return { raw: gainDb('raw'), normalized: gainDb('normalized'), calibrated: gainDb('calibrated') };
}

/** The gain before a model that brings the signal of an audio interface to the level at which the device was captured. */
export function calibratedInputGain(
  { metadata }: Pick<ModelInfo, 'metadata'>,
  interfaceLevelDbu = ASSUMED_INTERFACE_LEVEL_DBU,
): LevelGain {
  return difference(interfaceLevelDbu, metadata.inputLevelDbu, 'input level');
}

function difference(wanted: number, told: number | undefined, name: string): LevelGain {
  if (told === undefined) return { gainDb: 0, reason: `The file names no ${name}.` };
  return { gainDb: wanted - told, reason: null };
}
