import { DilatoneError } from '../../errors.js';
import { expectAtMost } from '../../model/limits.js';
import { expectObject, malformed } from '../../model/untrusted.js';
import { readText } from '../document/read-block.js';

/** A parameter of a block, or `gainDb` of `input` or `output`. */
export interface ParameterTarget {
  /** Id of a block, `input` or `output`. */
  readonly id: string;
  /** Name in `BLOCK_PARAMETERS`. */
  readonly parameter: string;
}

/** Whether sound passes a block by. */
export interface BypassTarget {
  /** Id of a block. */
  readonly id: string;
  readonly bypass: true;
  /**
   * `toggle`, the default: each press changes it. `momentary`: the block sounds as long as the switch is held (values from 64 on), and
   * is bypassed otherwise; also for pedals that lock.
   */
  readonly mode?: 'toggle' | 'momentary';
}

/** What a controller or a note can move. */
export type MidiTarget = ParameterTarget | BypassTarget;

/** A knob or pedal for a parameter. */
export interface ParameterMapping extends ParameterTarget {
  /** Number of the controller, 0 … 127. */
  readonly controller: number;
  /** 1 … 16; default: all. */
  readonly channel?: number;
  /** 14: the controller, 0 … 31, has a fine part in the one 32 above it. Default 7. */
  readonly bits?: 7 | 14;
  /** Value at its lower end, in the parameter's unit; default: the parameter's own. It may be above `maximum`. */
  readonly minimum?: number;
  /** Value at its upper end; default: the parameter's own. */
  readonly maximum?: number;
  /** Default: the parameter's own scale. */
  readonly curve?: 'linear' | 'log';
}

/** A switch for a bypass: a controller or a note. */
export type BypassMapping = BypassTarget & {
  /** 1 … 16; default: all. */
  readonly channel?: number;
} & (
    | { /** Number of the controller, 0 … 127. */ readonly controller: number; readonly note?: undefined }
    | { /** Number of the note, 0 … 127. */ readonly note: number; readonly controller?: undefined }
  );

/** What moves what: plain JSON. */
export type MidiMapping = ParameterMapping | BypassMapping;

/** Mappings of one rig, at most. */
const MOST_MAPPINGS = 1024;

/**
 * Reads mappings that come from anywhere; drops what it does not know. Blocks need not be there: whether an id or a parameter
 * exists shows only when it is moved. DilatoneError `malformed` with the place, or `limit` for more than 1024.
 */
export function readMappings(value: unknown, where = 'mappings'): MidiMapping[] {
  if (!Array.isArray(value)) throw malformed(where, 'a list of mappings', value);
  expectAtMost(MOST_MAPPINGS, 'mappings', value.length, where);
  return Array.from(value, (one: unknown, i) => readMapping(one, `${where}[${i}]`));
}

/** What two mappings of the same target have in common. */
export function targetKey(target: MidiTarget): string {
  return JSON.stringify([target.id, 'bypass' in target ? null : target.parameter]);
}

/** Reads what is to be moved. DilatoneError `malformed` with the place. */
export function readTarget(value: unknown, where: string): MidiTarget {
  const { id, bypass, mode, parameter } = expectObject(value, where);
  const base = { id: readText(id, `${where}.id`) };
  if (bypass === undefined) return { ...base, parameter: readText(parameter, `${where}.parameter`) };
  if (bypass !== true) throw malformed(`${where}.bypass`, 'true', bypass);
  if (parameter !== undefined) throw malformed(where, 'a parameter or a bypass', 'both');
  return { ...base, bypass, ...(mode !== undefined && { mode: readOneOf(mode, `${where}.mode`, MODES) }) };
}

const MODES = ['toggle', 'momentary'] as const;
const CURVES = ['linear', 'log'] as const;
const BITS = [7, 14] as const;

function readMapping(value: unknown, where: string): MidiMapping {
  const given = expectObject(value, where);
  const target = readTarget(given, where);
  const { channel } = given;
  const base = channel === undefined ? {} : { channel: readInteger(channel, `${where}.channel`, 1, 16) };
  return 'bypass' in target
    ? ({ ...readSwitch(given, where), ...base, ...target } as BypassMapping)
    : { ...readKnob(given, where), ...base, ...target };
}

function readSwitch({ controller, note }: Record<string, unknown>, where: string): object {
  if (controller !== undefined && note !== undefined) throw malformed(where, 'a controller or a note', 'both');
  if (note !== undefined) return { note: readInteger(note, `${where}.note`, 0, 127) };
  return { controller: readInteger(controller, `${where}.controller`, 0, 127) };
}

type Knob = Omit<ParameterMapping, 'id' | 'parameter' | 'channel'>;

function readKnob({ controller, bits, minimum, maximum, curve }: Record<string, unknown>, where: string): Knob {
  const most = bits === 14 ? 31 : 127;
  return {
    controller: readInteger(controller, `${where}.controller`, 0, most),
    ...(bits !== undefined && { bits: readOneOf(bits, `${where}.bits`, BITS) }),
    ...(minimum !== undefined && { minimum: readNumber(minimum, `${where}.minimum`) }),
    ...(maximum !== undefined && { maximum: readNumber(maximum, `${where}.maximum`) }),
    ...(curve !== undefined && { curve: readOneOf(curve, `${where}.curve`, CURVES) }),
  };
}

function readInteger(value: unknown, where: string, least: number, most: number): number {
  if (Number.isInteger(value) && (value as number) >= least && (value as number) <= most) return value as number;
  throw malformed(where, `a whole number from ${least} to ${most}`, value);
}

function readNumber(value: unknown, where: string): number {
  if (Number.isFinite(value)) return value as number;
  throw malformed(where, 'a finite number', value);
}

function readOneOf<Value extends string | number>(value: unknown, where: string, values: readonly Value[]): Value {
  const found = values.find((one) => one === value);
  if (found !== undefined) return found;
  throw new DilatoneError('malformed', where, `expected ${values.join(' or ')}, got ${String(value).slice(0, 40)}`);
}
