import { loadModel } from '../controller/load-model.js';
import { parseModel } from '../formats/parse-model.js';
import type { ControlValues, Model, ModelFile } from '../model/model.js';
import { readModelFile } from '../model/model-file.js';
import { expectNumbers, expectObject, malformed } from '../model/untrusted.js';
import { AUTOMATED } from './automation/automation.js';

/** The state of a WAM, which JSON can hold: a host stores it with the song. */
export interface WamState {
  /** Version of this format. */
  readonly version: 1;
  /** Values of the parameters by id; missing ones are at their defaults. */
  readonly parameters: Readonly<Record<string, number>>;
  /** The model file; null where none was loaded, and sound passes unchanged. */
  readonly model: ModelFile | null;
  /** Values of the model's controls that are not at their defaults. */
  readonly controls: ControlValues;
}

/** The state of a WAM that was given none: no model, all parameters at their defaults. */
export const FIRST_STATE: WamState = { version: 1, parameters: {}, model: null, controls: {} };

/** Checks a state that comes from a host. DilatoneError `malformed` where it is broken. */
export function readState(state: unknown): WamState {
  const { version, parameters = {}, model = null, controls = {} } = expectObject(state, 'state');
  if (version !== 1) throw malformed('state.version', '1', version);
  return {
    version,
    parameters: expectNumbers(parameters, 'state.parameters'),
    model: model === null ? null : fileOf(model),
    controls: expectNumbers(controls, 'state.controls'),
  };
}

/** The parameters' values in the order of `AUTOMATED`, each limited to its range. */
export function valuesOf({ parameters }: Pick<WamState, 'parameters'>): number[] {
  return AUTOMATED.map(({ id, defaultValue, minValue, maxValue }) =>
    Math.min(maxValue, Math.max(minValue, parameters[id] ?? defaultValue)),
  );
}

/** The model of a state; one that passes sound unchanged where the state has none. Rejects as `loadModel` does. */
export async function modelOfState({ model: file }: WamState, sampleRate: number): Promise<Model> {
  return file === null ? passThrough(sampleRate) : loadModel(file);
}

/** A model whose output is its input. */
function passThrough(sampleRate: number): Model {
  const file = {
    version: '0.5.4',
    architecture: 'Linear',
    config: { receptive_field: 1, bias: false },
    weights: [1],
    sample_rate: sampleRate,
    metadata: { name: 'No model' },
  };
  return parseModel(new TextEncoder().encode(JSON.stringify(file)));
}

function fileOf(model: unknown): ModelFile {
  const { name, base64 } = readModelFile(model, 'state.model');
  return { name, base64 };
}
