import { listOutputs, type ManagedOutput, manageOutput, type OutputChange, watchOutputs } from '../../src/index.js';
import type { Ends } from '../audio/ends.js';
import * as messages from '../ends-messages.js';
import type { OutputState } from '../ends-state.js';
import type { SourceKind } from '../state.js';
import type { Desk } from './desk.js';
import { setEnds } from './ends-desk.js';

/** The levels at both ends, the loudspeaker, and what keeps it from howling. */
export class Devices {
  readonly #desk: Desk;
  #ends: Ends | null = null;
  #managed: Promise<ManagedOutput | null> = Promise.resolve(null);
  #source: SourceKind | null = null;
  #watching = false;

  constructor(desk: Desk) {
    this.#desk = desk;
    desk.onStudio((studio) => this.#begin(studio.ends));
    desk.store.subscribe(() => this.#followSource());
  }

  /** Gain in dB of the source that plays, before the rig. */
  setTrimDb(db: number): void {
    const { ends, source } = this.#desk.state;
    setEnds(this.#desk, { trimsDb: { ...ends.trimsDb, [source]: db } });
    this.#ends?.setTrimDb(db);
  }

  /** Gain in dB behind the rig. */
  setVolumeDb(volumeDb: number): void {
    setEnds(this.#desk, { volumeDb });
    this.#ends?.output.setVolumeDb(volumeDb);
  }

  /** Plays through another output; an empty id is the system's default. */
  async chooseOutput(deviceId: string): Promise<void> {
    const managed = await this.#managed;
    try {
      if (managed) this.#show({ deviceId: await managed.set(deviceId) });
    } catch (error) {
      this.#desk.tell(messages.describeOutputFailure(error));
    }
  }

  /** Browsers list outputs once a microphone was allowed. Never rejects. */
  async listOutputs(): Promise<void> {
    const show = (devices: readonly MediaDeviceInfo[]) => this.#show({ choices: devices.map(describeOutput) });
    try {
      if (!this.#watching) watchOutputs(show);
      this.#watching = true;
      show(await listOutputs());
    } catch {
      // Without a list, the system's default plays.
    }
  }

  #begin(ends: Ends): void {
    this.#ends = ends;
    const { volumeDb, output } = this.#desk.state.ends;
    ends.output.setVolumeDb(volumeDb);
    ends.output.howl.onHowl = (howlHz) => {
      setEnds(this.#desk, { howlHz });
      if (howlHz !== null) this.#desk.tell(messages.describeHowl(howlHz));
    };
    this.#followSource();
    this.#show({ choosable: 'setSinkId' in AudioContext.prototype });
    this.#managed = this.#manage(ends, output.deviceId);
    void this.listOutputs();
  }

  async #manage({ context }: Ends, deviceId: string): Promise<ManagedOutput | null> {
    const onchange = (change: OutputChange) => this.#onOutput(change);
    try {
      // What was chosen on an earlier visit may be gone, or not allowed before a microphone is.
      const managed = await manageOutput(context, { deviceId, onchange }).catch(() =>
        manageOutput(context, { onchange }),
      );
      this.#show({ deviceId: managed.deviceId });
      return managed;
    } catch {
      return null;
    }
  }

  #onOutput({ reason, deviceId, label }: OutputChange): void {
    this.#show({ deviceId });
    if (reason === 'gone') this.#desk.tell(messages.describeOutputGone(label));
  }

  #show(changes: Partial<OutputState>): void {
    setEnds(this.#desk, { output: { ...this.#desk.state.ends.output, ...changes } });
  }

  /** Each source has its trim, and only microphones howl. */
  #followSource(): void {
    const { source, ends } = this.#desk.state;
    if (!this.#ends || source === this.#source) return;
    this.#source = source;
    this.#ends.setTrimDb(ends.trimsDb[source]);
    this.#ends.output.howl.listen(source === 'microphone');
  }
}

/** Chromium's entry for the default has an id of its own; it is the empty one here, as in the state. */
function describeOutput({ deviceId, label }: MediaDeviceInfo, index: number): OutputState['choices'][number] {
  return { deviceId: deviceId === 'default' ? '' : deviceId, label: label || `Output ${index + 1}` };
}
