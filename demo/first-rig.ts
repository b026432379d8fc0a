import type { RigDocument } from '../src/rig/index.js';
import { BUILTIN_MODELS } from './builtin-models.js';
import { cabinetReference, modelReference } from './rig-addresses.js';
import type { RigState } from './rig-state.js';
import { CABINETS } from './sound/cabinets.js';

/** Cabinets raise the peaks of distorted sound: with this, the first rig stays 4 dB below full scale. */
export const CABINET_LEVEL_DB = -2;

/** The rig of a first visit: an amp in a room, with a gate and an equalizer to turn on. */
export const FIRST_RIG: RigDocument = {
  format: 'dilatone-rig',
  version: 1,
  blocks: [
    { type: 'gate', id: 'gate', bypass: true, thresholdDb: -55 },
    ...BUILTIN_MODELS.slice(0, 1).map((builtin) => ({
      type: 'model' as const,
      id: 'amp',
      model: modelReference(builtin),
      outputDb: builtin.levelDb,
    })),
    { type: 'cabinet', id: 'cabinet', response: cabinetReference(CABINETS[0]), outputDb: CABINET_LEVEL_DB },
    { type: 'equalizer', id: 'equalizer', bypass: true },
  ],
};

/** The rig before anything is loaded. */
export const INITIAL_RIG: RigState = {
  document: FIRST_RIG,
  blocks: {},
  selected: 'amp',
  bypassed: false,
  presets: [],
  presetId: null,
  edited: false,
  canUndo: false,
  canRedo: false,
};
