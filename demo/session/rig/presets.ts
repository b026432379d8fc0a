import type { RigDocument } from '../../../src/rig/index.js';
import type { Desk } from '../desk.js';
import { fitForPage, sameRig } from './page-document.js';
import type { RigDesk } from './rig-desk.js';
import * as messages from './rig-messages.js';

const STORAGE_KEY = 'dilatone presets';

/** A rig that the visitor keeps. */
interface Preset {
  readonly id: string;
  readonly name: string;
  readonly document: RigDocument;
}

/** The rigs that the visitor keeps in this browser. */
export class Presets {
  readonly #desk: Desk;
  readonly #rigDesk: RigDesk;
  #presets: readonly Preset[] = [];

  constructor(desk: Desk, rigDesk: RigDesk) {
    this.#desk = desk;
    this.#rigDesk = rigDesk;
  }

  /** Shows the presets that are kept, and those that other tabs keep from now on. */
  open(): void {
    addEventListener('storage', ({ key }) => {
      if (key === STORAGE_KEY) this.#read();
    });
    this.#read();
  }

  /** Keeps the rig: in place of the preset of that name, or as a new one. */
  save(name: string): void {
    const called = name.trim() || 'Preset';
    this.#read();
    const { document } = this.#rigDesk;
    const id = this.#presets.find((preset) => preset.name === called)?.id ?? crypto.randomUUID();
    const preset = { id, name: called, document };
    const isNew = !this.#presets.some((one) => one.id === id);
    const presets = this.#presets.map((one) => (one.id === id ? preset : one));
    if (this.#keep(isNew ? [...presets, preset] : presets)) this.#show(id);
  }

  /** The rig of a preset, by its place in the row from 0; undefined if there is none. */
  documentOf(index: number): RigDocument | undefined {
    return this.#presets[index]?.document;
  }

  /** The id of the preset with this very document; undefined if there is none. */
  idOf(document: RigDocument): string | undefined {
    return this.#presets.find((preset) => preset.document === document)?.id;
  }

  /** Plays a preset. Rejects as `RigDesk.apply` does. */
  async choose(id: string): Promise<void> {
    const preset = this.#presets.find((one) => one.id === id);
    if (!preset) return;
    this.#show(id);
    await this.#rigDesk.apply(preset.document, 'step');
  }

  rename(id: string, name: string): void {
    this.#read();
    const called = name.trim();
    if (called === '') return;
    if (this.#keep(this.#presets.map((one) => (one.id === id ? { ...one, name: called } : one)))) this.#show();
  }

  remove(id: string): void {
    this.#read();
    const { presetId } = this.#desk.state.rig;
    if (this.#keep(this.#presets.filter((one) => one.id !== id))) this.#show(presetId === id ? null : presetId);
  }

  /** Shows whether the rig differs from the preset that was chosen. */
  compare(): void {
    this.#show();
  }

  #show(presetId = this.#desk.state.rig.presetId): void {
    const chosen = this.#presets.find(({ id }) => id === presetId);
    const edited = chosen !== undefined && !sameRig(chosen.document, this.#rigDesk.document);
    const { rig } = this.#desk.state;
    if (rig.presetId === (chosen?.id ?? null) && rig.edited === edited && rig.presets.length === this.#presets.length) {
      if (rig.presets.every(({ id, name }, i) => id === this.#presets[i].id && name === this.#presets[i].name)) return;
    }
    const presets = this.#presets.map(({ id, name }) => ({ id, name }));
    this.#rigDesk.refresh({ presets, presetId: chosen?.id ?? null, edited });
  }

  #read(): void {
    this.#presets = readPresets();
    this.#show();
  }

  #keep(presets: readonly Preset[]): boolean {
    try {
      localStorage.setItem(STORAGE_KEY, JSON.stringify(presets));
    } catch {
      this.#desk.tell(messages.describeFullStorage());
      return false;
    }
    this.#presets = presets;
    return true;
  }
}

/** What is kept; entries that cannot be read are left out. */
function readPresets(): Preset[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(STORAGE_KEY) ?? '[]');
    return Array.isArray(kept) ? kept.flatMap(readPreset) : [];
  } catch {
    return [];
  }
}

function readPreset(value: unknown): Preset[] {
  try {
    const { id, name, document } = value as Record<string, unknown>;
    return typeof id === 'string' && typeof name === 'string' ? [{ id, name, document: fitForPage(document) }] : [];
  } catch {
    return [];
  }
}
