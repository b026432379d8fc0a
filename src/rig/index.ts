/**
 * A whole rig as one node: models, cabinet, gate, equalizer and other blocks in series and on parallel paths.
 *
 * @module dilatone/rig
 */
export { BLOCK_PARAMETERS, type BlockParameter, type BlockType } from '../live/rig/block-parameters.js';
export type { Cabinet, CabinetInfo } from './cabinet/cabinet-network.js';
export { createRig, type RigOptions } from './create-rig.js';
export type { BlockPlace } from './document/edit-rig.js';
export { readRig } from './document/read-rig.js';
export type {
  CabinetBlock,
  EffectBlock,
  EffectType,
  EmbeddedFile,
  FileReference,
  Leveling,
  ModelBlock,
  NewBlock,
  RigBlock,
  RigDocument,
  RigInput,
  RigOutput,
  SplitBlock,
} from './document/rig-document.js';
export { browserFiles, type FileStore, memoryFiles } from './files/file-store.js';
export { storeFile } from './files/store-file.js';
export { type LoadRigOptions, loadRig } from './load-rig.js';
export { bindMidi, type MidiBinding, type MidiOptions } from './midi/bind-midi.js';
export type { MidiAccessLike, MidiInputPort } from './midi/midi-access.js';
export type { TakeOver } from './midi/midi-control.js';
export type { InputChoice, MidiInputInfo } from './midi/midi-inputs.js';
export type {
  BypassMapping,
  BypassTarget,
  MidiMapping,
  MidiTarget,
  ParameterMapping,
  ParameterTarget,
} from './midi/midi-mapping.js';
export type { PresetFinder } from './midi/midi-presets.js';
export { type RenderedRig, type RenderRigOptions, renderRig } from './render-rig.js';
export type { Rig, SetRigOptions } from './rig.js';
export type { BlockFaultEvent, BlockLoad, RigChangeEvent, RigEvents } from './rig-events.js';
export type { FileProgress } from './rig-files.js';
export type { BlockInfo, RigInfo } from './rig-info.js';
export type { EmbedMode } from './rig-state.js';
export type { RigSurface } from './rig-surface.js';
export { readSharedRig, shareRig } from './share-rig.js';
