import type { OutputMode } from '../../src/index.js';
import { firstBlock, heardModel } from '../rig-selectors.js';
import type { Desk } from './desk.js';
import type { RigSession } from './rig/rig-session.js';

/** Threshold with which the gate is turned on. */
export const DEFAULT_GATE_DB = -55;

/** No loudspeaker: the models' output as it is. */
export const NO_CABINET_ID = 'none';

/** What surrounds the models: bypass, gate, tuner, cabinet. */
export class ToneControls {
  readonly #desk: Desk;
  readonly #rig: RigSession;

  constructor(desk: Desk, rig: RigSession) {
    this.#desk = desk;
    this.#rig = rig;
  }

  toggleBypass(): void {
    this.#rig.setRigBypass(!this.#desk.state.rig.bypassed);
  }

  setDriveDb(inputDb: number): void {
    this.#set({ inputDb });
  }

  setMix(mix: number): void {
    this.#set({ mix });
  }

  /** Chooses how the level of the model that the page shows is found. */
  setOutputMode(level: OutputMode): void {
    const heard = heardModel(this.#desk.state);
    if (heard) void this.#rig.update(heard.id, { level });
  }

  /** Level in dBFS below which the first gate closes; null turns it off. */
  async setGateDb(thresholdDb: number | null): Promise<void> {
    const gate = () => firstBlock(this.#desk.state.rig.document, 'gate')?.id;
    if (thresholdDb !== null && gate() === undefined) await this.#rig.add('gate', { index: 0 });
    const id = gate();
    if (id === undefined) return;
    if (thresholdDb !== null) this.#rig.set(id, { thresholdDb });
    this.#rig.setBypass(id, thresholdDb === null);
  }

  /** Chooses a built-in cabinet, or `none` to bypass it; an unknown id is ignored. */
  async chooseCabinet(cabinetId: string): Promise<void> {
    const id = await this.#cabinet();
    if (cabinetId === NO_CABINET_ID) this.#rig.setBypass(id, true);
    else await this.#rig.chooseCabinet(id, cabinetId);
  }

  /** Uses a sound file as the impulse response of a cabinet. @returns whether it is in use now */
  async openCabinet(file: File): Promise<boolean> {
    return this.#rig.putResponse(await this.#cabinet(), file);
  }

  /** Sets numbers of the model that the page shows. */
  #set(values: Readonly<Record<string, number>>): void {
    const heard = heardModel(this.#desk.state);
    if (heard) this.#rig.set(heard.id, values);
  }

  /** Id of the first cabinet; the rig gets one if it has none. */
  async #cabinet(): Promise<string> {
    const find = () => firstBlock(this.#desk.state.rig.document, 'cabinet')?.id;
    if (find() === undefined) await this.#rig.add('cabinet');
    return find() ?? '';
  }
}
