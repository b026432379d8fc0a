import { DilatoneError } from '../errors.js';
import type { ControlValues } from '../model/model.js';
import { AUTOMATED } from './automation/automation.js';

/** All that a WAM remembers, as JSON has it: a host stores it with the song. */
export interface WamState {
  /** Of this form of states. */
  readonly version: 1;
  /** Values of the parameters by id; those left out are at their defaults. */
  readonly parameters: Readonly<Record<string, number>>;
  /** The model file; null where none was loaded, and the sound passes as it is. */
  readonly model: ModelFile | null;
  /** Values of the model's controls that are not at their defaults. */
  readonly controls: ControlValues;
}

/** A model file within a state. */
export interface ModelFile {
  /** Its name, as the player had it. */
  readonly name: string;
  /** Its bytes in base64. */
  readonly base64: string;
}

/** Checks a state that came from a host; DilatoneError `malformed` where it is none. */
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

/** The parameters' values in the order of `AUTOMATED`, each within its range. */
export function valuesOf({ parameters }: WamState): number[] {
  return AUTOMATED.map(({ id, defaultValue, minValue, maxValue }) =>
    Math.min(maxValue, Math.max(minValue, parameters[id] ?? defaultValue)),
  );
}

/** The bytes of a model file. */
export function bytesOf({ base64 }: ModelFile): Uint8Array {
  try {
    return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  } catch (cause) {
    throw new DilatoneError('malformed', 'state.model.base64', `expected base64, got ${cause}`, { cause });
  }
}

/** A model file as a state holds it. */
export async function modelFileOf(file: Blob): Promise<ModelFile> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  const parts: string[] = [];
  // In parts, since a call takes only so many arguments.
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
