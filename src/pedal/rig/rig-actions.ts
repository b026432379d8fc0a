import type { BlockType } from '../../live/rig/block-parameters.js';
import type { BlockPlace } from '../../rig/document/edit-rig.js';
import type { FileBlockType } from './embed-file.js';
import type { Direction } from './steps.js';

/** What the player can do to a rig. None of it rejects: the element shows what went wrong. */
export interface RigActions {
  /** Sets a parameter of a block, or the gain of `input` or `output`. */
  set(id: string, name: string, value: number): void;
  /** Sets a control of a block's model. */
  setControl(id: string, name: string, value: number): void;
  setBypass(id: string, bypass: boolean): void;
  remove(id: string): void;
  /** Moves a block by one place, and says where it is. */
  step(id: string, direction: Direction): void;
  /** Adds a block of a type; asks for a file where it needs one. */
  add(type: BlockType, place: BlockPlace): void;
  /** Asks for another file for a block. */
  chooseFile(type: FileBlockType, at: BlockPlace | { readonly id: string }): void;
  /** Has a pointer drag a block. */
  drag(id: string, event: PointerEvent): void;
}
