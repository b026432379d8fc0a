import type { BlockType } from '../../live/rig/block-parameters.js';
import type { RigBlock } from '../../rig/document/rig-document.js';
import type { BlockInfo } from '../../rig/rig-info.js';

/** What players call each type of block. */
export const TYPE_LABELS: Readonly<Record<BlockType, string>> = {
  model: 'Model',
  cabinet: 'Cabinet',
  gate: 'Gate',
  compressor: 'Compressor',
  tone: 'Tone',
  equalizer: 'Equalizer',
  highpass: 'High-pass',
  dc: 'DC filter',
  gain: 'Gain',
  split: 'Split',
};

/** What to call a block: as the player does, else as its model or its file, else as its type. */
export function blockName(block: RigBlock, info: BlockInfo | undefined): string {
  return block.name || info?.model?.metadata.name || fileName(block)?.replace(/\.\w+$/, '') || TYPE_LABELS[block.type];
}

/** The name of the file that a block plays; null for one that plays none. */
export function fileName(block: RigBlock): string | null {
  const reference = block.type === 'model' ? block.model : block.type === 'cabinet' ? block.response : null;
  if (reference === null) return null;
  const { name, url, sha256 } = reference as { name?: string; url?: string; sha256?: string };
  return name || (url && /^(data|blob):/.test(url) ? null : lastPart(url)) || sha256?.slice(0, 8) || 'file';
}

function lastPart(url: string | undefined): string | undefined {
  return url
    ?.replace(/[?#].*$/s, '')
    .split('/')
    .at(-1);
}
