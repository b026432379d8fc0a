import { DilatoneError } from '../../errors.js';
import { PARAMETERS, type ParameterName } from '../../live/parameters.js';
import type { ControlValues, Model, ModelFile, ModelParser, NetworkChoice, TanhMode } from '../../model/model.js';
import { expectNumbers, expectObject, malformed } from '../../model/untrusted.js';
import type { ModelChanges, RequestedModel, SetModelOptions, SwapOutcome } from './model-changes.js';

/** Highest ceiling of the limiter: beyond it nothing is worth limiting. */
export const HIGHEST_LIMIT_DB = 24;

/** Everything that was set on a node, as plain JSON. What is left out or null is at its default, but for `model`. */
export interface DilatoneState extends Partial<Readonly<Record<ParameterName, number>>> {
  /** Version of this form. */
  readonly version: 1;
  /** The model's file. Null for a model that was built, or left out: the model in use then stays. */
  readonly model?: ModelFile | null;
  /** See `NetworkChoice.size`. */
  readonly size?: number;
  /** See `NetworkChoice.tanh`. */
  readonly tanh?: TanhMode;
  /** Values of the model's controls; see `NetworkChoice.controls`. */
  readonly controls?: ControlValues;
  /** See `Dilatone.bypass`. */
  readonly bypass?: boolean;
  /** See `Dilatone.limitDb`. */
  readonly limitDb?: number | null;
}

/** What to put into a state. */
export interface GetStateOptions {
  /** Whether the state contains the model's file; default true. Without it, the state is for a node that plays this model. */
  readonly model?: boolean | undefined;
}

/** How to restore a state. */
export type SetStateOptions = Pick<SetModelOptions, 'crossfade' | 'crossfadeSeconds'>;

/** The settings of a node beside its model. */
interface Settings extends Readonly<Record<ParameterName, Pick<AudioParam, 'value' | 'cancelScheduledValues'>>> {
  bypass: boolean;
  limitDb: number | null;
}

/** A state whose values are within their ranges, without gaps; of its model nothing is known. */
interface CheckedState extends NetworkChoice, Readonly<Record<ParameterName, number>> {
  readonly model: unknown;
  readonly bypass: boolean;
  readonly limitDb: number | null;
}

/** Puts a state together. */
export function writeState(
  settings: Settings,
  { model, choice: { size, tanh, controls } }: RequestedModel,
  { model: hasModel = true }: GetStateOptions,
): DilatoneState {
  const state = { controls: { ...controls }, bypass: settings.bypass, limitDb: settings.limitDb };
  const parameters = PARAMETERS.map(({ name, minValue, maxValue }) => [
    name,
    // Not every browser limits what AudioParams are set to.
    Math.min(maxValue, Math.max(minValue, settings[name].value)),
  ]);
  return {
    version: 1,
    ...(hasModel && { model: model.file }),
    ...(size !== undefined && { size }),
    ...(tanh !== undefined && { tanh }),
    ...Object.fromEntries(parameters),
    ...state,
  };
}

/** The numbers of a state and their ranges. */
const NUMBERS = [
  ...PARAMETERS,
  { name: 'size', defaultValue: undefined, minValue: 0, maxValue: 1 },
  { name: 'limitDb', defaultValue: null, minValue: -Number.MAX_VALUE, maxValue: HIGHEST_LIMIT_DB },
];

/** Checks a state from anywhere. DilatoneError `malformed` where it is broken. */
export function readState(state: unknown): CheckedState {
  const object = expectObject(state, 'state');
  const { version, model, tanh, controls, bypass = false } = object;
  if (version !== 1) throw malformed('state.version', '1', version);
  if (typeof bypass !== 'boolean') throw malformed('state.bypass', 'true or false', bypass);
  const numbers = NUMBERS.map(({ name, defaultValue, minValue, maxValue }) => {
    const value = object[name] ?? defaultValue;
    if (value === defaultValue || (typeof value === 'number' && value >= minValue && value <= maxValue)) {
      return [name, value];
    }
    throw malformed(`state.${name}`, `${minValue} to ${maxValue}`, value);
  });
  return {
    ...Object.fromEntries(numbers),
    model,
    tanh: (tanh ?? undefined) as TanhMode | undefined,
    controls: expectNumbers(controls ?? {}, 'state.controls'),
    bypass,
  };
}

/** Changes to the model of a state, and to its choice. Resolves at once where both are in use. */
export async function restoreModel(
  models: ModelChanges,
  { model: file, size, tanh, controls }: CheckedState,
  crossfade: SetStateOptions,
): Promise<SwapOutcome> {
  const choice = { size, tanh, controls };
  const { model: current, choice: currentChoice } = models.requested;
  const model = isFileOf(current, file) ? current : read(file, models.parse);
  try {
    if (model.network(choice) === current.network(currentChoice) && !models.changing) return 'done';
  } catch (error) {
    // A wrong choice is the state's fault, and no mistake of the caller.
    if (!(error instanceof RangeError)) throw error;
    const [place, ...detail] = (error as Error).message.split(': ');
    throw new DilatoneError('malformed', `state.${place}`, detail.join(': '), { cause: error });
  }
  return models.setModel(model, { ...choice, ...crossfade });
}

/** Sets all that a state holds beside its model. */
export function restoreSettings(settings: Settings, state: CheckedState): void {
  for (const { name } of PARAMETERS) {
    settings[name].cancelScheduledValues(0);
    settings[name].value = state[name];
  }
  settings.bypass = state.bypass;
  settings.limitDb = state.limitDb;
}

/** Whether a state means this model: it has the model's file, or none. */
function isFileOf({ file }: Model, stored: unknown): boolean {
  return (stored ?? null) === null || (file !== null && (stored as ModelFile).base64 === file.base64);
}

function read(file: unknown, parse: ModelParser | null): Model {
  if (parse) return parse(file as ModelFile);
  throw new TypeError('state.model: expected a node that has played a model from a file; use loadModel(state.model)');
}
