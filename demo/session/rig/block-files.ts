import { loadModel } from '../../../src/index.js';
import { type RigDocument, storeFile } from '../../../src/rig/index.js';
import { decodeFile } from '../../audio/decode-sound.js';
import { audibleChannel, looksLikeSong } from '../../audio/impulse-response.js';
import { BUILTIN_MODELS } from '../../builtin-models.js';
import { kindOfFile } from '../../file-kind.js';
import * as messages from '../../messages.js';
import type { ModelChoice } from '../../model-state.js';
import { cabinetReference, modelReference } from '../../rig-addresses.js';
import { CABINETS } from '../../sound/cabinets.js';
import type { Notice } from '../../state.js';
import { wavFile } from '../../take-away/wav.js';
import type { Desk } from '../desk.js';
import type { RecentModels } from '../recent-models.js';
import { findBlock } from './edit-document.js';
import { expectSound, type FoundModel } from './model-library.js';
import type { RigDesk } from './rig-desk.js';
import { withResponse } from './swap-files.js';

/** Puts a model that was found into the document. */
export type ModelEdit = (document: RigDocument, model: FoundModel) => RigDocument;

/** Loads the files that blocks are to play. Of several for one block, the latest that can be played wins. */
export class BlockFiles {
  readonly #desk: Desk;
  readonly #rigDesk: RigDesk;
  readonly #recent: RecentModels;
  /** Count of requests so far, and by block the latest one that is in use. */
  #requests = 0;
  readonly #used = new Map<string, number>();
  readonly #latest = new Map<string, number>();

  constructor(desk: Desk, rigDesk: RigDesk, recent: RecentModels) {
    this.#desk = desk;
    this.#rigDesk = rigDesk;
    this.#recent = recent;
  }

  /** Uses a built-in model, a recent one or a file; `edit` puts it into the document. @returns whether it is in use now */
  async putModel(id: string, choice: ModelChoice | File, edit: ModelEdit): Promise<boolean> {
    if (!(choice instanceof File) && choice.kind === 'recent') {
      const file = await this.#recent.load(choice.id);
      if (file) return this.putModel(id, file, edit);
      this.#desk.tell(messages.describeForgottenModel());
      return false;
    }
    const builtin = choice instanceof File ? undefined : BUILTIN_MODELS[choice.index];
    if (!(choice instanceof File) && !builtin) return false;
    const name = choice instanceof File ? choice.name : (builtin?.name ?? '');
    const used = await this.#use(id, name, messages.describeModelFailure, async () => {
      const model = choice instanceof File ? await this.#openModel(choice) : await this.#loadBuiltin(choice.index);
      return (document) => edit(document, model);
    });
    if (used && choice instanceof File) void this.#recent.keep(choice);
    return used;
  }

  /** Uses a built-in cabinet; an unknown id is ignored. */
  async putCabinet(id: string, cabinetId: string): Promise<boolean> {
    const cabinet = CABINETS.find((one) => one.id === cabinetId);
    if (!cabinet) return false;
    const reference = cabinetReference(cabinet);
    return this.#use(id, cabinet.name, messages.describeModelFailure, async () => (document) => {
      return withResponse(document, id, reference);
    });
  }

  /** Uses a sound file as the impulse response of a cabinet. */
  async putResponse(id: string, file: File): Promise<boolean> {
    const describe = async (error: unknown) =>
      error instanceof UnfitResponse
        ? error.notice
        : messages.describeSoundFailure(file.name, error, await kindOfFile(file, messages.MODEL_KIND));
    return this.#use(id, file.name, describe, async () => {
      const { sampleRate } = this.#desk;
      const response = wavFile(await readResponse(file, sampleRate), sampleRate);
      const reference = await storeFile(response, this.#rigDesk.files, file.name);
      return (document) => withResponse(document, id, reference);
    });
  }

  /** Opens what a block is to play, and changes the document once it is ready, unless a later request came first. */
  async #use(
    id: string,
    name: string,
    describe: (error: unknown, name: string) => Notice | Promise<Notice>,
    open: () => Promise<(document: RigDocument) => RigDocument>,
  ): Promise<boolean> {
    const desk = this.#desk;
    const request = ++this.#requests;
    this.#latest.set(id, request);
    this.#rigDesk.setOpening(id, true);
    desk.store.update({ opening: name });
    const before = this.#used.get(id) ?? 0;
    try {
      const change = await open();
      const isLate = request < (this.#used.get(id) ?? 0);
      if (isLate || !findBlock(this.#rigDesk.document, id)) return false;
      this.#used.set(id, request);
      await this.#apply(id, change(this.#rigDesk.document));
      return this.#used.get(id) === request;
    } catch (error) {
      if (this.#used.get(id) === request) this.#used.set(id, before);
      if (request >= (this.#used.get(id) ?? 0)) desk.tell(await describe(error, name));
      return false;
    } finally {
      if (this.#latest.get(id) === request) {
        this.#rigDesk.setOpening(id, false);
        if (desk.state.opening === name) desk.store.update({ opening: null });
      }
    }
  }

  async #apply(id: string, document: RigDocument): Promise<void> {
    const before = this.#rigDesk.document;
    await this.#rigDesk.apply(document, 'step');
    const problem = this.#rigDesk.problemOf(id);
    if (problem === null || this.#rigDesk.document !== document) return;
    // The rig can run, but not with this file: what was heard before comes back.
    await this.#rigDesk.apply(before, 'none');
    this.#rigDesk.history.settle((one) => one === before);
    this.#rigDesk.refresh();
    throw new Error(problem);
  }

  async #openModel(file: File): Promise<FoundModel> {
    const model = await loadModel(file);
    await expectSound(model);
    const reference = await storeFile(file, this.#rigDesk.files, file.name);
    const loaded = { model, fileName: file.name, builtinIndex: null };
    this.#rigDesk.library.keep(reference, loaded);
    return { reference, loaded };
  }

  async #loadBuiltin(index: number): Promise<FoundModel> {
    const reference = modelReference(BUILTIN_MODELS[index]);
    return { reference, loaded: await this.#rigDesk.library.load(reference) };
  }
}

/** A sound that is no impulse response. */
class UnfitResponse extends Error {
  readonly notice: Notice;

  constructor(notice: Notice) {
    super(notice.what);
    this.notice = notice;
  }
}

/** The channels of a response, one or two. Rejects with an UnfitResponse, and as `decodeFile` does. */
async function readResponse(file: File, sampleRate: number): Promise<readonly Float32Array[]> {
  if (file.size > messages.LARGEST_RESPONSE_BYTES) throw new UnfitResponse(messages.describeLargeResponse(file.name));
  const { channels, silencedSamples } = await decodeFile(file, sampleRate);
  if (silencedSamples > 0) throw new UnfitResponse(messages.describeBrokenResponse(file.name, silencedSamples));
  if (looksLikeSong(channels, sampleRate)) throw new UnfitResponse(messages.describeSong(file.name));
  if (audibleChannel(channels) === null) throw new UnfitResponse(messages.describeSilentResponse(file.name));
  return channels.slice(0, 2);
}
