import type { OutputMode } from '../../src/index.js';
import { decodeSound } from '../audio/decode-sound.js';
import { audibleChannel, normalizedResponse, responseBuffer } from '../audio/impulse-response.js';
import { stemOf } from '../format.js';
import * as messages from '../messages.js';
import { CABINETS } from '../sound/cabinets.js';
import { NO_CABINET } from '../state.js';
import type { Desk } from './desk.js';

/** Threshold with which the gate is turned on. */
export const DEFAULT_GATE_DB = -55;

/** What surrounds the models: gains, mix, gate, tuner, cabinet. */
export class ToneControls {
  readonly #desk: Desk;
  /** The cabinet's impulse response at the sample rate of the sound; null without a cabinet. */
  #response: Float32Array<ArrayBuffer> | null = null;

  constructor(desk: Desk) {
    this.#desk = desk;
    desk.onStudio((studio) => {
      studio.onGateFailure = () => {
        desk.set({ gateDb: null });
        desk.tell(messages.describeWorkletFailure('noise gate'));
      };
      if (this.#response) studio.setCabinet(responseBuffer(this.#response, desk.sampleRate));
    });
  }

  /** The cabinet's impulse response at the sample rate of the sound; null without a cabinet. */
  get response(): Float32Array<ArrayBuffer> | null {
    return this.#response;
  }

  setDriveDb(driveDb: number): void {
    this.#desk.set({ driveDb });
  }

  setMix(mix: number): void {
    this.#desk.set({ mix });
  }

  toggleBypass(): void {
    this.#desk.set({ bypassed: !this.#desk.state.bypassed });
  }

  setOutputMode(outputMode: OutputMode): void {
    this.#desk.set({ outputMode });
  }

  /** Level in dBFS below which the gate closes; null turns it off. */
  setGateDb(gateDb: number | null): void {
    this.#desk.set({ gateDb });
  }

  toggleTuner(): void {
    this.#desk.store.update({ tuning: !this.#desk.state.tuning });
  }

  /** Chooses a built-in cabinet or `none`; an unknown id is ignored. */
  chooseCabinet(id: string): void {
    const builtin = CABINETS.find((cabinet) => cabinet.id === id);
    if (!builtin && id !== NO_CABINET.id) return;
    this.#setResponse(builtin ? builtin.render(this.#desk.sampleRate) : null);
    this.#desk.store.update({ cabinet: builtin ? { id, name: builtin.name } : NO_CABINET });
  }

  /** Uses a sound file as the impulse response of a cabinet. */
  async openCabinet(file: File): Promise<void> {
    const desk = this.#desk;
    if (file.size > messages.LARGEST_RESPONSE_BYTES) {
      desk.tell(messages.describeLargeResponse(file.name));
      return;
    }
    try {
      const { buffer } = await decodeSound(file, desk.sampleRate);
      const channel = audibleChannel(buffer);
      if (channel === null) return desk.tell(messages.describeSilentResponse(file.name));
      this.#setResponse(normalizedResponse(channel, desk.sampleRate));
      desk.store.update({ cabinet: { id: 'file', name: stemOf(file.name) } });
    } catch (error) {
      desk.tell(messages.describeSoundFailure(file.name, error));
    }
  }

  #setResponse(response: Float32Array<ArrayBuffer> | null): void {
    this.#response = response;
    this.#desk.studio?.setCabinet(response && responseBuffer(response, this.#desk.sampleRate));
  }
}
