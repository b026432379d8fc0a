import type { Control, ControlValues, OutputMode } from '../src/index.js';
import type { BuiltinModel } from './builtin-models.js';
import { BUILTIN_SOUNDS } from './sound/builtin-sounds.js';
import { CABINETS } from './sound/cabinets.js';
import { DEFAULT_DRIVE_DB, INITIAL_STATE, LEAST_LEVEL_DB, MOST_LEVEL_DB } from './state.js';

/** What links of earlier versions contain: built-in models and sounds, and knobs. */
export interface Setup {
  /** Index among the built-in models. */
  readonly model: number;
  /** Index of model B, or null without one. */
  readonly otherModel: number | null;
  readonly blend: number;
  readonly clipId: string;
  readonly driveDb: number;
  /** Null for the model's default. */
  readonly levelDb: number | null;
  readonly mix: number;
  readonly outputMode: OutputMode;
  readonly cabinetId: string;
  readonly gateDb: number | null;
  readonly bypassed: boolean;
  /** Controls of the model that is heard, by name. */
  readonly controls: ControlValues;
}

const CONTROL_PREFIX = 'control.';
const OUTPUT_MODES: readonly OutputMode[] = ['raw', 'normalized', 'calibrated'];

/** Reads a setup from the part of an address behind `#`. Unknown names and values get defaults; numbers are clamped. */
export function setupFromHash(hash: string, models: readonly BuiltinModel[]): Setup {
  const fields = new URLSearchParams(hash.replace(/^#/, ''));
  const modelAt = (key: string) => {
    const index = models.findIndex(({ id }) => id === fields.get(key));
    return index === -1 ? null : index;
  };
  const number = <T extends number | null>(key: string, least: number, most: number, otherwise: T) => {
    const value = Number.parseFloat(fields.get(key) ?? '');
    return Number.isFinite(value) ? Math.min(most, Math.max(least, value)) : otherwise;
  };
  const oneOf = <T extends string>(key: string, values: readonly T[], otherwise: T) =>
    values.find((value) => value === fields.get(key)) ?? otherwise;
  const otherModel = modelAt('with');
  const controls = [...fields]
    .filter(([key, value]) => key.startsWith(CONTROL_PREFIX) && Number.isFinite(Number.parseFloat(value)))
    .map(([key, value]): [string, number] => [key.slice(CONTROL_PREFIX.length), Number.parseFloat(value)]);
  return {
    model: modelAt('model') ?? 0,
    otherModel,
    blend: otherModel === null ? 0 : number('blend', 0, 1, 0),
    clipId: oneOf(
      'sound',
      BUILTIN_SOUNDS.map(({ id }) => id),
      INITIAL_STATE.clipId,
    ),
    driveDb: number('drive', -24, 24, DEFAULT_DRIVE_DB),
    levelDb: number('level', LEAST_LEVEL_DB, MOST_LEVEL_DB, null),
    mix: number('mix', 0, 1, 1),
    outputMode: oneOf('output', OUTPUT_MODES, 'normalized'),
    cabinetId: oneOf(
      'cabinet',
      CABINETS.map(({ id }) => id),
      'none',
    ),
    gateDb: fields.has('gate') ? number('gate', -80, -20, -55) : null,
    bypassed: fields.get('model-off') === '1',
    controls: Object.fromEntries(controls),
  };
}

/** Fields that say what the rig is: without any of them an address is that of the page alone. */
const RIG_FIELDS = ['model', 'with', 'drive', 'level', 'mix', 'output', 'cabinet', 'gate', 'model-off'];

/** Whether the part of an address behind `#` has a setup, and is more than the name of a place on the page. */
export function hasSetup(hash: string): boolean {
  const fields = new URLSearchParams(hash.replace(/^#/, ''));
  return [...fields.keys()].some((key) => RIG_FIELDS.includes(key) || key.startsWith(CONTROL_PREFIX));
}

/** The values whose controls a model has, clamped to their ranges. */
export function controlsWithin(values: ControlValues, controls: readonly Control[]): ControlValues {
  return Object.fromEntries(
    controls
      .filter(({ name }) => name in values)
      .map(({ name, minimum, maximum }) => [name, Math.min(maximum, Math.max(minimum, values[name]))]),
  );
}
