import { DilatoneError } from '../../errors.js';
import { BLOCK_PARAMETERS, type BlockParameter } from '../../live/rig/block-parameters.js';
import { expectAtMost } from '../../model/limits.js';
import { expectNumbers, expectObject, malformed, nameOfValue } from '../../model/untrusted.js';
import type { FileReference, RigBlock } from './rig-document.js';

/** Blocks of a rig, at most, and how deep splits may lie in one another. */
const MOST_BLOCKS = 64;
const MOST_DEPTH = 4;
/** Characters of a name, at most, and of an address. */
const MOST_NAME = 200;
const MOST_ADDRESS = 65_536;
/** Longest response in seconds. */
const MOST_SECONDS = 10;
/** Controls of a model, at most. */
const MOST_CONTROLS = 256;

/** The fields of each type of block that are no parameters, and how they are read. */
const FIELDS: Readonly<Record<string, Readonly<Record<string, (value: unknown, where: string) => unknown>>>> = {
  model: {
    model: readReference,
    level: oneOf('raw', 'normalized', 'calibrated'),
    oversampling: oneOf(1, 2, 4),
    size: between(0, 1),
    tanh: oneOf('exact', 'fast'),
    controls: readControls,
  },
  cabinet: { response: readReference, lengthSeconds: between(0.001, MOST_SECONDS), normalize: readBoolean },
  split: { align: readBoolean },
};

/** Fields without which a block is none. */
const REQUIRED: Readonly<Record<string, string>> = { model: 'model', cabinet: 'response', split: 'paths' };

/** Reads the blocks of a rig: checks them, and gives each that has none an id. */
export class BlockReader {
  readonly #ids = new Set<string>();
  readonly #unnamed: { id?: string; type: string }[] = [];
  #count = 0;

  /** Reads all blocks. DilatoneError `malformed`, `unsupported` or `limit` where one is wrong. */
  read(blocks: unknown, where: string): RigBlock[] {
    const read = this.#readList(blocks, where, 0);
    // After all ids that are given are known.
    for (const block of this.#unnamed) block.id = this.#freeId(block.type);
    return read;
  }

  #readList(blocks: unknown, where: string, depth: number): RigBlock[] {
    if (!Array.isArray(blocks)) throw malformed(where, 'a list of blocks', blocks);
    expectAtMost(MOST_BLOCKS, 'blocks', blocks.length, where);
    return Array.from(blocks, (block: unknown, i) => this.#readOne(block, `${where}[${i}]`, depth));
  }

  #readOne(value: unknown, where: string, depth: number): RigBlock {
    const given = expectObject(value, where);
    this.#count++;
    expectAtMost(MOST_BLOCKS, 'blocks', this.#count, where);
    const type = readType(given.type, `${where}.type`);
    const fields = FIELDS[type] ?? {};
    const block: Record<string, unknown> & { type: string } = { type };
    this.#readBase(block, given, where);
    for (const parameter of BLOCK_PARAMETERS[type as keyof typeof BLOCK_PARAMETERS] as readonly BlockParameter[]) {
      const number = given[parameter.name];
      if (number !== undefined) block[parameter.name] = readParameter(number, `${where}.${parameter.name}`, parameter);
    }
    for (const [name, read] of Object.entries(fields)) {
      if (given[name] !== undefined) block[name] = read(given[name], `${where}.${name}`);
    }
    const required = REQUIRED[type];
    if (required !== undefined && given[required] === undefined)
      throw malformed(`${where}.${required}`, 'a value', undefined);
    if (type === 'split') block.paths = this.#readPaths(given.paths, `${where}.paths`, depth + 1);
    return block as unknown as RigBlock;
  }

  #readBase(block: Record<string, unknown> & { type: string }, given: Record<string, unknown>, where: string): void {
    const { id, name, bypass } = given;
    if (id === undefined) this.#unnamed.push(block);
    else {
      const text = readText(id, `${where}.id`);
      if (text === '' || text === 'input' || text === 'output') throw malformed(`${where}.id`, 'another id', text);
      if (this.#ids.has(text)) throw malformed(`${where}.id`, 'an id that no other block has', text);
      this.#ids.add(text);
      block.id = text;
    }
    if (name !== undefined) block.name = readText(name, `${where}.name`);
    if (bypass !== undefined) block.bypass = readBoolean(bypass, `${where}.bypass`);
  }

  #readPaths(paths: unknown, where: string, depth: number): unknown {
    if (depth > MOST_DEPTH)
      throw new DilatoneError('limit', where, `expected splits at most ${MOST_DEPTH} deep, got deeper`);
    if (!(Array.isArray(paths) && paths.length === 2)) throw malformed(where, 'a list of two paths', paths);
    return paths.map((path, i) => this.#readList(path, `${where}[${i}]`, depth));
  }

  #freeId(type: string): string {
    let id = type;
    for (let n = 2; this.#ids.has(id); n++) id = `${type}-${n}`;
    this.#ids.add(id);
    return id;
  }
}

/** Checks a parameter of a block that is to be set. RangeError for an unknown name or a value out of range. */
export function expectParameter(block: RigBlock, name: string, value: number): void {
  const parameters = BLOCK_PARAMETERS[block.type] as readonly BlockParameter[];
  const parameter = parameters.find((one) => one.name === name);
  if (parameter === undefined) {
    const names = parameters.map((one) => one.name).join(', ');
    throw new RangeError(`${block.id}: expected ${names || 'no parameter'}, got ${name}`);
  }
  expectInRange(value, `${block.id}.${name}`, parameter);
}

/** Throws a RangeError unless a value is a number in a parameter's range. No text, and no null: both would compare as numbers. */
export function expectInRange(value: number, where: string, { minimum, maximum }: BlockParameter): void {
  if (typeof value === 'number' && value >= minimum && value <= maximum) return;
  throw new RangeError(`${where}: expected ${minimum} to ${maximum}, got ${nameOfValue(value)}`);
}

function readParameter(value: unknown, where: string, { minimum, maximum }: BlockParameter): number {
  return between(minimum, maximum)(value, where);
}

function readType(type: unknown, where: string): string {
  if (typeof type === 'string' && Object.hasOwn(BLOCK_PARAMETERS, type)) return type;
  if (typeof type !== 'string') throw malformed(where, 'a type of block', type);
  const known = Object.keys(BLOCK_PARAMETERS).join(', ');
  throw new DilatoneError('unsupported', where, `expected ${known}, got ${type}; a later version may know it`);
}

function readReference(value: unknown, where: string): FileReference {
  if (typeof value === 'string') return { url: readAddress(value, where) };
  const { url, sha256, name } = expectObject(value, where);
  if (url === undefined && sha256 === undefined) throw malformed(where, 'an address or a hash', undefined);
  if (sha256 !== undefined && !(typeof sha256 === 'string' && /^[0-9a-f]{64}$/.test(sha256))) {
    throw malformed(`${where}.sha256`, '64 hexadecimal digits in lower case', sha256);
  }
  return {
    ...(url !== undefined && { url: readAddress(url, `${where}.url`) }),
    ...(sha256 !== undefined && { sha256: sha256 as string }),
    ...(name !== undefined && { name: readText(name, `${where}.name`) }),
  };
}

function readAddress(value: unknown, where: string): string {
  if (typeof value !== 'string' || value === '') throw malformed(where, 'an address', value === '' ? 'none' : value);
  expectAtMost(MOST_ADDRESS, 'characters', value.length, where);
  return value;
}

/** A text of one line. DilatoneError for anything else. */
export function readText(value: unknown, where: string): string {
  if (typeof value !== 'string') throw malformed(where, 'a string', value);
  expectAtMost(MOST_NAME, 'characters', value.length, where);
  return value;
}

/** A boolean. DilatoneError for anything else. */
export function readBoolean(value: unknown, where: string): boolean {
  if (typeof value === 'boolean') return value;
  throw malformed(where, 'true or false', value);
}

/** Reads a number in a range. */
export function between(minimum: number, maximum: number): (value: unknown, where: string) => number {
  return (value, where) => {
    if (typeof value === 'number' && value >= minimum && value <= maximum) return value;
    throw malformed(where, `${minimum} to ${maximum}`, value);
  };
}

function readControls(value: unknown, where: string): Readonly<Record<string, number>> {
  expectAtMost(MOST_CONTROLS, 'controls', Object.keys(expectObject(value, where)).length, where);
  return expectNumbers(value, where);
}

function oneOf(...values: readonly (string | number)[]): (value: unknown, where: string) => string | number {
  return (value, where) => {
    const found = values.find((one) => one === value);
    if (found !== undefined) return found;
    throw malformed(where, values.join(' or '), value);
  };
}
