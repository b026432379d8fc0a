import type { Control, ControlValues, OutputMode } from '../src/index.js';
import { type BuiltinModel, builtinOf } from './builtin-models.js';
import { cabinetOf } from './rig-addresses.js';
import { comparison, firstBlock, firstCabinet, heardModel } from './rig-selectors.js';
import { BUILTIN_SOUNDS } from './sound/builtin-sounds.js';
import { CABINETS } from './sound/cabinets.js';
import { DEFAULT_DRIVE_DB, type DemoState, INITIAL_STATE, LEAST_LEVEL_DB, MOST_LEVEL_DB } from './state.js';

/** What the address of the small player contains, and links of earlier versions: built-in models and sounds, and knobs. */
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

/** Writes what the small player knows of a state as the part of an address behind `#`. Fields at their default are left out. */
export function hashOf(state: DemoState, models: readonly BuiltinModel[]): string {
  const { rig, clipId } = state;
  const compared = comparison(state);
  const heard = heardModel(state);
  const { inputDb = 0, outputDb = 0, mix = 1, level = 'normalized', controls = {} } = heard?.block ?? {};
  const fields = new URLSearchParams();
  const add = (key: string, value: string | number, usual?: string | number) => {
    if (value !== usual) fields.set(key, typeof value === 'number' ? String(Number(value.toFixed(3))) : value);
  };
  const shown = heard?.state?.model ?? null;
  const model = builtinOf(compared?.a?.state?.model ?? shown, models);
  const other = builtinOf(compared?.b?.state?.model ?? null, models);
  if (model) add('model', model.id);
  if (compared && other) {
    add('with', other.id);
    add('blend', compared.blend, 0);
  }
  add('sound', clipId);
  add('drive', inputDb, DEFAULT_DRIVE_DB);
  add('level', outputDb, builtinOf(shown, models)?.levelDb ?? 0);
  add('mix', mix, 1);
  add('output', level, 'normalized');
  const cabinet = firstCabinet(rig.document);
  const builtin = cabinet && !cabinet.bypass ? cabinetOf(cabinet.response) : null;
  if (builtin) add('cabinet', builtin.id);
  const gate = firstBlock(rig.document, 'gate');
  if (gate?.type === 'gate' && !gate.bypass) add('gate', Number(gate.thresholdDb ?? -65));
  if (rig.bypassed) add('model-off', 1);
  for (const { name, default: usual } of shown?.info.controls ?? []) {
    add(`${CONTROL_PREFIX}${name}`, controls[name] ?? usual, usual);
  }
  return `#${fields}`;
}

/** The values whose controls a model has, clamped to their ranges. */
export function controlsWithin(values: ControlValues, controls: readonly Control[]): ControlValues {
  return Object.fromEntries(
    controls
      .filter(({ name }) => name in values)
      .map(({ name, minimum, maximum }) => [name, Math.min(maximum, Math.max(minimum, values[name]))]),
  );
}
