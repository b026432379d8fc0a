import { type Model, renderModel, tapModel } from '../../src/index.js';
import { modeInputDb, modeOutputDb } from '../audio/sound-settings.js';
import * as messages from '../messages.js';
import { type HeardModel, heardModel } from '../rig-selectors.js';
import type { DemoState } from '../state.js';
import type { Desk } from './desk.js';
import type { ModelControls } from './model-controls.js';

/** Below this, the sound that plays tells nothing about levels. */
const FAINT = 1e-3;

/**
 * Plays one layer of a model in place of the rig, with a crossfade there and back, and with a gain of its own: no layer is louder than
 * the model.
 */
export class LayerSolo {
  readonly #desk: Desk;
  readonly #models: ModelControls;
  /** Count of requests so far: only the latest one takes effect. */
  #requests = 0;

  constructor(desk: Desk, models: ModelControls) {
    this.#desk = desk;
    this.#models = models;
    let before = desk.state;
    desk.store.subscribe((state) => {
      // The layer belongs to the model that was replaced, or is no longer heard.
      if (state.soloSignal !== null && networkOf(state) !== networkOf(before)) void this.#end();
      before = state;
    });
  }

  /** Plays one signal of the model's network alone; null, or the same signal again, plays the whole rig. */
  async choose(signal: number | null): Promise<void> {
    if (signal === null || signal === this.#desk.state.soloSignal) return this.#end();
    const { heard, model } = this.#models;
    const { studio } = this.#desk;
    if (!heard || !model || !studio) return;
    const request = ++this.#requests;
    this.#desk.store.update({ soloSignal: signal });
    try {
      const { controls, size, level = 'normalized', inputDb = 0, outputDb = 0 } = heard.block;
      const choice = { controls, size };
      const tap = await tapModel(model, signal, choice);
      const inputGainDb = inputDb + modeInputDb(model.info, level);
      const lowerDb = await this.#lowerDb(model, tap, heard, inputGainDb);
      if (request !== this.#requests) return;
      await studio.playSolo(tap, inputGainDb, outputDb + modeOutputDb(model.info, level) + lowerDb);
      if (request !== this.#requests && this.#desk.state.soloSignal === null) await studio.endSolo();
    } catch (error) {
      if (request !== this.#requests) return;
      await this.#end();
      this.#desk.tell(messages.describeModelFailure(error, 'The layer'));
    }
  }

  /** By how many dB a layer must be turned down so that it is no louder than its model, with the sound that plays; at most 0. */
  async #lowerDb(model: Model, tap: Model, { block }: HeardModel, inputGainDb: number): Promise<number> {
    const dry = this.#desk.live.dry.map((x) => x * 10 ** (inputGainDb / 20));
    if (peakOf(dry) < FAINT) return 0;
    const { controls, size } = block;
    const channels = Array.from({ length: model.network({ size }).channels[0] }, () => dry);
    const { sampleRate } = this.#desk;
    const [whole, layer] = await Promise.all([
      renderModel(model, channels, { sampleRate, controls, size }),
      renderModel(tap, channels, { sampleRate }),
    ]);
    const ratio = Math.min(peakOf(whole[0]) / peakOf(layer[0]), rmsOf(whole[0]) / rmsOf(layer[0]));
    return ratio > 0 && ratio < 1 ? 20 * Math.log10(ratio) : 0;
  }

  async #end(): Promise<void> {
    if (this.#desk.state.soloSignal === null) return;
    this.#requests++;
    this.#desk.store.update({ soloSignal: null });
    await this.#desk.studio?.endSolo();
  }
}

/** What a layer belongs to: a block with its model, its size and its controls. */
function networkOf(state: DemoState): string {
  const heard = heardModel(state);
  return JSON.stringify([heard?.id, heard?.block.model, heard?.block.size, state.rig.bypassed]);
}

function peakOf(sound: Float32Array): number {
  return sound.reduce((peak, x) => Math.max(peak, Math.abs(x)), 0);
}

function rmsOf(sound: Float32Array): number {
  return Math.sqrt(sound.reduce((sum, x) => sum + x * x, 0) / sound.length);
}
