import type { BlockType, RigBlock } from '../../../src/rig/index.js';
import type { MenuSection } from '../controls/menu.js';

/** Names of the types of blocks, and what they are good for. */
export const BLOCK_WORDS: Readonly<Record<BlockType, { readonly name: string; readonly about: string }>> = {
  model: { name: 'Model', about: 'an amp, a pedal, any capture' },
  cabinet: { name: 'Cabinet', about: 'a loudspeaker, or another impulse response' },
  gate: { name: 'Gate', about: 'silences hum between the notes' },
  compressor: { name: 'Compressor', about: 'evens out loud and soft' },
  tone: { name: 'Tone', about: 'bass, mid, treble' },
  equalizer: { name: 'Equalizer', about: 'four bands, drawn' },
  highpass: { name: 'High-pass', about: 'takes away the lowest notes' },
  dc: { name: 'DC filter', about: 'takes away a constant offset' },
  gain: { name: 'Gain', about: 'louder or softer' },
  split: { name: 'Parallel split', about: 'two paths at once' },
};

/** Types in the order in which the menu lists them. */
const ADDABLE = ['model', 'cabinet', 'gate', 'compressor', 'tone', 'equalizer', 'highpass', 'gain', 'split'] as const;

/** The menu of blocks to add. */
export const ADD_SECTIONS: readonly MenuSection[] = [
  {
    title: 'Add a block here',
    items: ADDABLE.map((type) => ({ value: type, label: BLOCK_WORDS[type].name, about: BLOCK_WORDS[type].about })),
  },
];

/** What a block is called: by the player, by its model or response, or by its type. */
export function titleOf(block: RigBlock, title: string | undefined): string {
  return block.name || title || BLOCK_WORDS[block.type].name;
}
