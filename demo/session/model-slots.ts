import { type ControlValues, type DilatoneInfo, loadModel, type Model, type NetworkChoice } from '../../src/index.js';
import { modeOutputDb } from '../audio/sound-settings.js';
import type { Stage } from '../audio/stage.js';
import { BUILTIN_MODELS } from '../builtin-models.js';
import { formatDb } from '../format.js';
import * as messages from '../messages.js';
import {
  type DemoState,
  EMPTY_SLOT,
  heardSlot,
  LARGEST_SIZE,
  type ModelState,
  type SlotName,
  type SlotState,
} from '../state.js';
import { describeModel } from './describe-model.js';
import type { Desk } from './desk.js';
import { LateWatch } from './late-watch.js';
import { OverloadGuard } from './overload-guard.js';
import type { RecentModels } from './recent-models.js';

/** One of the built-in models, by its place, or a recent one, by its id. */
export interface ModelChoice {
  readonly builtin: number | null;
  readonly recent: string | null;
}

/** What remains of a model when it is in use: for rendering, and for the stage that is made later. */
interface SlotParts {
  model: Model | null;
  /** Where the model's bytes come from. */
  source: URL | Blob | null;
  /** Count of wishes so far: the last one wins, whatever arrives last. */
  wish: number;
  readonly guard: OverloadGuard;
  readonly lateWatch: LateWatch;
}

const newParts = (): SlotParts => ({
  model: null,
  source: null,
  wish: 0,
  guard: new OverloadGuard(),
  lateWatch: new LateWatch(),
});

/** Puts models into the two slots, and turns what belongs to each of them. */
export class ModelSlots {
  readonly #desk: Desk;
  readonly #recent: RecentModels;
  readonly #parts: Readonly<Record<SlotName, SlotParts>> = { a: newParts(), b: newParts() };
  /** Settles when the models that were there with the first click run. */
  #firstModels: Promise<unknown> = Promise.resolve();

  constructor(desk: Desk, recent: RecentModels) {
    this.#desk = desk;
    this.#recent = recent;
    desk.live.subscribe(() => {
      this.#watchLevel();
      this.#watchLoad();
    });
    desk.onStage((stage) => {
      stage.onFault = (slot, reason) => desk.tell(messages.describeFault(this.#nameOf(slot), reason));
      const slots: SlotName[] = ['a', 'b'];
      this.#firstModels = Promise.all(slots.map((slot) => this.#runFirst(stage, slot)));
    });
  }

  /** Settles when the models that were there with the first click run, or cannot. */
  async whenReady(): Promise<void> {
    await this.#firstModels;
  }

  /** A slot's model; null without one. */
  modelOf(slot: SlotName): Model | null {
    return this.#parts[slot].model;
  }

  /** Where the bytes of a slot's model come from, or null without one. */
  sourceOf(slot: SlotName): URL | Blob | null {
    return this.#parts[slot].source;
  }

  /** Uses a built-in model, counted from 0, in the slot that is heard or another; others are ignored. */
  async chooseBuiltin(index: number, slot = heardSlot(this.#desk.state)): Promise<boolean> {
    const builtin = BUILTIN_MODELS[index];
    if (!builtin) return false;
    this.#desk.dismissNotice();
    return this.#use(slot, builtin.name, index, new URL(builtin.url, location.href));
  }

  /** Uses a built-in or a recent model. */
  choose({ builtin, recent }: ModelChoice, slot = heardSlot(this.#desk.state)): Promise<boolean> {
    return recent === null ? this.chooseBuiltin(builtin ?? -1, slot) : this.chooseRecent(recent, slot);
  }

  /** Uses a model beside the one that is heard, and changes to it. */
  async compareWith(choice: ModelChoice): Promise<void> {
    if (await this.choose(choice, 'b')) this.setBlend(1);
  }

  /** Uses a model file, and keeps it among the recent ones. @returns whether it is in use now */
  async openFile(file: File, slot = heardSlot(this.#desk.state)): Promise<boolean> {
    const used = await this.#use(slot, file.name, -1, file);
    if (used) void this.#recent.keep(file);
    return used;
  }

  /** Uses one of the recent models. */
  async chooseRecent(id: string, slot = heardSlot(this.#desk.state)): Promise<boolean> {
    this.#desk.dismissNotice();
    const file = await this.#recent.load(id);
    if (file) return this.openFile(file, slot);
    this.#desk.tell(messages.describeForgottenModel());
    return false;
  }

  /** Hears model A (0), model B (1), or both in between. */
  setBlend(blend: number): void {
    this.#desk.set({ blend: this.#desk.state.slots.b.model ? Math.min(1, Math.max(0, blend)) : 0 });
  }

  /** Changes to the other model, if there are two. */
  swap(): void {
    this.setBlend(heardSlot(this.#desk.state) === 'a' ? 1 : 0);
  }

  /** Ends the comparison: what is heard more stays, as model A. */
  async endComparison(): Promise<void> {
    const desk = this.#desk;
    const heard = heardSlot(desk.state);
    const { source } = this.#parts.b;
    const { model, levelDb, controls, size } = desk.state.slots.b;
    if (heard === 'b' && source && model) {
      await this.#use('a', fileNameOf(model), model.builtinIndex, source, { levelDb, controls, size });
    }
    this.#parts.b.wish++;
    desk.set({ blend: 0, slots: { ...desk.state.slots, b: EMPTY_SLOT } });
    Object.assign(this.#parts.b, { model: null, source: null });
    desk.stage?.clearModel('b');
  }

  /** Turns Level of the slot that is heard. */
  setLevelDb(levelDb: number): void {
    const slot = heardSlot(this.#desk.state);
    this.#parts[slot].guard.yield();
    this.#change(slot, { levelDb });
  }

  /** Turns a control of the model that is heard. */
  setControl(name: string, value: number): void {
    const slot = heardSlot(this.#desk.state);
    const controls = { ...this.#desk.state.slots[slot].controls, [name]: value };
    this.#change(slot, { controls });
    this.#desk.stage?.setControls(slot, { [name]: value });
  }

  /** Chooses among the sizes of the model that is heard: 0 (smallest) … 1 (largest). */
  async setSize(size: number): Promise<void> {
    const slot = heardSlot(this.#desk.state);
    const { source } = this.#parts[slot];
    const { model, levelDb, controls } = this.#desk.state.slots[slot];
    if (source && model)
      await this.#use(slot, fileNameOf(model), model.builtinIndex, source, { levelDb, controls, size });
  }

  async #runFirst(stage: Stage, slot: SlotName): Promise<void> {
    const { model } = this.#parts[slot];
    if (!model) return;
    try {
      const { controls, size } = this.#desk.state.slots[slot];
      this.#showEngine(slot, await stage.runModel(slot, model, { controls, size }));
    } catch (error) {
      this.#desk.tell(messages.describeModelFailure(error, this.#nameOf(slot)));
    }
  }

  /** @returns whether the model is in use now */
  async #use(
    slot: SlotName,
    fileName: string,
    builtinIndex: number,
    source: URL | Blob,
    settings: Partial<Pick<SlotState, 'levelDb' | 'controls' | 'size'>> = {},
  ): Promise<boolean> {
    const desk = this.#desk;
    const parts = this.#parts[slot];
    const wish = ++parts.wish;
    desk.store.update({ opening: fileName });
    try {
      const model = await loadModel(source);
      if (wish !== parts.wish) return false;
      const { size = LARGEST_SIZE, levelDb = BUILTIN_MODELS[builtinIndex]?.levelDb ?? 0 } = settings;
      const next = describeModel(model, fileName, builtinIndex, size);
      const controls = settings.controls ?? defaultControls(model);
      if (desk.stage) await this.#run(desk.stage, slot, model, { controls, size }, levelDb);
      if (wish !== parts.wish) return false;
      Object.assign(parts, { model, source });
      parts.guard.rearm();
      parts.lateWatch.rearm();
      this.#change(slot, { model: next, levelDb, controls, size }, { opening: null });
      return true;
    } catch (error) {
      if (wish === parts.wish) {
        desk.store.update({ opening: null });
        desk.tell(messages.describeModelFailure(error, fileName));
      }
      return false;
    }
  }

  /** Changes models at the lower of both gains, so that the crossfade is never louder than either. */
  async #run(stage: Stage, slot: SlotName, model: Model, choice: NetworkChoice, nextLevelDb: number): Promise<void> {
    const { slots, outputMode } = this.#desk.state;
    const { model: old, levelDb } = slots[slot];
    const gainNow = levelDb + (old ? modeOutputDb(old.info, outputMode) : 0);
    const gainNext = nextLevelDb + modeOutputDb(model.info, outputMode);
    this.#change(slot, { levelDb: levelDb + Math.min(0, gainNext - gainNow) });
    try {
      this.#showEngine(slot, await stage.runModel(slot, model, choice));
    } catch (error) {
      this.#change(slot, { levelDb });
      throw error;
    }
  }

  #showEngine(slot: SlotName, { engine, latencyFrames, sampleRate, warnings }: DilatoneInfo): void {
    const { a, b } = this.#desk.state.slots;
    const known = a.engine !== null || b.engine !== null;
    this.#change(slot, { engine: { kind: engine, latencyFrames, contextRateHz: sampleRate, warnings } });
    if (engine === 'interpreter' && !known) this.#desk.tell(messages.describeInterpreter());
  }

  #change(slot: SlotName, changes: Partial<SlotState>, more: Partial<DemoState> = {}): void {
    const { slots } = this.#desk.state;
    this.#desk.set({ ...more, slots: { ...slots, [slot]: { ...slots[slot], ...changes } } });
  }

  #nameOf(slot: SlotName): string {
    return this.#desk.state.slots[slot].model?.name ?? 'The model';
  }

  #watchLevel(): void {
    const { bypassed } = this.#desk.state;
    const slot = heardSlot(this.#desk.state);
    const { levelDb } = this.#desk.state.slots[slot];
    if (bypassed) return;
    const { wetPeak, elapsedSeconds } = this.#desk.live;
    const lower = this.#parts[slot].guard.levelFor(wetPeak, levelDb, elapsedSeconds);
    if (lower === null) return;
    this.#change(slot, { levelDb: lower });
    this.#desk.tell(messages.describeTurnedDown(formatDb(lower)));
  }

  /** Where the model is too much for the audio thread, a smaller size takes its place, if it has one. */
  #watchLoad(): void {
    const slot = heardSlot(this.#desk.state);
    const { model } = this.#desk.state.slots[slot];
    const { network, elapsedSeconds } = this.#desk.live;
    if (!model || !this.#parts[slot].lateWatch.tells(network.load?.mean ?? null, elapsedSeconds)) return;
    const smaller = model.sizes[model.sizes.findIndex(({ inUse }) => inUse) - 1];
    if (smaller) void this.setSize(smaller.size);
    this.#desk.tell(smaller ? messages.describeSmallerSize(model.name) : messages.describeLateModel(model.name));
  }
}

/** A file name that gives the model its name again. */
function fileNameOf({ name, builtinIndex }: ModelState): string {
  return builtinIndex < 0 ? `${name}.nam` : name;
}

function defaultControls({ info }: Model): ControlValues {
  return Object.fromEntries(info.controls.map((control) => [control.name, control.default]));
}
