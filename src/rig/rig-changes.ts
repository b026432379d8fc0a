import type { ProcessorLink } from '../controller/link/processor-link.js';
import type { AnyAudioContext } from '../controller/link/worklet-host.js';
import { catchUpSpeed, loadOf, noteLoad } from '../controller/node/live-engine.js';
import { type CrossfadeOptions, crossfadeSecondsOf, type SwapOutcome } from '../controller/node/model-changes.js';
import type { RigDocument } from './document/rig-document.js';
import { planRig } from './prepare/plan-rig.js';
import { type PreparedRig, prepareRig, type RigSite } from './prepare/prepare-rig.js';
import { describeRig, type RigInfo } from './rig-info.js';

/** What a rig runs: the document as it is set, and what its blocks play. */
export interface RunningRig {
  readonly document: RigDocument;
  readonly prepared: PreparedRig;
  readonly info: RigInfo;
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
  /** What is wanted: the document of the latest change, or of the rig in use. */
  #document: RigDocument;
  #turn = 0;

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
    this.#running = this.#describe(document, first);
    noteLoad(context, this, this.#running.info.load);
  }

  /** The rig that is heard. */
  get running(): RunningRig {
    return this.#running;
  }

  /** The rig as it was last asked for. */
  get document(): RigDocument {
    return this.#document;
  }

  /** Takes a document that differs from the wanted one in numbers, bypass and names only. */
  setValues(document: RigDocument): void {
    const isRunning = this.#document === this.#running.document;
    this.#document = document;
    // A change under way takes the document when it is sent.
    if (isRunning) this.#running = { ...this.#running, document };
  }

  /** Changes to another rig. Rejects as `Dilatone.setModel` does; the rig in use then goes on. */
  async change({ document, site, ...crossfade }: Change): Promise<SwapOutcome> {
    this.#link.expectInUse();
    const crossfadeSeconds = crossfadeSecondsOf(crossfade);
    const turn = ++this.#turn;
    this.#document = document;
    try {
      const prepared = await prepareRig(document, site);
      this.#link.expectInUse();
      return turn === this.#turn ? await this.#swap(prepared, crossfadeSeconds, turn) : 'overtaken';
    } catch (error) {
      if (turn === this.#turn) this.#document = this.#running.document;
      throw error;
    }
  }

  /** Gives back the rig's share of the audio thread's time. */
  dispose(): void {
    noteLoad(this.#context, this, null);
  }

  async #swap(prepared: PreparedRig, crossfadeSeconds: number, turn: number): Promise<SwapOutcome> {
    const context = this.#context;
    const next = this.#describe(this.#document, prepared);
    const source = planRig(this.#document, prepared, context.sampleRate);
    const isHeard = context.state === 'running';
    const share = next.info.load;
    const speed = catchUpSpeed(share, loadOf(context));
    const plan = {
      warmFrames: source.warmFrames,
      catchUpSpeed: isHeard ? speed : ('immediate' as const),
      fadeFrames: isHeard ? Math.round(crossfadeSeconds * context.sampleRate) : 0,
    };
    const command = { type: 'setEngine', source, resampling: prepared.resampling, plan } as const;
    noteLoad(context, command, isHeard && share !== null ? share * speed : null);
    try {
      const outcome = await this.#link.swapEngines(command);
      if (outcome === 'overtaken') return 'overtaken';
    } finally {
      noteLoad(context, command, null);
    }
    // The node may have been disposed since the answer came.
    this.#link.expectInUse();
    noteLoad(context, this, share);
    this.#running = turn === this.#turn ? { ...next, document: this.#document } : next;
    return 'done';
  }

  #describe(document: RigDocument, prepared: PreparedRig): RunningRig {
    return { document, prepared, info: describeRig(document, prepared, this.#context.sampleRate, this.#warnings) };
  }
}
