import type { BlockPlace, RigBlock, RigDocument } from '../src/rig/index.js';
import type { ModelChoice, ModelState } from './model-state.js';

/** What the page shows of one block, beside what the rig's document says. */
export interface BlockState {
  /** Name of its model or response; the name of its type for other blocks. */
  readonly title: string;
  /** What kind of thing it is: `amp · feather`, `2 × 12 · 170 ms`; may be empty. */
  readonly about: string;
  /** `opening`: its file is being loaded. `missing`: it cannot be had. `failed`: sound passes it by after a fault. */
  readonly status: 'ready' | 'opening' | 'missing' | 'failed';
  /** One sentence about what is wrong; null where nothing is. */
  readonly problem: string | null;
  /** Its model; null for other blocks, and until it is loaded. */
  readonly model: ModelState | null;
  /** The id of the built-in cabinet, `file` for another response; null for blocks without one. */
  readonly cabinetId: string | null;
  /** Measured share of the audio thread, 0 … 1; null while nothing plays. */
  readonly share: number | null;
}

/** A rig that the visitor keeps. */
export interface PresetState {
  readonly id: string;
  readonly name: string;
}

/** What is selected: the id of a block, or one of both ends. */
export type SelectedId = string;

/** The rig as the page shows it. */
export interface RigState {
  /** As last asked for; every block has an id. */
  readonly document: RigDocument;
  /** By id, blocks of parallel paths included. */
  readonly blocks: Readonly<Record<string, BlockState>>;
  /** A block's id, `input` or `output`. */
  readonly selected: SelectedId;
  /** The whole rig is bypassed. */
  readonly bypassed: boolean;
  readonly presets: readonly PresetState[];
  /** The preset that was chosen or saved last; null without one. */
  readonly presetId: string | null;
  /** Whether the rig differs from that preset. */
  readonly edited: boolean;
  readonly canUndo: boolean;
  readonly canRedo: boolean;
}

/** What the page can do with the rig. No method rejects: an error becomes a notice, and the sound goes on. */
export interface RigActions {
  select(id: SelectedId): void;
  /** Sets numbers of a block, or `gainDb` of `input` or `output`. Turns of one knob within a second are one step of undo. */
  set(id: string, values: Readonly<Record<string, number>>): void;
  setBypass(id: string, bypass: boolean): void;
  /** Bypasses the whole rig. */
  setRigBypass(bypass: boolean): void;
  /** Adds a block with a sensible start (a model block plays a built-in model, a cabinet the first built-in one), and selects it. */
  add(type: RigBlock['type'], place?: BlockPlace): Promise<void>;
  remove(id: string): Promise<void>;
  move(id: string, place: BlockPlace): Promise<void>;
  /** Changes fields that are no numbers: `oversampling`, `level`, `size`, `controls`, `name`. */
  update(id: string, changes: Readonly<Record<string, unknown>>): Promise<void>;
  chooseModel(id: string, choice: ModelChoice): Promise<void>;
  openModel(id: string, file: File): Promise<void>;
  chooseCabinet(id: string, cabinetId: string): Promise<void>;
  openResponse(id: string, file: File): Promise<void>;
  undo(): Promise<void>;
  redo(): Promise<void>;
  /** Keeps the rig as a new preset, or under the name of one that exists. */
  savePreset(name: string): Promise<void>;
  choosePreset(id: string): Promise<void>;
  renamePreset(id: string, name: string): Promise<void>;
  removePreset(id: string): Promise<void>;
  /** Plays a second model beside that of a model block, on parallel paths that are lined up, and fades to it. */
  compareWith(id: string, choice: ModelChoice | File): Promise<void>;
  /** Fades between model A (0) and B (1). */
  setBlend(blend: number): void;
  /** Ends the comparison: what is heard stays. */
  endComparison(): Promise<void>;
}
