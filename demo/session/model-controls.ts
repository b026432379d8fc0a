import type { Model } from '../../src/index.js';
import type { RigDocument } from '../../src/rig/index.js';
import type { ModelChoice } from '../model-state.js';
import { comparison, type HeardModel, heardModel } from '../rig-selectors.js';
import type { Desk } from './desk.js';
import type { RigDesk } from './rig/rig-desk.js';
import type { RigSession } from './rig/rig-session.js';

/** What the page does with the model that it shows: the selected one, or the first of the rig. */
export class ModelControls {
  readonly #desk: Desk;
  readonly #rigDesk: RigDesk;
  readonly #rig: RigSession;

  constructor(desk: Desk, rigDesk: RigDesk, rig: RigSession) {
    this.#desk = desk;
    this.#rigDesk = rigDesk;
    this.#rig = rig;
  }

  /** The model that the page shows; null until it is loaded, and without one. */
  get model(): Model | null {
    const { heard } = this;
    return heard && (this.#rigDesk.library.get(heard.block.model)?.model ?? null);
  }

  /** The block of the model that the page shows; null without one. */
  get heard(): HeardModel | null {
    return heardModel(this.#desk.state);
  }

  get document(): RigDocument {
    return this.#rigDesk.document;
  }

  /** Uses a built-in model. @returns whether it is in use now */
  chooseBuiltin(index: number): Promise<boolean> {
    return this.choose({ kind: 'builtin', index });
  }

  /** Uses a built-in or a recent model. @returns whether it is in use now */
  choose(choice: ModelChoice): Promise<boolean> {
    return this.#use(choice);
  }

  /** Uses a model file, and keeps it among the recent ones. @returns whether it is in use now */
  openFile(file: File): Promise<boolean> {
    return this.#use(file);
  }

  /** Uses a model as model B, and fades to it. */
  async compareWith(choice: ModelChoice): Promise<void> {
    const { heard } = this;
    if (heard) await this.#rig.compareWith(heard.id, choice);
  }

  /** Fades between model A (0) and model B (1). */
  setBlend(blend: number): void {
    this.#rig.setBlend(blend);
  }

  /** Fades to the other model, if there are two. */
  swap(): void {
    const found = comparison(this.#desk.state);
    if (found) this.#rig.setBlend(found.blend > 0.5 ? 0 : 1);
  }

  /** Ends the comparison: the model that is heard becomes, or stays, the only one. */
  endComparison(): Promise<void> {
    return this.#rig.endComparison();
  }

  setLevelDb(outputDb: number): void {
    const { heard } = this;
    if (heard) this.#rig.set(heard.id, { outputDb });
  }

  /** Sets a control of the model. */
  setControl(name: string, value: number): void {
    const { heard } = this;
    if (heard) void this.#rig.update(heard.id, { controls: { ...heard.block.controls, [name]: value } });
  }

  /** Runs another size of the model: 0 (smallest) … 1 (largest). */
  async setSize(size: number): Promise<void> {
    const { heard } = this;
    if (heard) await this.#rig.update(heard.id, { size });
  }

  async #use(choice: ModelChoice | File): Promise<boolean> {
    this.#desk.dismissNotice();
    if (!this.heard) await this.#rig.add('model', { index: 0 });
    const { heard } = this;
    return heard !== null && this.#rig.putModel(heard.id, choice);
  }
}
