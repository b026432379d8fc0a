import type { DilatoneEvents } from '../controller/node/dilatone-events.js';
import type { DilatoneInfo } from '../controller/node/prepare-model.js';
import type { ControlValues, Model } from '../model/model.js';

/** A number that a knob shows and sets, such as an AudioParam. */
export interface PedalParameter {
  /** The current value. The pedal reads it for every frame of the screen, and sets it when the player turns the knob. */
  value: number;
  /** The value after a double click. */
  readonly defaultValue: number;
}

/**
 * The interface between a pedal and what it controls. A `Dilatone` has it; other objects may implement it. The pedal calls
 * it on the main thread.
 */
export interface PedalDevice {
  /** Gain in dB before the network, see `Dilatone.inputGainDb`; the pedal's “Drive”. */
  readonly inputGainDb: PedalParameter;
  /** Gain in dB after the network, see `Dilatone.outputGainDb`; the pedal's “Level”. */
  readonly outputGainDb: PedalParameter;
  /** Wet share of the output, see `Dilatone.mix`. */
  readonly mix: PedalParameter;
  /** Whether the input passes unprocessed, see `Dilatone.bypass`. */
  bypass: boolean;
  /** Level of the limiter, see `Dilatone.limitDb`; undefined for a device without one. */
  limitDb?: number | null;
  /** Facts to show. Another `model` in it means another set of knobs, see `Dilatone.info`. */
  readonly info: Pick<DilatoneInfo, 'engine' | 'latencyFrames' | 'model' | 'sampleRate'>;
  /** Values of the model's controls that are not at their defaults. */
  readonly controls: ControlValues;
  /** Sets controls of the model, see `Dilatone.setControls`. */
  setControls(values: ControlValues): Promise<unknown>;
  /** Changes to another model, see `Dilatone.setModel`. */
  setModel(model: Model): Promise<unknown>;
  /** Replaces `setModel` when the player loads a file, for devices that keep the file. */
  loadFile?(file: Blob): Promise<unknown>;
  /** Calls `listener` for every event until the function returned is called, see `Dilatone.on`. */
  on<Name extends 'fault' | 'meters' | 'restart'>(
    name: Name,
    listener: (event: DilatoneEvents[Name]) => void,
  ): () => void;
}
