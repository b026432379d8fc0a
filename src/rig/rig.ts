import type { ProcessorLink } from '../controller/link/processor-link.js';
import type { AnyAudioContext, NodeOf } from '../controller/link/worklet-host.js';
import type { ModelSource } from '../controller/model-source.js';
import { expectLimitDb, parameterOf } from '../controller/node/dilatone.js';
import type { CrossfadeOptions, SwapOutcome } from '../controller/node/model-changes.js';
import { wire } from '../controller/node/wire.js';
import type { ActivityReading } from '../live/meters/activity.js';
import { BLOCK_PARAMETERS, type BlockParameter } from '../live/rig/block-parameters.js';
import { makeOpaque } from '../model/opaque.js';
import { expectOptions, nameOfValue } from '../model/untrusted.js';
import { compareRigs } from './document/compare-rigs.js';
import {
  type BlockPlace,
  expectBlock,
  expectValues,
  findBlock,
  insertBlock,
  moveBlock,
  removeBlock,
  replaceBlock,
  setValues,
} from './document/edit-rig.js';
import { expectInRange } from './document/read-block.js';
import { LOWEST_LIMIT_DB, readRig } from './document/read-rig.js';
import type { FileReference, NewBlock, RigBlock, RigDocument } from './document/rig-document.js';
import { storeFile } from './files/store-file.js';
import { audioValues } from './prepare/plan-rig.js';
import { allBlocks, type PreparedRig, type RigSite } from './prepare/prepare-rig.js';
import { RigChanges } from './rig-changes.js';
import { type RigEvents, RigListeners } from './rig-events.js';
import type { RigFiles } from './rig-files.js';
import type { RigInfo } from './rig-info.js';
import { type EmbedMode, rigState } from './rig-state.js';
import type { RigSurface } from './rig-surface.js';

/** Level in dBFS that no sample exceeds, unless the rig says otherwise. */
export const DEFAULT_LIMIT_DB = -0.3;

/** What `createRig` puts together. */
interface RigParts<Context> {
  readonly context: Context & AnyAudioContext;
  readonly node: AudioWorkletNode;
  readonly link: ProcessorLink;
  readonly site: RigSite;
  readonly files: RigFiles;
  readonly first: PreparedRig;
  readonly document: RigDocument;
  readonly warnings: readonly string[];
}

/** How to change rigs. */
export interface SetRigOptions extends CrossfadeOptions {
  /** Ends the loading of files: the promise then rejects with a DilatoneError `aborted`, and the rig in use goes on. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * A chain of blocks that sounds, made by `createRig`. Connect sources to `node`, and this to the node that comes next.
 *
 * Numbers and bypass are set at once, without a click. Any other change (blocks, their order, files, presets) makes a new chain, which
 * runs unheard on past input until it sounds as if it had run all along, and is then faded in.
 *
 * All members belong to the main thread. After `dispose` every command is refused with a DilatoneError `disposed`.
 */
export class Rig<Context extends AnyAudioContext = BaseAudioContext> implements RigSurface {
  /** The node to connect sources to: mono or stereo in, two channels out. It is of the context's kind. */
  readonly node: NodeOf<Context>;
  /** Gain in dB before the rig, −60 … 40; default 0. For automation: the rig's own is set by `set('input', { gainDb })`. */
  readonly inputGainDb: AudioParam;
  /** Gain in dB after the rig, before the limiter, −60 … 40; default 0. For automation, too. */
  readonly outputGainDb: AudioParam;
  /** Wet share of the whole rig, 0 … 1; default 1. */
  readonly mix: AudioParam;
  readonly #node: AudioWorkletNode;
  readonly #link: ProcessorLink;
  readonly #site: RigSite;
  readonly #files: RigFiles;
  readonly #changes: RigChanges;
  readonly #listeners: RigListeners;
  #bypass = false;
  /** The limiter's ceiling as the audio thread has it. */
  #limitDb: number | null;

  constructor({ context, node, link, site, files, first, document, warnings }: RigParts<Context>) {
    this.node = node as NodeOf<Context>;
    this.inputGainDb = parameterOf(node, 'inputGainDb');
    this.outputGainDb = parameterOf(node, 'outputGainDb');
    this.mix = parameterOf(node, 'mix');
    this.#node = node;
    this.#link = link;
    this.#site = site;
    this.#files = files;
    this.#changes = new RigChanges(link, context, document, first, warnings);
    this.#limitDb = limitOf(document);
    this.#listeners = new RigListeners(link, context.sampleRate, () => [
      'input',
      ...this.#changes.running.document.blocks.map(({ id }) => id as string),
      'output',
    ]);
    makeOpaque(this, Rig);
  }

  /** Facts about the rig that is heard. A change of rigs replaces the object when the change is done. */
  get info(): RigInfo {
    return this.#changes.running.info;
  }

  /** The rig as it was last asked for: what to show. `getState` gives what to save. */
  get document(): RigDocument {
    return this.#changes.document;
  }

  /** Whether the input passes the whole rig unprocessed, but for the limiter. A change takes 10 ms, without a click. */
  get bypass(): boolean {
    return this.#bypass;
  }

  set bypass(bypass: boolean) {
    this.#link.expectInUse();
    expectBoolean('bypass', bypass);
    this.#bypass = bypass;
    this.#link.send({ type: 'setBypass', bypass });
    this.#listeners.emit('change', { what: 'values' });
  }

  /** The level in dBFS that no sample of the output exceeds; null for no limit. See `Dilatone.limitDb`. Part of the document. */
  get limitDb(): number | null {
    return limitOf(this.document);
  }

  set limitDb(limitDb: number | null) {
    this.#link.expectInUse();
    if (limitDb !== null && limitDb < LOWEST_LIMIT_DB) {
      throw new RangeError(`limitDb: expected at least ${LOWEST_LIMIT_DB} dBFS, got ${limitDb}`);
    }
    expectLimitDb(limitDb);
    this.#edit((document) => ({ ...document, output: { ...document.output, limitDb } }));
    this.#sendLimit(this.document);
    this.#listeners.emit('change', { what: 'values' });
  }

  /** The block of an id, wherever it is; undefined if there is none. */
  block(id: string): RigBlock | undefined {
    return findBlock(this.document, id);
  }

  /**
   * Sets parameters of a block by name, while it plays; see `BLOCK_PARAMETERS`. The ids `input` and `output` stand for the gains
   * before the first and after the last block, `gainDb`. Throws a RangeError for an unknown id or name, and for a value that is no
   * number in its range.
   */
  set(id: string, values: Readonly<Record<string, number>>): void {
    this.#link.expectInUse();
    if (id === 'input' || id === 'output') {
      const gainDb = expectGain(id, values);
      this.#edit((document) => ({ ...document, [id]: { ...document[id], gainDb } }));
      this.#sendEnd(id);
      this.#listeners.emit('change', { what: 'values' });
      return;
    }
    this.#editBlock(id, (document) => setValues(document, id, values));
    this.#send(id);
    this.#listeners.emit('change', { what: 'values' });
  }

  /** Bypasses a block, or brings it back, within 10 ms. A model sleeps meanwhile, and catches up before it is heard again. */
  setBypass(id: string, bypass: boolean): void {
    this.#link.expectInUse();
    expectBoolean('bypass', bypass);
    this.#editBlock(id, (document) => replaceBlock(document, id, { ...expectBlock(document, id), bypass }));
    this.#send(id);
    this.#listeners.emit('change', { what: 'values' });
  }

  /**
   * Puts a file into the rig's store, and resolves with what a block needs to play it:
   * `rig.update('amp', { model: await rig.addFile(file) })`. See `storeFile`.
   */
  async addFile(file: ModelSource, name?: string): Promise<FileReference> {
    this.#link.expectInUse();
    return storeFile(file, this.#files.store, name);
  }

  /** Adds a block: at the end, or at a place. Resolves as `setState` does. */
  async add(block: NewBlock, place?: BlockPlace): Promise<SwapOutcome> {
    return this.setState(insertBlock(this.document, block as RigBlock, place));
  }

  /** Removes a block. Resolves as `setState` does. */
  async remove(id: string): Promise<SwapOutcome> {
    return this.setState(removeBlock(this.document, id));
  }

  /** Moves a block to another place. Resolves as `setState` does. */
  async move(id: string, place: BlockPlace): Promise<SwapOutcome> {
    return this.setState(moveBlock(this.document, id, place));
  }

  /** Changes a block, such as its file or its oversampling: what is named replaces what was there. Resolves as `setState` does. */
  async update(id: string, changes: Readonly<Record<string, unknown>>): Promise<SwapOutcome> {
    const block = expectBlock(this.document, id);
    return this.setState(replaceBlock(this.document, id, { ...block, ...changes, id } as RigBlock));
  }

  /**
   * Changes to another rig, such as a preset, while the sound goes on: `state` is a `RigDocument` or its JSON text. Where only
   * numbers and bypass differ they are set at once, or in the rig that a change under way leads to. Resolves with `done` when the new rig alone is heard, or with `overtaken`
   * when a later change has replaced this one. Rejects with a DilatoneError where the document is wrong, and as
   * `Dilatone.setModel` does; the sound from before then goes on.
   */
  async setState(state: unknown, options: SetRigOptions = {}): Promise<SwapOutcome> {
    const { signal, ...crossfade } = expectOptions(options);
    this.#link.expectInUse();
    const before = this.document;
    const document = readRig(state);
    const isMissing = this.info.blocks.some(({ status }) => status === 'missing');
    const { kind, changed } = compareRigs(before, document, (id) => this.#changes.hashOf(id));
    if (kind !== 'structure' && !isMissing) {
      this.#changes.setValues(document);
      for (const id of changed) this.#send(id);
      this.#sendEnd('input');
      this.#sendEnd('output');
      const { pending } = this.#changes;
      // What is on its way sets the limit when it comes.
      if (pending === null) this.#sendLimit(document);
      this.#listeners.emit('change', { what: 'values' });
      return pending ?? 'done';
    }
    const site = {
      ...this.#site,
      load: (block: Parameters<RigSite['load']>[0]) => this.#files.load(block, document, signal),
    };
    const changing = this.#changes.change({ document, site, ...crossfade });
    this.#listeners.emit('change', { what: 'rig' });
    try {
      const outcome = await changing;
      if (outcome === 'done') this.#sendLimit(this.#changes.running.document);
      return outcome;
    } catch (error) {
      // Presets of other numbers that came meanwhile went with the document.
      if (!this.#link.disposed && this.document === this.#changes.running.document) this.#sendAll();
      throw error;
    } finally {
      this.#listeners.emit('change', { what: 'rig' });
    }
  }

  /**
   * The rig as plain JSON, to save or share. `embed`: which files come along as bytes: `local`, the default, those that have no
   * address, or one in memory (`blob:`); `all`; or `none`. Files refer to their hash and, if they have one, their address.
   */
  getState(options: { readonly embed?: EmbedMode | undefined } = {}): RigDocument {
    const { embed = 'local' } = expectOptions(options);
    return rigState(this.document, this.#changes.running.prepared, embed);
  }

  /** Clears the state of all blocks, as if only silence had come before, and recovers from faults. Resolves when it is done. */
  async reset(): Promise<void> {
    await this.#link.ask('reset', { type: 'reset' });
  }

  /** Calls `listener` on this thread for every event of a kind. Ends with `dispose`, or when the function returned is called. */
  on<Name extends keyof RigEvents>(name: Name, listener: (event: RigEvents[Name]) => void): () => void {
    return this.#listeners.on(name, listener);
  }

  /**
   * Measures what goes on inside the model of a block, 60 times a second, until the function returned is called. One block at a
   * time: a later call takes over.
   */
  watchActivity(id: string, listener: (reading: ActivityReading) => void): () => void {
    this.#link.expectInUse();
    this.#listeners.watchActivity(id, listener);
    return () => this.#listeners.endActivity(listener);
  }

  /** Connects the output, as `Dilatone.connect` does. Returns the destination. */
  connect<Destination extends object>(
    destination: Destination,
    ...ends: [output?: number, input?: number]
  ): Destination {
    this.#link.expectInUse();
    wire(this.#node, 'connect', [destination, ...ends]);
    return destination;
  }

  /** Disconnects the output; the arguments are those of Web Audio's `AudioNode.disconnect`, with destinations as in `connect`. */
  disconnect(...from: [destination?: object, output?: number, input?: number]): void {
    this.#link.expectInUse();
    wire(this.#node, 'disconnect', from);
  }

  /** Ends the rig and frees its memory; see `Dilatone.dispose`. */
  dispose(): void {
    if (this.#link.disposed) return;
    this.#link.dispose();
    this.#changes.dispose();
    this.#listeners.dispose();
    this.#node.disconnect();
  }

  /** Edits the wanted document, and those of the rigs that the audio thread has. */
  #edit(edit: (document: RigDocument) => RigDocument): void {
    this.#changes.setValues(edit(this.document), edit);
  }

  /** The same for one block: rigs that have none of its id and type stay as they are. */
  #editBlock(id: string, edit: (document: RigDocument) => RigDocument): void {
    const { type } = expectBlock(this.document, id);
    this.#changes.setValues(edit(this.document), (document) =>
      findBlock(document, id)?.type === type ? edit(document) : document,
    );
  }

  /** Sends the numbers and the bypass of a block to each rig that the audio thread has: in each, its model may be another one. */
  #send(id: string): void {
    const { type } = expectBlock(this.document, id);
    for (const { document, prepared, turn } of this.#changes.rigs) {
      const block = findBlock(document, id);
      if (block?.type !== type) continue;
      const values = audioValues(block, prepared.blocks.get(id), document.interfaceLevelDbu);
      this.#link.send({
        type: 'setBlock',
        rig: turn,
        block: id,
        values: values.map((value, index) => [index, value] as const),
        bypass: block.bypass ?? false,
      });
    }
  }

  /** Sends all that can be set while the rig plays, as the document has it. */
  #sendAll(): void {
    for (const { id } of allBlocks(this.document.blocks)) this.#send(id as string);
    this.#sendEnd('input');
    this.#sendEnd('output');
    this.#link.send({ type: 'setLimit', limitDb: limitOf(this.document) });
  }

  /** Sends the gain before the first or after the last block. */
  #sendEnd(id: 'input' | 'output'): void {
    for (const { document, turn } of this.#changes.rigs) {
      this.#link.send({ type: 'setBlock', rig: turn, block: id, values: [[0, document[id]?.gainDb ?? 0]] });
    }
  }

  #sendLimit(document: RigDocument): void {
    const limitDb = limitOf(document);
    if (limitDb === this.#limitDb) return;
    this.#limitDb = limitDb;
    this.#link.send({ type: 'setLimit', limitDb });
  }
}

/** The limiter's ceiling in dBFS, or null. */
export function limitOf({ output }: RigDocument): number | null {
  return output?.limitDb === undefined ? DEFAULT_LIMIT_DB : output.limitDb;
}

const [GAIN] = BLOCK_PARAMETERS.gain as readonly BlockParameter[];

function expectGain(id: string, values: Readonly<Record<string, number>>): number {
  const { gainDb, ...others } = expectValues(values);
  const [other] = Object.keys(others);
  if (other !== undefined) throw new RangeError(`${id}: expected gainDb, got ${other}`);
  expectInRange(gainDb, `${id}.gainDb`, GAIN);
  return gainDb;
}

function expectBoolean(where: string, value: boolean): void {
  if (typeof value !== 'boolean') throw new TypeError(`${where}: expected true or false, got ${nameOfValue(value)}`);
}
