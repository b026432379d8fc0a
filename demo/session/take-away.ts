import { stemOf } from '../format.js';
import * as messages from '../messages.js';
import { cabinetOf, withReferences } from '../rig-addresses.js';
import { codeFor, embedFor, filesOf } from '../take-away/code.js';
import { BrokenBlock } from '../take-away/render-sound.js';
import { Rendering } from '../take-away/rendering.js';
import { saveFile } from '../take-away/save.js';
import type { Desk } from './desk.js';
import type { RigDesk } from './rig/rig-desk.js';
import { linkOf } from './rig/rig-link.js';
import { cabinetFile, playable } from './rig/rig-places.js';
import type { SourceChoice } from './source-choice.js';

/** What the visitor can take away: rendered files, links and code. */
export class TakeAway {
  readonly #desk: Desk;
  readonly #rigDesk: RigDesk;
  readonly #sources: SourceChoice;
  #rendering: Rendering | null = null;

  constructor(desk: Desk, rigDesk: RigDesk, sources: SourceChoice) {
    this.#desk = desk;
    this.#rigDesk = rigDesk;
    this.#sources = sources;
  }

  /** Renders the whole file with the current settings, and saves it. */
  async renderFile(): Promise<void> {
    const desk = this.#desk;
    const sound = this.#sources.file;
    if (!sound || desk.state.rendering) return;
    const { name } = sound.state;
    desk.store.update({ rendering: { name, share: 0 } });
    const { buffer } = sound;
    const { document, bypassed } = desk.state.rig;
    const request = {
      document: playable(document),
      bypassed,
      channels: Array.from({ length: buffer.numberOfChannels }, (_, c) => buffer.getChannelData(c)),
      sampleRate: buffer.sampleRate,
      files: await this.#ownFiles(),
    };
    const rendering = new Rendering(request, (share) => desk.store.update({ rendering: { name, share } }));
    this.#rendering = rendering;
    try {
      const file = await rendering.file;
      if (file) saveFile(file, `${stemOf(name)} wet.wav`);
    } catch (error) {
      const detail = error instanceof Error ? error.message : String(error);
      desk.tell(
        error instanceof BrokenBlock
          ? messages.describeFaultInFile(desk.state.rig.blocks[error.block]?.title ?? error.block, name, detail)
          : messages.describeRenderingFailure(name, detail),
      );
    }
    this.#rendering = null;
    desk.store.update({ rendering: null });
  }

  cancelRendering(): void {
    this.#rendering?.cancel();
  }

  /** Copies a link to the current rig. The visitor's own files are not part of it. */
  async copyLink(): Promise<void> {
    const { rig, source } = this.#desk.state;
    const url = new URL(await linkOf(this.#desk.state), location.href).href;
    const own = filesOf(rig.document).some(({ reference }) => cabinetOf(reference) === null);
    await this.#copy(url, messages.describeCopiedLink(own || source === 'file'));
  }

  /** The code that plays the current rig. */
  get code(): string {
    return codeFor(this.#desk.state, location.href);
  }

  /** Copies the code. */
  async copyCode(): Promise<void> {
    const files = filesOf(this.#desk.state.rig.document).map(({ name }) => name);
    await this.#copy(this.code, messages.describeCopiedCode(files));
  }

  /** Saves the files that the code asks for beside its page. */
  async saveCodeFiles(): Promise<void> {
    for (const { name, reference } of filesOf(this.#desk.state.rig.document)) {
      const cabinet = cabinetOf(reference);
      const bytes = reference.sha256 === undefined ? null : await this.#rigDesk.files.get(reference.sha256);
      if (cabinet) saveFile(cabinetFile(cabinet), name);
      else if (bytes) saveFile(new Blob([bytes as BlobPart]), name);
    }
  }

  /** Copies a frame with a small player of the current setup. */
  async copyEmbed(): Promise<void> {
    const embed = embedFor(location.href, await linkOf(this.#desk.state));
    await this.#copy(embed, messages.describeCopiedEmbed());
  }

  /** The files of the rig that have no address, by their hash. */
  async #ownFiles(): Promise<ReadonlyMap<string, Uint8Array>> {
    const hashes = new Set<string>();
    withReferences(this.#desk.state.rig.document, (reference) => {
      if (reference.sha256 !== undefined) hashes.add(reference.sha256);
      return reference;
    });
    const files = new Map<string, Uint8Array>();
    for (const sha256 of hashes) {
      const bytes = await this.#rigDesk.files.get(sha256);
      if (bytes) files.set(sha256, bytes);
    }
    return files;
  }

  async #copy(text: string, notice: ReturnType<typeof messages.describeCopiedEmbed>): Promise<void> {
    try {
      await navigator.clipboard.writeText(text);
      this.#desk.tell(notice);
    } catch {
      this.#desk.tell(messages.describeRefusedClipboard(text));
    }
  }
}
