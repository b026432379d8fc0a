import source from 'virtual:dilatone-rig-worklet-source';
import type { WorkletScript } from '../controller/link/worklet-host.js';
import { RIG_PROCESSOR_NAME } from '../live/protocol.js';
import type { BlockPlan } from '../live/rig/rig-plan.js';

/** The script with the processor that runs rigs. */
export const RIG_SCRIPT: WorkletScript = {
  processorName: RIG_PROCESSOR_NAME,
  source,
  file: 'dilatone/rig-worklet',
  node: 'rig',
  change: 'setState',
  asBytes: (rig) => (rig.kind === 'rig' ? { ...rig, blocks: rig.blocks.map(blockAsBytes) } : null),
};

function blockAsBytes(block: BlockPlan): BlockPlan {
  if (block.kind === 'split') {
    const [first, second] = block.paths;
    return { ...block, paths: [first.map(blockAsBytes), second.map(blockAsBytes)] };
  }
  if (block.kind !== 'engine' || block.source.kind !== 'module') return block;
  return { ...block, source: { kind: 'bytes', program: block.source.program } };
}
