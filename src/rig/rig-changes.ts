import type { ProcessorLink } from '../controller/link/processor-link.js';
import type { AnyAudioContext } from '../controller/link/worklet-host.js';
import { catchUpSpeed, loadOf, noteLoad } from '../controller/node/live-engine.js';
import { type CrossfadeOptions, crossfadeSecondsOf, type SwapOutcome } from '../controller/node/model-changes.js';
import { DilatoneError } from '../errors.js';
import { MOST_WARM_SECONDS } from '../live/rig/blocks/warm-seconds.js';
import type { BlockPlan, RigPlan } from '../live/rig/rig-plan.js';
import type { RigDocument } from './document/rig-document.js';
import { liveShare, planRig } from './prepare/plan-rig.js';
import { type PreparedRig, prepareRig, type RigSite } from './prepare/prepare-rig.js';
import { describeRig, type RigInfo } from './rig-info.js';

/** A rig that the audio thread has: the document as it is set, and what its blocks play. */
export interface RunningRig {
  readonly document: RigDocument;
  readonly prepared: PreparedRig;
  readonly info: RigInfo;
  /** Number of the change that brought it; see `RigPlan.turn`. */
  readonly turn: number;
}

/** A change of rigs. */
interface Change extends CrossfadeOptions {
  readonly document: RigDocument;
  readonly site: RigSite;
}

/** The rig in use, and changes to others. */
export class RigChanges {
  readonly #link: ProcessorLink;
  readonly #context: AnyAudioContext;
  readonly #warnings: readonly string[];
  #running: RunningRig;
  /** The rig that the audio thread is changing to; null if there is none. */
  #incoming: RunningRig | null = null;
  /** What is wanted: the document of the latest change, or of the rig in use. */
  #document: RigDocument;
  /** The latest change, until it ends. */
  #pending: Promise<SwapOutcome> | null = null;
  #turn = 0;
  /** The latest change that the audio thread was told to make. */
  #sent = 0;

  constructor(
    link: ProcessorLink,
    context: AnyAudioContext,
    document: RigDocument,
    first: PreparedRig,
    warnings: readonly string[],
  ) {
    this.#link = link;
    this.#context = context;
    this.#warnings = warnings;
    this.#document = document;
    this.#running = this.#describe(document, first, 0);
    noteLoad(context, this, shareOf(this.#running));
  }

  /** The rig that is heard. */
  get running(): RunningRig {
    return this.#running;
  }

  /** The rigs that the audio thread has, the one that is heard first. */
  get rigs(): readonly RunningRig[] {
    return this.#incoming === null ? [this.#running] : [this.#running, this.#incoming];
  }

  /** The rig as it was last asked for. */
  get document(): RigDocument {
    return this.#document;
  }

  /** The hash of the file that a block of the wanted document plays, once that is loaded. */
  hashOf(id: string): string | undefined {
    const rig = this.rigs.find(({ document }) => document === this.#document);
    const ready = rig?.prepared.blocks.get(id);
    return ready === undefined || ready instanceof DilatoneError ? undefined : ready.file.sha256;
  }

  /** The end of the change under way; null if there is none. */
  get pending(): Promise<SwapOutcome> | null {
    return this.#pending;
  }

  /**
   * Takes the wanted document with other numbers, bypass and names. The rigs that the audio thread has take them by `apply`, so that
   * they last if a change under way does not come about; left out, only rigs of the wanted document do.
   */
  setValues(document: RigDocument, apply?: (document: RigDocument) => RigDocument): void {
    const before = this.#document;
    const withValues = (rig: RunningRig): RunningRig => {
      // Another preset may have other warnings.
      if (rig.document === before && apply === undefined) return this.#describe(document, rig.prepared, rig.turn);
      if (rig.document === before) return { ...rig, document };
      return apply === undefined ? rig : { ...rig, document: apply(rig.document) };
    };
    this.#document = document;
    this.#running = withValues(this.#running);
    this.#incoming = this.#incoming && withValues(this.#incoming);
  }

  /** Changes to another rig. Rejects as `Dilatone.setModel` does; the rig in use then goes on. */
  async change(change: Change): Promise<SwapOutcome> {
    this.#link.expectInUse();
    const crossfadeSeconds = crossfadeSecondsOf(change);
    const turn = ++this.#turn;
    this.#document = change.document;
    const pending = this.#make(change, crossfadeSeconds, turn);
    this.#pending = pending;
    try {
      return await pending;
    } finally {
      if (this.#pending === pending) this.#pending = null;
    }
  }

  /** Gives back the rig's share of the audio thread's time. */
  dispose(): void {
    noteLoad(this.#context, this, null);
  }

  async #make({ document, site }: Change, crossfadeSeconds: number, turn: number): Promise<SwapOutcome> {
    try {
      const prepared = await prepareRig(document, site);
      this.#link.expectInUse();
      return turn === this.#turn ? await this.#swap(prepared, crossfadeSeconds, turn) : 'overtaken';
    } catch (error) {
      // An earlier change may still come about.
      if (turn === this.#turn) this.#document = (this.#incoming ?? this.#running).document;
      throw error;
    }
  }

  async #swap(prepared: PreparedRig, crossfadeSeconds: number, turn: number): Promise<SwapOutcome> {
    const context = this.#context;
    const next = this.#describe(this.#document, prepared, turn);
    const isHeard = context.state === 'running';
    // From now on values that are set reach its blocks.
    this.#incoming = next;
    const whole = planRig(this.#document, prepared, context.sampleRate, turn);
    const source = isHeard ? await this.#makeAhead(whole) : whole;
    if (this.#sent > turn) return 'overtaken';
    this.#sent = turn;
    const share = shareOf(next);
    const speed = catchUpSpeed(share, loadOf(context));
    const plan = {
      // The audio thread knows what the effects among them need.
      warmFrames: source.warmFrames + Math.ceil(MOST_WARM_SECONDS * context.sampleRate),
      catchUpSpeed: isHeard ? speed : ('immediate' as const),
      fadeFrames: isHeard ? Math.round(crossfadeSeconds * context.sampleRate) : 0,
    };
    const command = { type: 'setEngine', source, resampling: prepared.resampling, plan } as const;
    noteLoad(context, command, isHeard && share !== null ? share * speed : null);
    try {
      const outcome = await this.#link.swapEngines(command);
      if (outcome === 'overtaken') return 'overtaken';
      // The node may have been disposed since the answer came.
      this.#link.expectInUse();
      noteLoad(context, this, share);
      this.#running = this.#incoming?.turn === turn ? this.#incoming : next;
      return 'done';
    } finally {
      noteLoad(context, command, null);
      if (this.#incoming?.turn === turn) this.#incoming = null;
    }
  }

  /**
   * Has the audio thread make the blocks with a network one by one, with time for sound between them. Resolves with the plan of what is
   * left; with all of it where that does not work.
   */
  async #makeAhead(plan: RigPlan): Promise<RigPlan> {
    try {
      for (const block of engineBlocks(plan.blocks)) {
        this.#link.expectInUse();
        await this.#link.ask('setState', { type: 'makeBlocks', source: { ...plan, blocks: [block] } });
      }
      return { ...plan, blocks: plan.blocks.map(withoutEngines) };
    } catch {
      return plan;
    }
  }

  #describe(document: RigDocument, prepared: PreparedRig, turn: number): RunningRig {
    return {
      document,
      prepared,
      info: describeRig(document, prepared, this.#context.sampleRate, this.#warnings),
      turn,
    };
  }
}

/** The blocks with a network, at any depth. */
function engineBlocks(blocks: readonly BlockPlan[]): BlockPlan[] {
  return blocks.flatMap((block) => {
    if (block.kind === 'split') return block.paths.flatMap(engineBlocks);
    return block.kind === 'engine' ? [block] : [];
  });
}

/** A block without the networks that the audio thread has. */
function withoutEngines(block: BlockPlan): BlockPlan {
  if (block.kind === 'engine') return { kind: 'missing', id: block.id, bypass: block.bypass };
  if (block.kind !== 'split') return block;
  const [first, second] = block.paths;
  return { ...block, paths: [first.map(withoutEngines), second.map(withoutEngines)] };
}

/** Share of the audio thread's time that a rig needs; null where it is not known. */
function shareOf({ info }: RunningRig): number | null {
  return liveShare(info.load, info.blocks.filter(({ model, cabinet }) => (model ?? cabinet) === null).length);
}
