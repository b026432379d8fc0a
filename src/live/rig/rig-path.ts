import type { Planes } from '../../engine/channels/channels.js';
import { DilatoneError } from '../../errors.js';
import { type EngineMaker, EnginePath } from '../engine-path.js';
import { GuardedEngine } from '../guarded-engine.js';
import type { EngineActivity } from '../meters/activity.js';
import type { NodePath, NoticePort, PathCommand, Settle } from '../node-path.js';
import type { ParameterValues } from '../parameters.js';
import type { PathSource, ProcessorOptions } from '../protocol.js';
import { MOST_WARM_SECONDS } from './blocks/warm-seconds.js';
import { ChainParts, createRigChain } from './create-rig-chain.js';
import { effectsWarmFrames } from './effects-warm-frames.js';
import { EngineBlock } from './engine-block.js';
import { EngineShelf } from './engine-shelf.js';
import { ResampledChain } from './resampled-chain.js';
import type { RigChain } from './rig-chain.js';
import type { RigPlan } from './rig-plan.js';
import type { Slot } from './slot.js';

type SetEngine = Extract<PathCommand, { type: 'setEngine' }>;
type SetBlock = Extract<PathCommand, { type: 'setBlock' }>;

/**
 * Runs rigs for a node. A rig is an engine like any other: a change to another one catches up on kept input, unheard, and is
 * crossfaded. Numbers of blocks are set in the rig in use and in one that comes.
 */
export class RigPath implements NodePath {
  readonly #path: EnginePath;
  readonly #port: NoticePort;
  readonly #sampleRate: number;
  /** The chain made last, and the one in use until a change to that has ended. */
  #newest: RigChain | null = null;
  #current: RigChain | null = null;
  /** Blocks that were made ahead for chains to come, by turn. */
  readonly #parts = new Map<number, ChainParts>();
  /** Engines of chains that have left. */
  readonly #shelf = new EngineShelf();
  /** Frames between readings of the blocks' loads; null while nobody listens. */
  #loadFrames: number | null = null;
  #framesSinceLoads = 0;
  /** The block whose activity is wanted, and the frames between readings. */
  #watched: { readonly id: string; readonly intervalFrames: number } | null = null;
  #activity: EngineActivity | null = null;

  /** Throws a DilatoneError if a network of the first rig does not fit. */
  constructor(options: ProcessorOptions, sampleRate: number, port: NoticePort) {
    const maker: EngineMaker = {
      create: (source, _layout, resampling) => {
        const plan = rigPlan(source);
        const chain = createRigChain(plan, this.#parts.get(plan.turn) ?? new ChainParts(plan, this.#shelf));
        for (const [turn, parts] of this.#parts) {
          if (turn < plan.turn) this.#release(parts);
          if (turn <= plan.turn) this.#parts.delete(turn);
        }
        this.#newest = chain;
        const latencyFrames = latencyOf(chain, rigPlan(source), sampleRate) + (resampling?.latencyFrames ?? 0);
        return new GuardedEngine(resampling === null ? chain : new ResampledChain(chain, resampling), latencyFrames);
      },
      // Enough for any effect that may come.
      warmFrames: (source) => rigPlan(source).warmFrames + MOST_WARM_SECONDS * sampleRate,
    };
    this.#port = port;
    this.#sampleRate = sampleRate;
    this.#path = new EnginePath(options, sampleRate, port, maker);
    this.#current = this.#newest;
  }

  perform(command: PathCommand, settle: Settle): void {
    switch (command.type) {
      case 'setEngine':
        this.#setEngine(command, settle);
        return;
      case 'makeBlocks': {
        const { source } = command;
        const parts = this.#parts.get(source.turn) ?? new ChainParts(source, this.#shelf);
        this.#parts.set(source.turn, parts);
        for (const block of source.blocks) parts.slotOf(block);
        settle({ outcome: 'done' });
        return;
      }
      case 'setBlock':
        this.#setBlock(command, this.#current);
        if (this.#newest !== this.#current) this.#setBlock(command, this.#newest);
        this.#setBlock(command, this.#parts.get(command.rig) ?? null);
        settle({ outcome: 'done' });
        return;
      case 'setActivity': {
        const { block, intervalFrames } = command;
        this.#watched = block === undefined || intervalFrames === null ? null : { id: block, intervalFrames };
        this.#watch();
        settle({ outcome: 'done' });
        return;
      }
      case 'setMeters':
        this.#loadFrames = command.intervalFrames;
        this.#time();
        break;
    }
    this.#path.perform(command, settle);
  }

  /** @realtime */
  process(output: Planes, input: Planes, parameters: ParameterValues, frames: number): void {
    this.#path.process(output, input, parameters, frames);
    const chain = this.#current;
    if (chain === null) return;
    if (chain.news.has) this.#tell(chain);
    const activity = this.#activity;
    if (activity?.end(frames)) this.#port.post(activity.notice);
    if (this.#loadFrames === null) return;
    this.#framesSinceLoads += frames;
    if (this.#framesSinceLoads >= this.#loadFrames) this.#sendLoads(chain);
  }

  #setEngine(command: SetEngine, settle: Settle): void {
    let made: RigChain | null = null;
    this.#path.perform(this.#withWarmEffects(command), (outcome) => {
      // The answer may come within this call.
      const chain = made ?? this.#newest;
      if (outcome.outcome === 'done') {
        this.#release(this.#current);
        this.#use(chain);
      } else {
        // A change that was overtaken left its place to a newer chain.
        if (outcome.outcome === 'failed') this.#newest = this.#current;
        this.#release(chain);
      }
      settle(outcome);
    });
    made = this.#newest;
  }

  /** Keeps the engines of a chain that is not used any more. */
  #release(chain: Pick<RigChain, 'slots'> | null): void {
    for (const { block } of chain?.slots ?? []) if (block instanceof EngineBlock) block.release(this.#shelf);
  }

  /** The change with time for the effects that come: what the main thread sends allows for any of them. */
  #withWarmEffects(command: SetEngine): SetEngine {
    const plan = rigPlan(command.source);
    const effectsFrames = Math.ceil((effectsWarmFrames(plan) * this.#sampleRate) / plan.sampleRate);
    return { ...command, plan: { ...command.plan, warmFrames: plan.warmFrames + effectsFrames } };
  }

  #setBlock({ rig, block, values, bypass }: SetBlock, chain: Pick<RigChain, 'turn' | 'slots'> | null): void {
    if (chain?.turn !== rig) return;
    const slot = chain.slots.find(({ id }) => id === block);
    if (slot === undefined) return;
    for (const [index, value] of values) slot.block.set(index, value);
    if (bypass !== undefined) slot.bypass = bypass;
  }

  #use(chain: RigChain | null): void {
    this.#current = chain;
    this.#watch();
    this.#time();
  }

  /** Measures the activity of the watched block in the chain in use. */
  #watch(): void {
    this.#activity?.stop();
    this.#activity = null;
    const watched = this.#watched;
    const slot = watched && this.#current?.slots.find(({ id }) => id === watched.id);
    if (!watched || !(slot?.block instanceof EngineBlock)) return;
    this.#activity = slot.block.activity;
    this.#activity.start(watched.intervalFrames);
  }

  #time(): void {
    const chain = this.#current;
    if (chain === null) return;
    chain.isTimed = this.#loadFrames !== null;
    chain.busyMs.fill(0);
    this.#framesSinceLoads = 0;
  }

  /** @realtime-exception posts what each block took, a few times a second, while somebody listens */
  #sendLoads(chain: RigChain): void {
    this.#port.post({ type: 'blockLoads', busyMs: chain.busyMs, seconds: this.#framesSinceLoads / this.#sampleRate });
    chain.busyMs.fill(0);
    this.#framesSinceLoads = 0;
  }

  /** @realtime */
  #tell(chain: RigChain): void {
    chain.news.has = false;
    for (let i = 0; i < chain.slots.length; i++) {
      const slot = chain.slots[i];
      const { events } = slot;
      if (events.restarted || events.fault !== null) this.#post(slot);
    }
  }

  /** @realtime-exception posts the reason, once per fault */
  #post({ id, events }: Slot): void {
    if (events.restarted) this.#port.post({ type: 'blockRestart', block: id });
    if (events.fault !== null) {
      this.#port.post({ type: 'blockFault', block: id, detail: events.fault, givenUp: events.givenUp });
    }
    events.restarted = false;
    events.fault = null;
  }
}

/** The latency of a chain in frames of the stream, rounded: blocks of other rates inside may add a fraction of a frame. */
function latencyOf(chain: RigChain, plan: RigPlan, sampleRate: number): number {
  return Math.round((chain.latencyFrames * sampleRate) / plan.sampleRate);
}

function rigPlan(source: PathSource): RigPlan {
  if (source.kind === 'rig') return source;
  throw new DilatoneError('worklet', 'source', 'expected a rig, got a network');
}
