import type { ModelInfo, ModelMetadata, OutputMode } from './model.js';

/** A gain to apply before or after a model. It is 0 dB if the file does not state the level that it follows from. */
export interface LevelGain {
  /** Gain in dB. */
  readonly gainDb: number;
  /** A sentence that says which level the file lacks; null if it has all that is needed. */
  readonly reason: string | null;
}

/** Target loudness in dB of the mode `normalized`, as in the native plugin. */
const NORMALIZED_LOUDNESS_DB = -18;

/** Default level in dBu of a full-scale sine at an audio interface: the native plugin's preset. */
const ASSUMED_INTERFACE_LEVEL_DBU = 12;

/**
 * Returns the gain to apply to a model's output. `interfaceLevelDbu` is the level in dBu of a full-scale sine at the audio
 * interface; only `calibrated` uses it, and also needs `calibratedInputGain` on the input.
 *
 * Pure, synchronous, in any thread. Throws a RangeError for an unknown mode.
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

/** The gain in dB of every mode at the default interface level; null if the metadata lack the level for it. */
export function outputGainsDb(metadata: ModelMetadata): Record<OutputMode, number | null> {
  const gainDb = (mode: OutputMode): number | null => {
    const gain = outputGain({ metadata }, mode);
    return gain.reason === null ? gain.gainDb : null;
  };
  return { raw: gainDb('raw'), normalized: gainDb('normalized'), calibrated: gainDb('calibrated') };
}

/**
 * Returns the gain to apply to a model's input so that an audio interface drives it at the level of the capture.
 * `interfaceLevelDbu` is the level in dBu of a full-scale sine at the interface. Pure, synchronous, in any thread.
 */
export function calibratedInputGain(
  { metadata }: Pick<ModelInfo, 'metadata'>,
  interfaceLevelDbu = ASSUMED_INTERFACE_LEVEL_DBU,
): LevelGain {
  return difference(interfaceLevelDbu, metadata.inputLevelDbu, 'input level');
}

function difference(target: number, stated: number | undefined, name: string): LevelGain {
  if (stated === undefined) return { gainDb: 0, reason: `The file names no ${name}.` };
  return { gainDb: target - stated, reason: null };
}
