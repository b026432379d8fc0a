import { loadModel } from '../controller/load-model.js';
import { DilatoneError } from '../errors.js';
import { parseModel } from '../formats/parse-model.js';
import type { ControlValues, Model } from '../model/model.js';
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

/** A model file in a state. */
export interface ModelFile {
  /** Its name; empty if it had none. */
  readonly name: string;
  /** Its bytes in base64. */
  readonly base64: string;
}

/** Checks a state that comes from a host. DilatoneError `malformed` where it is broken. */
export function readState(state: unknown): WamState {
  const { version, parameters = {}, model = null, controls = {} } = expectObject(state, 'state');
  if (version !== 1) throw malformed('state.version', `expected 1, got ${version}`);
  return {
    version,
    parameters: expectNumbers(parameters, 'state.parameters'),
    model: model === null ? null : readModelFile(model),
    controls: expectNumbers(controls, 'state.controls'),
  };
}

/** The parameters' values in the order of `AUTOMATED`, each limited to its range. */
export function valuesOf({ parameters }: WamState): number[] {
  return AUTOMATED.map(({ id, defaultValue, minValue, maxValue }) =>
    Math.min(maxValue, Math.max(minValue, parameters[id] ?? defaultValue)),
  );
}

/** The model of a state; one that passes sound unchanged where the state has none. Rejects as `loadModel` does. */
export async function modelOfState({ model: file }: WamState, sampleRate: number): Promise<Model> {
  return file === null ? passThrough(sampleRate) : loadModel(bytesOf(file));
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

function bytesOf({ base64 }: ModelFile): Uint8Array {
  try {
    return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  } catch (cause) {
    throw new DilatoneError('malformed', 'state.model.base64', `expected base64, got ${cause}`, { cause });
  }
}

/** Converts a model file to its form in a state. */
export async function modelFileOf(file: Blob): Promise<ModelFile> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  const parts: string[] = [];
  // In parts, since browsers limit the number of arguments of a call.
  for (let start = 0; start < bytes.length; start += 0x8000) {
    parts.push(String.fromCharCode(...bytes.subarray(start, start + 0x8000)));
  }
  return { name: 'name' in file ? String(file.name) : '', base64: btoa(parts.join('')) };
}

function readModelFile(value: unknown): ModelFile {
  const { name, base64 } = expectObject(value, 'state.model');
  if (typeof name !== 'string') throw malformed('state.model.name', `expected a string, got ${typeof name}`);
  if (typeof base64 !== 'string') throw malformed('state.model.base64', `expected a string, got ${typeof base64}`);
  return { name, base64 };
}

function expectObject(value: unknown, where: string): Record<string, unknown> {
  if (typeof value === 'object' && value !== null) return value as Record<string, unknown>;
  throw malformed(where, `expected an object, got ${value === null ? 'null' : typeof value}`);
}

function expectNumbers(value: unknown, where: string): Record<string, number> {
  const entries = Object.entries(expectObject(value, where));
  for (const [name, number] of entries) {
    if (!Number.isFinite(number)) throw malformed(`${where}.${name}`, `expected a number, got ${number}`);
  }
  return Object.fromEntries(entries) as Record<string, number>;
}

function malformed(where: string, detail: string): DilatoneError {
  return new DilatoneError('malformed', where, detail);
}
