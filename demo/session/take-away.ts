import { soundSettings } from '../audio/sound-settings.js';
import { BUILTIN_MODELS } from '../builtin-models.js';
import { stemOf } from '../format.js';
import * as messages from '../messages.js';
import { hashOf } from '../setup.js';
import type { SlotName } from '../state.js';
import { BrokenModel } from '../take-away/broken-model.js';
import { codeFor, embedFor } from '../take-away/code.js';
import type { AmpRequest } from '../take-away/render-protocol.js';
import { Rendering } from '../take-away/rendering.js';
import { saveFile } from '../take-away/save.js';
import type { Desk } from './desk.js';
import type { ModelSlots } from './model-slots.js';
import type { SourceChoice } from './source-choice.js';
import type { ToneControls } from './tone-controls.js';

/** The parts of the session that a rendering reads. */
interface TakeAwayParts {
  readonly models: ModelSlots;
  readonly sources: SourceChoice;
  readonly tone: ToneControls;
}

/** What the visitor can take away: rendered files, links and code. */
export class TakeAway {
  readonly #desk: Desk;
  readonly #parts: TakeAwayParts;
  #rendering: Rendering | null = null;

  constructor(desk: Desk, parts: TakeAwayParts) {
    this.#desk = desk;
    this.#parts = parts;
  }

  /** Renders the whole file with the current settings, and saves it. */
  async renderFile(): Promise<void> {
    const desk = this.#desk;
    const sound = this.#parts.sources.file;
    if (!sound || this.#rendering) return;
    const { name } = sound.state;
    desk.store.update({ rendering: { name, share: 0 } });
    const { buffer } = sound;
    const request = {
      channels: Array.from({ length: buffer.numberOfChannels }, (_, c) => buffer.getChannelData(c)),
      sampleRate: buffer.sampleRate,
      gateDb: desk.state.gateDb,
      amps: this.#amps(),
      response: this.#parts.tone.response,
    };
    const rendering = new Rendering(request, (share) => desk.store.update({ rendering: { name, share } }));
    this.#rendering = rendering;
    try {
      const file = await rendering.file;
      if (file) saveFile(file, `${stemOf(name)} wet.wav`);
    } catch (error) {
      const detail = error instanceof Error ? error.message : String(error);
      desk.tell(
        error instanceof BrokenModel
          ? messages.describeFaultInFile(error.model, name, detail)
          : messages.describeRenderingFailure(name, detail),
      );
    }
    this.#rendering = null;
    desk.store.update({ rendering: null });
  }

  cancelRendering(): void {
    this.#rendering?.cancel();
  }

  /** Copies a link to the current setup. The visitor's own files are not part of it. */
  async copyLink(): Promise<void> {
    const url = new URL(hashOf(this.#desk.state, BUILTIN_MODELS), location.href).href;
    const { slots, cabinet, source } = this.#desk.state;
    const own = [slots.a, slots.b].some(({ model }) => model !== null && model.builtinIndex === null);
    await this.#copy(url, messages.describeCopiedLink(own || cabinet.id === 'file' || source === 'file'));
  }

  /** Copies code that sounds like the page, without gate and cabinet. */
  async copyCode(): Promise<void> {
    const { cabinet, gateDb } = this.#desk.state;
    const lacking = [...(gateDb === null ? [] : ['gate']), ...(cabinet.id === 'none' ? [] : ['cabinet'])];
    await this.#copy(codeFor(this.#desk.state, BUILTIN_MODELS), messages.describeCopiedCode(lacking));
  }

  /** Copies a frame with a small player of the current setup. */
  async copyEmbed(): Promise<void> {
    const embed = embedFor(location.href, hashOf(this.#desk.state, BUILTIN_MODELS));
    await this.#copy(embed, messages.describeCopiedEmbed());
  }

  #amps(): AmpRequest[] {
    const { slots, blend } = this.#desk.state;
    const { amps } = soundSettings(this.#desk.state);
    const shares: [SlotName, number][] = [
      ['a', 1 - blend],
      ['b', blend],
    ];
    return shares.flatMap(([slot, share]) => {
      const source = this.#parts.models.sourceOf(slot);
      if (!source || share === 0) return [];
      const { controls, size, model } = slots[slot];
      const where = source instanceof URL ? source.href : source;
      return [{ name: model?.name, source: where, controls, size, settings: amps[slot], share }];
    });
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
