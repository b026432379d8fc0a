import type { DilatoneEvents } from '../controller/dilatone-events.js';
import type { DilatoneInfo } from '../controller/dilatone-info.js';
import type { ControlValues, Model } from '../formats/model.js';

/** A number that a knob shows and sets; an AudioParam is one. */
export interface PedalParameter {
  value: number;
  readonly defaultValue: number;
}

/** What a pedal shows and plays on; a Dilatone is one. */
export interface PedalDevice {
  readonly inputGainDb: PedalParameter;
  readonly outputGainDb: PedalParameter;
  readonly mix: PedalParameter;
  bypass: boolean;
  readonly info: Pick<DilatoneInfo, 'engine' | 'latencyFrames' | 'model' | 'sampleRate'>;
  /** Values of the model's controls that are not at their defaults. */
  readonly controls: ControlValues;
  /** As of `Dilatone`. */
  setControls(values: ControlValues): Promise<unknown>;
  /** As of `Dilatone`. */
  setModel(model: Model): Promise<unknown>;
  /** Takes a model file in place of `setModel`, for devices that keep the file. */
  loadFile?(file: Blob): Promise<unknown>;
  /** As of `Dilatone`. */
  on<Name extends 'fault' | 'meters'>(name: Name, listener: (event: DilatoneEvents[Name]) => void): () => void;
}
