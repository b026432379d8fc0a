import type { Block } from './block.js';
import { createEffectBlock } from './blocks/create-effect-block.js';
import { EngineBlock } from './engine-block.js';
import { MissingBlock } from './missing-block.js';
import { RigChain } from './rig-chain.js';
import type { BlockPlan, RigPlan } from './rig-plan.js';
import { type ChainNews, Slot } from './slot.js';
import { SplitBlock } from './split-block.js';

/** Makes the chain of a plan, in its silence state. Throws a DilatoneError if a network has neither one channel nor two. */
export function createRigChain({ turn, blocks, sampleRate }: RigPlan): RigChain {
  const slots: Slot[] = [];
  const news: ChainNews = { has: false };

  const slotOf = (plan: BlockPlan): Slot => {
    const { id, bypass } = plan;
    const wakeSpeed = plan.kind === 'engine' ? plan.wakeSpeed : null;
    const slot = new Slot({ id, block: blockOf(plan), bypass, wakeSpeed, news }, sampleRate);
    slots.push(slot);
    return slot;
  };
  const blockOf = (plan: BlockPlan): Block => {
    switch (plan.kind) {
      case 'engine':
        return new EngineBlock(plan, sampleRate);
      case 'effect':
        return createEffectBlock(plan.type, plan.values, sampleRate);
      case 'split': {
        const [first, second] = plan.paths;
        return new SplitBlock([first.map(slotOf), second.map(slotOf)], plan.values[0], plan.align, sampleRate);
      }
      case 'missing':
        return new MissingBlock();
    }
  };
  return new RigChain(turn, blocks.map(slotOf), slots, news);
}
