/**
 * A whole rig as one node: models, cabinet, gate, equalizer and other blocks in series and on parallel paths.
 *
 * @module dilatone/rig
 */
export { BLOCK_PARAMETERS, type BlockParameter, type BlockType } from '../live/rig/block-parameters.js';
export type {
  CabinetBlock,
  EffectBlock,
  EffectType,
  EmbeddedFile,
  FileReference,
  Leveling,
  ModelBlock,
  RigBlock,
  RigDocument,
  RigOutput,
  SplitBlock,
} from './document/rig-document.js';
export type { RigSurface } from './rig-surface.js';
