import type { Block } from './block.js';
import { createEffectBlock } from './blocks/create-effect-block.js';
import { EngineBlock } from './engine-block.js';
import { EngineShelf } from './engine-shelf.js';
import { MissingBlock } from './missing-block.js';
import { RigChain } from './rig-chain.js';
import type { BlockPlan, RigPlan } from './rig-plan.js';
import { type ChainNews, Slot } from './slot.js';
import { SplitBlock } from './split-block.js';

/** The slots of a chain to come. They can be made one by one, before the chain is. */
export class ChainParts {
  /** See `RigPlan.turn`. */
  readonly turn: number;
  readonly slots: Slot[] = [];
  readonly news: ChainNews = { has: false };
  readonly #sampleRate: number;
  readonly #shelf: EngineShelf;

  /** `shelf`: where engines of chains that have left are. */
  constructor({ turn, sampleRate }: RigPlan, shelf = new EngineShelf()) {
    this.turn = turn;
    this.#sampleRate = sampleRate;
    this.#shelf = shelf;
  }

  /** The slot of a block: the one that was made before, or a new one. Throws a DilatoneError if a network has wrong channels. */
  slotOf(plan: BlockPlan): Slot {
    const { id, bypass } = plan;
    const known = this.slots.find((slot) => slot.id === id);
    if (known !== undefined) return known;
    const wakeSpeed = plan.kind === 'engine' ? plan.wakeSpeed : null;
    const slot = new Slot({ id, block: this.#blockOf(plan), bypass, wakeSpeed, news: this.news }, this.#sampleRate);
    this.slots.push(slot);
    return slot;
  }

  #blockOf(plan: BlockPlan): Block {
    const sampleRate = this.#sampleRate;
    switch (plan.kind) {
      case 'engine':
        return new EngineBlock(plan, sampleRate, this.#shelf);
      case 'effect':
        return createEffectBlock(plan.type, plan.values, sampleRate);
      case 'split': {
        const [first, second] = plan.paths.map((path) => path.map((inner) => this.slotOf(inner)));
        return new SplitBlock([first, second], plan.values[0], plan.align, sampleRate);
      }
      case 'missing':
        return new MissingBlock();
    }
  }
}

/** Makes the chain of a plan, in its silence state. Throws a DilatoneError if a network has neither one channel nor two. */
export function createRigChain(plan: RigPlan, parts: ChainParts = new ChainParts(plan)): RigChain {
  const series = plan.blocks.map((block) => parts.slotOf(block));
  return new RigChain(plan.turn, series, parts.slots, parts.news);
}
