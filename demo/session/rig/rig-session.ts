import type { BlockPlace, MidiTarget, RigBlock, RigDocument } from '../../../src/rig/index.js';
import { BUILTIN_MODELS } from '../../builtin-models.js';
import { CABINET_LEVEL_DB } from '../../first-rig.js';
import type { ModelChoice } from '../../model-state.js';
import { cabinetReference, modelReference } from '../../rig-addresses.js';
import { COMPARISON_ID, comparison } from '../../rig-selectors.js';
import type { RigActions, SelectedId } from '../../rig-state.js';
import { CABINETS } from '../../sound/cabinets.js';
import type { Desk } from '../desk.js';
import type { BlockFiles } from './block-files.js';
import { changeBlock, findBlock, freeId, insertBlock, moveBlock, replaceBlock } from './edit-document.js';
import { fitForPage, withinEnd, withinKnob } from './page-document.js';
import type { Presets } from './presets.js';
import type { RigDesk } from './rig-desk.js';
import * as messages from './rig-messages.js';
import { cabinetsOf, hasCabinet, withCabinets, withComparison, withModel, withoutComparison } from './swap-files.js';

/** What a new block of each type begins with. */
const STARTS: Readonly<Record<string, object>> = {
  model: { model: modelReference(BUILTIN_MODELS[0]), outputDb: BUILTIN_MODELS[0].levelDb },
  cabinet: { response: cabinetReference(CABINETS[0]), outputDb: CABINET_LEVEL_DB },
  gate: { thresholdDb: -55 },
  split: { paths: [[], []] },
};

/** What the page can do with the rig. */
export class RigSession implements RigActions {
  /** Called when a knob or a bypass is touched on the page. */
  onTouch: (target: MidiTarget) => void = () => {};
  readonly #desk: Desk;
  readonly #rigDesk: RigDesk;
  readonly #files: BlockFiles;
  readonly #presets: Presets;
  /** Whether a change of a model's controls is under way, and another one has come since. */
  #isTurning = false;

  constructor(desk: Desk, rigDesk: RigDesk, files: BlockFiles, presets: Presets) {
    this.#desk = desk;
    this.#rigDesk = rigDesk;
    this.#files = files;
    this.#presets = presets;
  }

  get #document(): RigDocument {
    return this.#rigDesk.document;
  }

  select(id: SelectedId): void {
    this.#rigDesk.refresh({ selected: id });
  }

  set(id: string, values: Readonly<Record<string, number>>): void {
    const [parameter] = Object.keys(values);
    if (parameter !== undefined) this.onTouch({ id, parameter });
    this.turn(id, values);
  }

  setBypass(id: string, bypass: boolean): void {
    this.onTouch({ id, bypass: true });
    this.switch(id, bypass);
  }

  /** Sets numbers as `set` does, where no hand is on the page's knob. */
  turn(id: string, values: Readonly<Record<string, number>>): void {
    const { gainDb } = values;
    const isEnd = id === 'input' || id === 'output';
    const block = findBlock(this.#document, id);
    if (isEnd ? !Number.isFinite(gainDb) : !block) return;
    const within = isEnd
      ? { gainDb: withinEnd(id, gainDb) }
      : Object.fromEntries(
          Object.entries(values).map(([name, value]) => [name, withinKnob(block as RigBlock, name, value)]),
        );
    const document = isEnd
      ? { ...this.#document, [id]: { ...this.#document[id], ...within } }
      : changeBlock(this.#document, id, within);
    const key = `${id} ${Object.keys(within).join(' ')}`;
    this.#rigDesk.turn(document, { key }, (rig) => rig.set(id, within));
  }

  /** Bypasses a block as `setBypass` does, where no hand is on the page's button. */
  switch(id: string, bypass: boolean): void {
    const block = findBlock(this.#document, id);
    if (!block || (block.bypass ?? false) === bypass) return;
    this.#rigDesk.turn(changeBlock(this.#document, id, { bypass }), 'step', (rig) => rig.setBypass(id, bypass));
  }

  setRigBypass(bypass: boolean): void {
    const rig = this.#desk.studio?.rig;
    if (rig) rig.bypass = bypass;
    this.#rigDesk.refresh({ bypassed: bypass });
    this.#rigDesk.onChange();
  }

  async add(type: RigBlock['type'], place?: BlockPlace): Promise<void> {
    const id = freeId(this.#document, type === 'model' ? 'amp' : type);
    const block = { type, id, ...STARTS[type] } as RigBlock;
    await this.#change(() => insertBlock(this.#document, block, place));
    if (findBlock(this.#document, id)) this.select(id);
  }

  async remove(id: string): Promise<void> {
    await this.#change(() => (id === COMPARISON_ID ? withoutComparison : withoutBlock)(this.#document, id));
  }

  async move(id: string, place: BlockPlace): Promise<void> {
    await this.#change(() => moveBlock(this.#document, id, place));
  }

  async update(id: string, changes: Readonly<Record<string, unknown>>): Promise<void> {
    const block = findBlock(this.#document, id);
    if (!block) return;
    if ('controls' in changes) return this.#turnControls(id, changes);
    await this.#change(() => fitForPage(changeBlock(this.#document, id, changes)));
  }

  async chooseModel(id: string, choice: ModelChoice): Promise<void> {
    await this.putModel(id, choice);
  }

  async openModel(id: string, file: File): Promise<void> {
    await this.putModel(id, file);
  }

  /** Uses a model in a block. A capture with its cabinet bypasses the rig's. @returns whether it is in use now */
  putModel(id: string, choice: ModelChoice | File): Promise<boolean> {
    let isCabinetOff = false;
    const used = this.#files.putModel(id, choice, (document, found) => {
      const block = findBlock(document, id);
      const before = block?.type === 'model' ? this.#rigDesk.library.get(block.model) : null;
      const changed = withModel(document, id, found);
      const hadCabinet = before !== null && hasCabinet(before);
      if (hasCabinet(found.loaded)) {
        isCabinetOff = cabinetsOf(document).some(({ bypass }) => !bypass);
        return withCabinets(changed, true);
      }
      return hadCabinet ? withCabinets(changed, false) : changed;
    });
    return used.then((isUsed) => {
      if (isUsed && isCabinetOff) this.#desk.tell(messages.describeOwnCabinet());
      return isUsed;
    });
  }

  async chooseCabinet(id: string, cabinetId: string): Promise<void> {
    await this.#files.putCabinet(id, cabinetId);
  }

  async openResponse(id: string, file: File): Promise<void> {
    await this.putResponse(id, file);
  }

  /** Uses a sound file as the response of a cabinet. @returns whether it is in use now */
  putResponse(id: string, file: File): Promise<boolean> {
    return this.#files.putResponse(id, file);
  }

  async undo(): Promise<void> {
    await this.#attempt(() => this.#rigDesk.undo());
  }

  async redo(): Promise<void> {
    await this.#attempt(() => this.#rigDesk.redo());
  }

  async savePreset(name: string): Promise<void> {
    this.#presets.save(name);
  }

  async choosePreset(id: string): Promise<void> {
    await this.#attempt(() => this.#presets.choose(id));
  }

  async renamePreset(id: string, name: string): Promise<void> {
    this.#presets.rename(id, name);
  }

  async removePreset(id: string): Promise<void> {
    this.#presets.remove(id);
  }

  async compareWith(id: string, choice: ModelChoice | File): Promise<void> {
    const used = await this.#files.putModel(id, choice, (document, found) => withComparison(document, id, found));
    const second = comparison(this.#desk.state)?.b;
    if (used && second) this.select(second.id);
  }

  setBlend(blend: number): void {
    this.set(COMPARISON_ID, { blend: Math.min(1, Math.max(0, blend)) });
    const { selected } = this.#desk.state.rig;
    const found = comparison(this.#desk.state);
    if (found?.a && found.b && (selected === found.a.id || selected === found.b.id)) {
      this.select(found.blend > 0.5 ? found.b.id : found.a.id);
    }
  }

  async endComparison(): Promise<void> {
    if (comparison(this.#desk.state)) await this.#change(() => withoutComparison(this.#document));
  }

  /** Changes to another rig, from a link or an earlier visit: no step of undo, if `step` says so. */
  async replace(document: RigDocument, step: 'step' | 'none' = 'step'): Promise<void> {
    await this.#attempt(() => this.#rigDesk.apply(document, step));
  }

  /** Each turn of a control is a new network: turns that come while one is being made are made together after it. */
  async #turnControls(id: string, changes: Readonly<Record<string, unknown>>): Promise<void> {
    const document = changeBlock(this.#document, id, changes);
    this.#rigDesk.turn(document, { key: `${id} controls` }, () => {});
    if (this.#isTurning) return;
    this.#isTurning = true;
    for (let shown = null as RigDocument | null; shown !== this.#document; ) {
      shown = this.#document;
      await this.#attempt(() => this.#rigDesk.apply(this.#document, 'none'));
    }
    this.#isTurning = false;
  }

  async #change(edit: () => RigDocument): Promise<void> {
    await this.#attempt(async () => {
      const document = edit();
      if (document !== this.#document) await this.#rigDesk.apply(document, 'step');
    });
  }

  async #attempt(change: () => Promise<void>): Promise<void> {
    try {
      await change();
    } catch (error) {
      this.#desk.tell(messages.describeRigFailure(error));
    }
  }
}

function withoutBlock(document: RigDocument, id: string): RigDocument {
  return replaceBlock(document, id, []);
}
