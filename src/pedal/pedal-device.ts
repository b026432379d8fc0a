import type { DilatoneEvents } from '../controller/node/dilatone-events.js';
import type { DilatoneInfo } from '../controller/node/prepare-model.js';
import type { ControlValues, Model } from '../model/model.js';

/** A number that a knob shows and sets; an AudioParam is one. */
export interface PedalParameter {
  /** Where it stands. */
  value: number;
  /** Where a double click sets it. */
  readonly defaultValue: number;
}

/** What a pedal shows and plays on; a Dilatone is one. */
export interface PedalDevice {
  /** As of `Dilatone`. */
  readonly inputGainDb: PedalParameter;
  /** As of `Dilatone`. */
  readonly outputGainDb: PedalParameter;
  /** As of `Dilatone`. */
  readonly mix: PedalParameter;
  /** As of `Dilatone`. */
  bypass: boolean;
  /** As of `Dilatone`. */
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
