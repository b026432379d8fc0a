import { DilatoneError } from '../../errors.js';
import type { ParameterName } from '../../live/parameters.js';
import type { ControlValues, ModelFile, NetworkChoice, TanhMode } from '../../model/model.js';
import type { ModelChanges, RequestedModel, SetModelOptions, SwapOutcome } from './model-changes.js';

/** Everything that was set on a node, as plain JSON. What is left out is at its default, but for `model`. */
export interface DilatoneState extends Partial<Readonly<Record<ParameterName, number>>> {
  /** Version of this form. */
  readonly version: 1;
  /** The model's file. Null for a model that was built, or left out: the model in use then stays. */
  readonly model?: ModelFile | null | undefined;
  /** See `NetworkChoice.size`. */
  readonly size?: number | undefined;
  /** See `NetworkChoice.tanh`. */
  readonly tanh?: TanhMode | undefined;
  /** Values of the model's controls; see `NetworkChoice.controls`. */
  readonly controls?: ControlValues | undefined;
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

/** A state whose values are of the right types, without gaps; of its model nothing is known. */
interface CheckedState {
  readonly model: ModelFile | null;
  readonly choice: NetworkChoice;
  readonly parameters: Readonly<Record<string, number>>;
  readonly bypass: boolean;
  readonly limitDb: number | null;
}

/** Puts a state together. */
export function writeState(
  { inputGainDb, outputGainDb, mix, bypass, limitDb }: Settings,
  { model, choice: { size, tanh, controls } }: RequestedModel,
  hasModel: boolean,
): DilatoneState {
  return {
    version: 1,
    model: hasModel ? model.file : null,
    // JSON leaves out what is undefined.
    size,
    tanh,
    controls,
    inputGainDb: inputGainDb.value,
    outputGainDb: outputGainDb.value,
    mix: mix.value,
    bypass,
    limitDb,
  };
}

/** Checks a state from anywhere. DilatoneError `malformed` where it is broken. */
export function readState(state: unknown, expectLimitDb: (limitDb: number | null) => number | null): CheckedState {
  return orMalformed(() => {
    const {
      version,
      model = null,
      size,
      tanh,
      controls = {},
      inputGainDb = 0,
      outputGainDb = 0,
      mix = 1,
      bypass = false,
      limitDb = null,
    } = state as Partial<DilatoneState>;
    const parameters = { inputGainDb, outputGainDb, mix };
    if (version !== 1) throw new RangeError(`version: expected 1, got ${version}`);
    const numbers = [parameters, { bypass: +bypass }, controls].flatMap(Object.entries<number>);
    for (const [name, value] of numbers) {
      if (!Number.isFinite(value)) throw new RangeError(`${name}: expected a number, got ${value}`);
    }
    return {
      model,
      choice: { size, tanh, controls },
      parameters,
      bypass: !!bypass,
      limitDb: expectLimitDb(limitDb),
    };
  });
}

/** Changes to the model of a state, and to its choice. Resolves at once where both are in use. */
export async function restoreModel(
  models: ModelChanges,
  { model: file, choice }: CheckedState,
  crossfade: SetStateOptions,
): Promise<SwapOutcome> {
  const { model: current, choice: currentChoice } = models.requested;
  // The state of the node itself, or of one that plays the same.
  const model = file && file.base64 !== current.file?.base64 ? models.parse(file) : current;
  const network = orMalformed(() => model.network(choice));
  if (network === current.network(currentChoice) && !models.changing) return 'done';
  return models.setModel(model, { ...choice, ...crossfade });
}

/** Gives what a function returns. A wrong value of a state is no mistake of the caller, which other errors stand for. */
function orMalformed<Value>(act: () => Value): Value {
  try {
    return act();
  } catch (error) {
    throw error instanceof DilatoneError ? error : new DilatoneError('malformed', 'state', (error as Error).message);
  }
}

/** Sets all that a state holds beside its model. */
export function restoreSettings(settings: Settings, { parameters, bypass, limitDb }: CheckedState): void {
  for (const [name, value] of Object.entries(parameters) as [ParameterName, number][]) {
    settings[name].cancelScheduledValues(0);
    settings[name].value = value;
  }
  settings.bypass = bypass;
  settings.limitDb = limitDb;
}
