/** One number of a block that can be set while it plays. */
export interface BlockParameter {
  /** Its key in a block. */
  readonly name: string;
  /** Smallest value, in its unit. */
  readonly minimum: number;
  /** Largest value, in its unit. */
  readonly maximum: number;
  /** Its value where a block names none. */
  readonly defaultValue: number;
  /** Unit: `dB`, `Hz`, `s`, `:1`, or empty. */
  readonly unit: string;
  /** What to call it on a knob. */
  readonly label: string;
  /** `log` where equal turns of a knob mean equal ratios; else `linear`. */
  readonly scale: 'linear' | 'log';
}

const linear = (
  name: string,
  label: string,
  [minimum, defaultValue, maximum]: readonly [number, number, number],
  unit = 'dB',
): BlockParameter => ({ name, minimum, maximum, defaultValue, unit, label, scale: 'linear' });

const log = (
  name: string,
  label: string,
  [minimum, defaultValue, maximum]: readonly [number, number, number],
  unit = 'Hz',
): BlockParameter => ({ name, minimum, maximum, defaultValue, unit, label, scale: 'log' });

const WET: readonly BlockParameter[] = [linear('outputDb', 'Level', [-60, 0, 40]), linear('mix', 'Mix', [0, 1, 1], '')];

/** Bands of the parametric equalizer. */
const BANDS = [1, 2, 3, 4].flatMap((band) => [
  log(`frequency${band}`, `Frequency ${band}`, [20, [100, 400, 1600, 6400][band - 1], 20_000]),
  linear(`gain${band}Db`, `Gain ${band}`, [-24, 0, 24]),
  log(`q${band}`, `Q ${band}`, [0.1, Math.SQRT1_2, 20], ''),
]);

/**
 * The parameters of each type of block, in the order in which the audio thread gets their values. The equalizer's first band
 * is a low shelf, its last a high shelf, those between are peaks.
 */
export const BLOCK_PARAMETERS = {
  model: [linear('inputDb', 'Drive', [-60, 0, 40]), ...WET],
  cabinet: WET,
  gate: [
    linear('thresholdDb', 'Threshold', [-100, -65, 0]),
    linear('hysteresisDb', 'Hysteresis', [0, 6, 24]),
    log('attackSeconds', 'Attack', [0.0001, 0.001, 0.1], 's'),
    log('holdSeconds', 'Hold', [0.001, 0.05, 2], 's'),
    log('releaseSeconds', 'Release', [0.005, 0.1, 2], 's'),
    linear('rangeDb', 'Range', [0, 80, 100]),
  ],
  tone: [
    linear('bassDb', 'Bass', [-15, 0, 15]),
    linear('midDb', 'Mid', [-15, 0, 15]),
    linear('trebleDb', 'Treble', [-15, 0, 15]),
    log('midHz', 'Mid frequency', [200, 700, 3000]),
  ],
  equalizer: BANDS,
  highpass: [log('frequency', 'Frequency', [10, 80, 1000])],
  dc: [],
  compressor: [
    linear('thresholdDb', 'Threshold', [-60, -20, 0]),
    log('ratio', 'Ratio', [1, 4, 20], ':1'),
    log('attackSeconds', 'Attack', [0.0001, 0.005, 0.2], 's'),
    log('releaseSeconds', 'Release', [0.01, 0.15, 2], 's'),
    linear('kneeDb', 'Knee', [0, 6, 24]),
    linear('makeupDb', 'Make-up', [0, 0, 24]),
  ],
  gain: [linear('gainDb', 'Gain', [-60, 0, 40])],
  split: [linear('blend', 'Blend', [0, 0.5, 1], '')],
} as const satisfies Readonly<Record<string, readonly BlockParameter[]>>;

/** A type of block. */
export type BlockType = keyof typeof BLOCK_PARAMETERS;
