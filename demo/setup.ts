import type { Control, ControlValues, OutputMode } from '../src/index.js';
import { type BuiltinModel, builtinOf } from './builtin-models.js';
import { BUILTIN_SOUNDS } from './sound/builtin-sounds.js';
import { CABINETS } from './sound/cabinets.js';
import { type DemoState, heardSlot, INITIAL_STATE, LEAST_LEVEL_DB, NO_CABINET } from './state.js';

/** What a link contains: built-in models and sounds, and the positions of the knobs. */
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
    driveDb: number('drive', -24, 24, INITIAL_STATE.driveDb),
    levelDb: number('level', LEAST_LEVEL_DB, 24, null),
    mix: number('mix', 0, 1, INITIAL_STATE.mix),
    outputMode: oneOf('output', OUTPUT_MODES, INITIAL_STATE.outputMode),
    cabinetId: oneOf(
      'cabinet',
      CABINETS.map(({ id }) => id),
      NO_CABINET.id,
    ),
    gateDb: fields.has('gate') ? number('gate', -80, -20, -55) : null,
    bypassed: fields.get('model-off') === '1',
    controls: Object.fromEntries(controls),
  };
}

/** Writes a state as the part of an address behind `#`. Fields at their default are left out. */
export function hashOf(state: DemoState, models: readonly BuiltinModel[]): string {
  const { slots, blend, clipId, driveDb, mix, outputMode, cabinet, gateDb, bypassed } = state;
  const heard = slots[heardSlot(state)];
  const fields = new URLSearchParams();
  const add = (key: string, value: string | number, usual?: string | number) => {
    if (value !== usual) fields.set(key, typeof value === 'number' ? String(Number(value.toFixed(3))) : value);
  };
  const model = builtinOf(slots.a.model, models);
  const other = builtinOf(slots.b.model, models);
  if (model) add('model', model.id);
  if (other) {
    add('with', other.id);
    add('blend', blend, 0);
  }
  add('sound', clipId);
  add('drive', driveDb, INITIAL_STATE.driveDb);
  add('level', heard.levelDb, builtinOf(heard.model, models)?.levelDb ?? 0);
  add('mix', mix, INITIAL_STATE.mix);
  add('output', outputMode, INITIAL_STATE.outputMode);
  if (cabinet.id !== 'file') add('cabinet', cabinet.id, NO_CABINET.id);
  if (gateDb !== null) add('gate', gateDb);
  if (bypassed) add('model-off', 1);
  for (const { name, default: usual } of heard.model?.info.controls ?? []) {
    add(`${CONTROL_PREFIX}${name}`, heard.controls[name] ?? usual, usual);
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
