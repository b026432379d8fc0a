import type { OutputMode } from '../../src/index.js';
import { decodeFile } from '../audio/decode-sound.js';
import { audibleChannel, looksLikeSong, normalizedResponse, responseBuffer } from '../audio/impulse-response.js';
import { kindOfFile } from '../file-kind.js';
import { stemOf } from '../format.js';
import * as messages from '../messages.js';
import { CABINETS } from '../sound/cabinets.js';
import { NO_CABINET, type Notice } from '../state.js';
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

  /** Uses a sound file as the impulse response of a cabinet. @returns whether it is in use now */
  async openCabinet(file: File): Promise<boolean> {
    const desk = this.#desk;
    try {
      const response = await readResponse(file, desk.sampleRate);
      if ('what' in response) {
        desk.tell(response);
        return false;
      }
      this.#setResponse(response);
      desk.store.update({ cabinet: { id: 'file', name: stemOf(file.name) } });
      return true;
    } catch (error) {
      desk.tell(messages.describeSoundFailure(file.name, error, await kindOfFile(file, messages.MODEL_KIND)));
      return false;
    }
  }

  #setResponse(response: Float32Array<ArrayBuffer> | null): void {
    this.#response = response;
    this.#desk.studio?.setCabinet(response && responseBuffer(response, this.#desk.sampleRate));
  }
}

/** The response in a file, or why it has none. Rejects as `decodeFile` does. */
async function readResponse(file: File, sampleRate: number): Promise<Float32Array<ArrayBuffer> | Notice> {
  if (file.size > messages.LARGEST_RESPONSE_BYTES) return messages.describeLargeResponse(file.name);
  const { channels, silencedSamples } = await decodeFile(file, sampleRate);
  if (silencedSamples > 0) return messages.describeBrokenResponse(file.name, silencedSamples);
  if (looksLikeSong(channels, sampleRate)) return messages.describeSong(file.name);
  const channel = audibleChannel(channels);
  return channel === null ? messages.describeSilentResponse(file.name) : normalizedResponse(channel, sampleRate);
}
