import type { RigBlock, RigDocument } from './document/rig-document.js';

/** What others (MIDI, elements, components) use of a rig. `Rig` implements it. */
export interface RigSurface {
  /** The rig as it is now. */
  readonly document: RigDocument;
  /** Sets parameters of a block by name, or of `output` (`gainDb`) and `input` (`gainDb`). RangeError for unknown names and values. */
  set(id: string, values: Readonly<Record<string, number>>): void;
  /** Bypasses a block, or brings it back. */
  setBypass(id: string, bypass: boolean): void;
  /** Changes to another rig; resolves when it alone is heard, or a later change has come. */
  setState(document: RigDocument): Promise<'done' | 'overtaken'>;
  /** The block of an id, wherever it is. */
  block(id: string): RigBlock | undefined;
}
