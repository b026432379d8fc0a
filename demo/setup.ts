import type { OutputMode } from '../src/index.js';
import type { BuiltinModel } from './builtin-models.js';
import type { Session } from './session/session.js';
import { BUILTIN_SOUNDS } from './sound/builtin-sounds.js';
import { CABINETS } from './sound/cabinets.js';
import { type DemoState, heardSlot, INITIAL_STATE, NO_CABINET } from './state.js';

/** What a link can bring back: built-in models and sounds, and where the knobs were. */
export interface Setup {
  /** Places among the built-in models. */
  readonly model: number;
  readonly otherModel: number | null;
  readonly blend: number;
  readonly clipId: string;
  readonly driveDb: number;
  /** Null for where the model's knob starts. */
  readonly levelDb: number | null;
  readonly mix: number;
  readonly outputMode: OutputMode;
  readonly cabinetId: string;
  readonly gateDb: number | null;
  readonly bypassed: boolean;
  /** Controls of the model that is heard, by name. */
  readonly controls: Readonly<Record<string, number>>;
}

const CONTROL_PREFIX = 'control.';
const OUTPUT_MODES: readonly OutputMode[] = ['raw', 'normalized', 'calibrated'];

/** What an address asks for. Whatever in it makes no sense is left out. */
export function setupFromHash(hash: string, models: readonly BuiltinModel[]): Setup {
  const asked = new URLSearchParams(hash.replace(/^#/, ''));
  const place = (key: string) => models.findIndex(({ id }) => id === asked.get(key));
  const number = <T extends number | null>(key: string, least: number, most: number, otherwise: T) => {
    const value = Number.parseFloat(asked.get(key) ?? '');
    return Number.isFinite(value) ? Math.min(most, Math.max(least, value)) : otherwise;
  };
  const oneOf = <T extends string>(key: string, values: readonly T[], otherwise: T) =>
    values.find((value) => value === asked.get(key)) ?? otherwise;
  const other = place('with');
  const controls = [...asked]
    .filter(([key, value]) => key.startsWith(CONTROL_PREFIX) && Number.isFinite(Number.parseFloat(value)))
    .map(([key, value]): [string, number] => [key.slice(CONTROL_PREFIX.length), Number.parseFloat(value)]);
  return {
    model: Math.max(0, place('model')),
    otherModel: other < 0 ? null : other,
    blend: other < 0 ? 0 : number('blend', 0, 1, 0),
    clipId: oneOf(
      'sound',
      BUILTIN_SOUNDS.map(({ id }) => id),
      INITIAL_STATE.clipId,
    ),
    driveDb: number('drive', -24, 24, INITIAL_STATE.driveDb),
    levelDb: number('level', -36, 24, null),
    mix: number('mix', 0, 1, INITIAL_STATE.mix),
    outputMode: oneOf('output', OUTPUT_MODES, INITIAL_STATE.outputMode),
    cabinetId: oneOf(
      'cabinet',
      CABINETS.map(({ id }) => id),
      NO_CABINET.id,
    ),
    gateDb: asked.has('gate') ? number('gate', -80, -20, -55) : null,
    bypassed: asked.get('model-off') === '1',
    controls: Object.fromEntries(controls),
  };
}

/** The part of an address behind `#` that brings a state back; what stands where it starts is left out. */
export function hashOf(state: DemoState, models: readonly BuiltinModel[]): string {
  const { slots, blend, clipId, driveDb, mix, outputMode, cabinet, gateDb, bypassed } = state;
  const heard = slots[heardSlot(state)];
  const asked = new URLSearchParams();
  const add = (key: string, value: string | number, usual?: string | number) => {
    if (value !== usual) asked.set(key, typeof value === 'number' ? String(Number(value.toFixed(3))) : value);
  };
  const model = models[slots.a.model?.builtinIndex ?? -1];
  const other = models[slots.b.model?.builtinIndex ?? -1];
  if (model) add('model', model.id);
  if (other) add('with', other.id);
  if (other) add('blend', blend, 0);
  add('sound', clipId);
  add('drive', driveDb, INITIAL_STATE.driveDb);
  add('level', heard.levelDb, models[heard.model?.builtinIndex ?? -1]?.levelDb ?? 0);
  add('mix', mix, INITIAL_STATE.mix);
  add('output', outputMode, INITIAL_STATE.outputMode);
  if (cabinet.id !== 'file') add('cabinet', cabinet.id, NO_CABINET.id);
  if (gateDb !== null) add('gate', gateDb);
  if (bypassed) add('model-off', 1);
  for (const { name, default: usual } of heard.model?.info.controls ?? []) {
    add(`${CONTROL_PREFIX}${name}`, heard.controls[name] ?? usual, usual);
  }
  return `#${asked}`;
}

/** Brings a session to a setup. */
export async function applySetup(session: Session, setup: Setup): Promise<void> {
  const { tone, models, sources } = session;
  tone.setDriveDb(setup.driveDb);
  tone.setMix(setup.mix);
  tone.setOutputMode(setup.outputMode);
  tone.setGateDb(setup.gateDb);
  tone.chooseCabinet(setup.cabinetId);
  if (setup.bypassed !== session.store.value.bypassed) tone.toggleBypass();
  const model = models.chooseBuiltin(setup.model, 'a');
  await sources.chooseClip(setup.clipId);
  await model;
  if (setup.otherModel !== null && (await models.chooseBuiltin(setup.otherModel, 'b'))) models.setBlend(setup.blend);
  if (setup.levelDb !== null) models.setLevelDb(setup.levelDb);
  const heard = session.store.value.slots[heardSlot(session.store.value)];
  for (const { name, minimum, maximum } of heard.model?.info.controls ?? []) {
    const value = setup.controls[name];
    if (value !== undefined) models.setControl(name, Math.min(maximum, Math.max(minimum, value)));
  }
}
