import { type ControlValues, type DilatoneInfo, loadModel, type Model, type NetworkChoice } from '../../src/index.js';
import { modeOutputDb } from '../audio/sound-settings.js';
import type { Studio } from '../audio/studio.js';
import { BUILTIN_MODELS } from '../builtin-models.js';
import * as messages from '../messages.js';
import { EMPTY_SLOT, heardSlot, LARGEST_SIZE, type ModelChoice, type SlotName, type SlotState } from '../state.js';
import { describeModel } from './describe-model.js';
import type { Desk } from './desk.js';
import { ModelWatch } from './model-watch.js';
import type { RecentModels } from './recent-models.js';

/** A model in a slot, and where it comes from. */
interface LoadedModel {
  readonly model: Model;
  /** Its bytes, for a rendering in a worker. */
  readonly source: URL | Blob;
  /** The file's name, or the title of a built-in model. */
  readonly fileName: string;
  readonly builtinIndex: number | null;
}

/** What the visitor can set for a model. */
type ModelSettings = Pick<SlotState, 'levelDb' | 'controls' | 'size'>;

/** One of the two slots. */
interface Slot {
  loaded: LoadedModel | null;
  /** Count of requests so far: only the latest one takes effect. */
  requests: number;
}

/** Puts models into the two slots, and sets the level, controls and size of each. */
export class ModelSlots {
  readonly #desk: Desk;
  readonly #recent: RecentModels;
  readonly #watch: ModelWatch;
  readonly #slots: Readonly<Record<SlotName, Slot>> = {
    a: { loaded: null, requests: 0 },
    b: { loaded: null, requests: 0 },
  };
  #firstModels: Promise<unknown> = Promise.resolve();

  constructor(desk: Desk, recent: RecentModels) {
    this.#desk = desk;
    this.#recent = recent;
    this.#watch = new ModelWatch(desk);
    desk.onStudio((studio) => {
      studio.onFault = (slot, reason, givenUp) => {
        const describe = givenUp ? messages.describeFault : messages.describeRestart;
        desk.tell(describe(this.#nameOf(slot), reason));
      };
      studio.onStepDown = (slot, size) => this.#showStepDown(slot, size);
      const slots: SlotName[] = ['a', 'b'];
      this.#firstModels = Promise.all(slots.map((slot) => this.#runFirst(studio, slot)));
    });
  }

  /** Settles once the models that were loaded before the first click run, or have failed to. */
  async whenReady(): Promise<void> {
    await this.#firstModels;
  }

  /** A slot's model, or null. */
  modelOf(slot: SlotName): Model | null {
    return this.#slots[slot].loaded?.model ?? null;
  }

  /** Where the bytes of a slot's model come from, or null without one. */
  sourceOf(slot: SlotName): URL | Blob | null {
    return this.#slots[slot].loaded?.source ?? null;
  }

  /** Uses a built-in model, by default in the slot that is heard. @returns whether it is in use now */
  async chooseBuiltin(index: number, slot = heardSlot(this.#desk.state)): Promise<boolean> {
    const builtin = BUILTIN_MODELS[index];
    if (!builtin) return false;
    this.#desk.dismissNotice();
    return this.#load(slot, builtin.name, index, new URL(builtin.url, location.href));
  }

  /** Uses a built-in or a recent model. @returns whether it is in use now */
  choose(choice: ModelChoice, slot = heardSlot(this.#desk.state)): Promise<boolean> {
    return choice.kind === 'builtin' ? this.chooseBuiltin(choice.index, slot) : this.#chooseRecent(choice.id, slot);
  }

  /** Uses a model as model B, and fades to it. */
  async compareWith(choice: ModelChoice): Promise<void> {
    if (await this.choose(choice, 'b')) this.setBlend(1);
  }

  /** Uses a model file, and keeps it among the recent ones. @returns whether it is in use now */
  async openFile(file: File, slot = heardSlot(this.#desk.state)): Promise<boolean> {
    const used = await this.#load(slot, file.name, null, file);
    if (used) void this.#recent.keep(file);
    return used;
  }

  /** Fades between model A (0) and model B (1). */
  setBlend(blend: number): void {
    this.#desk.set({ blend: this.#desk.state.slots.b.model ? Math.min(1, Math.max(0, blend)) : 0 });
  }

  /** Fades to the other model, if there are two. */
  swap(): void {
    this.setBlend(heardSlot(this.#desk.state) === 'a' ? 1 : 0);
  }

  /** Ends the comparison: the model that is heard becomes, or stays, model A. */
  async endComparison(): Promise<void> {
    const desk = this.#desk;
    const { loaded } = this.#slots.b;
    if (heardSlot(desk.state) === 'b' && loaded) await this.#use('a', loaded.fileName, loaded, desk.state.slots.b);
    this.#slots.b.requests++;
    this.#slots.b.loaded = null;
    desk.set({ blend: 0, slots: { ...desk.state.slots, b: EMPTY_SLOT } });
    desk.studio?.clearModel('b');
  }

  /** Sets Level of the slot that is heard. */
  setLevelDb(levelDb: number): void {
    const slot = heardSlot(this.#desk.state);
    this.#watch.yieldLevel(slot);
    this.#desk.setSlot(slot, { levelDb });
  }

  /** Sets a control of the model that is heard. */
  setControl(name: string, value: number): void {
    const slot = heardSlot(this.#desk.state);
    const controls = { ...this.#desk.state.slots[slot].controls, [name]: value };
    this.#desk.setSlot(slot, { controls });
    this.#desk.studio?.setControls(slot, { [name]: value });
  }

  /** Runs another size of the model that is heard: 0 (smallest) … 1 (largest). */
  async setSize(size: number): Promise<void> {
    const slot = heardSlot(this.#desk.state);
    const { loaded } = this.#slots[slot];
    if (loaded) await this.#use(slot, loaded.fileName, loaded, { ...this.#desk.state.slots[slot], size });
  }

  async #chooseRecent(id: string, slot: SlotName): Promise<boolean> {
    this.#desk.dismissNotice();
    const file = await this.#recent.load(id);
    if (file) return this.openFile(file, slot);
    this.#desk.tell(messages.describeForgottenModel());
    return false;
  }

  async #runFirst(studio: Studio, slot: SlotName): Promise<void> {
    const model = this.modelOf(slot);
    if (!model) return;
    try {
      const { controls, size } = this.#desk.state.slots[slot];
      this.#showEngine(slot, await studio.runModel(slot, model, { controls, size }));
    } catch (error) {
      this.#desk.tell(messages.describeModelFailure(error, this.#nameOf(slot)));
    }
  }

  #load(slot: SlotName, fileName: string, builtinIndex: number | null, source: URL | Blob): Promise<boolean> {
    const loading = loadModel(source).then((model) => ({ model, source, fileName, builtinIndex }));
    return this.#use(slot, fileName, loading, {
      levelDb: builtinIndex === null ? 0 : BUILTIN_MODELS[builtinIndex].levelDb,
    });
  }

  /** Crossfades a slot to a model. Settings left out are the model's defaults. @returns whether it is in use now */
  async #use(
    slot: SlotName,
    fileName: string,
    loading: LoadedModel | Promise<LoadedModel>,
    settings: Partial<ModelSettings> & Pick<ModelSettings, 'levelDb'>,
  ): Promise<boolean> {
    const desk = this.#desk;
    const request = ++this.#slots[slot].requests;
    const isLatest = () => request === this.#slots[slot].requests;
    desk.store.update({ opening: fileName });
    try {
      const loaded = await loading;
      if (!isLatest()) return false;
      const { model, builtinIndex } = loaded;
      const { levelDb, size = LARGEST_SIZE, controls = defaultControls(model) } = settings;
      const shown = describeModel(model, fileName, builtinIndex, size);
      if (desk.studio) await this.#run(desk.studio, slot, model, { controls, size }, levelDb);
      if (!isLatest()) return false;
      this.#slots[slot].loaded = loaded;
      this.#watch.rearm(slot);
      desk.setSlot(slot, { model: shown, levelDb, controls, size }, { opening: null });
      return true;
    } catch (error) {
      if (isLatest()) {
        desk.store.update({ opening: null });
        desk.tell(messages.describeModelFailure(error, fileName));
      }
      return false;
    }
  }

  /** Changes models at the lower of both gains, so that the crossfade is never louder than either. */
  async #run(studio: Studio, slot: SlotName, model: Model, choice: NetworkChoice, nextLevelDb: number): Promise<void> {
    const { slots, outputMode } = this.#desk.state;
    const { model: old, levelDb } = slots[slot];
    const gainNow = levelDb + (old ? modeOutputDb(old.info, outputMode) : 0);
    const gainNext = nextLevelDb + modeOutputDb(model.info, outputMode);
    this.#desk.setSlot(slot, { levelDb: levelDb + Math.min(0, gainNext - gainNow) });
    try {
      this.#showEngine(slot, await studio.runModel(slot, model, choice));
    } catch (error) {
      this.#desk.setSlot(slot, { levelDb });
      throw error;
    }
  }

  #showEngine(slot: SlotName, { engine, latencyFrames, sampleRate, warnings }: DilatoneInfo): void {
    const { a, b } = this.#desk.state.slots;
    const known = a.engine !== null || b.engine !== null;
    this.#desk.setSlot(slot, { engine: { kind: engine, latencyFrames, contextRateHz: sampleRate, warnings } });
    if (engine === 'interpreter' && !known) this.#desk.tell(messages.describeInterpreter());
  }

  /** Shows that the node runs a smaller size now, because it could not keep up. */
  #showStepDown(slot: SlotName, size: number): void {
    const { loaded } = this.#slots[slot];
    if (!loaded) return;
    const { model, fileName, builtinIndex } = loaded;
    this.#watch.rearmLoad(slot);
    this.#desk.setSlot(slot, { size, model: describeModel(model, fileName, builtinIndex, size) });
    this.#desk.tell(messages.describeSmallerSize(this.#nameOf(slot)));
  }

  #nameOf(slot: SlotName): string {
    return this.#desk.state.slots[slot].model?.name ?? 'The model';
  }
}

function defaultControls({ info }: Model): ControlValues {
  return Object.fromEntries(info.controls.map((control) => [control.name, control.default]));
}
