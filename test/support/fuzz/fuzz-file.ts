import fc from 'fast-check';
import { encodeFile } from '../make-wavenet.js';
import { fitWeights, mutate, mutation } from '../mutations.js';
import { NAM_FILES, NATIVE_FILES, ONNX_FILES, OTHER_JSON_FILES } from './bases.js';
import { putTogether, takeApart } from './native-file.js';
import { nativeGraphFile } from './native-mutations.js';
import { Random } from './random.js';
import { randomOnnx } from './random-onnx.js';

/** A file that somebody spoiled, and how. */
export interface FuzzFile {
  readonly kind: keyof typeof MAKERS;
  readonly bytes: Uint8Array;
}

const MAKERS = {
  nam: (random: Random) => changedJson(random, NAM_FILES),
  json: (random: Random) => changedJson(random, OTHER_JSON_FILES),
  nativeJson: changedNative,
  nativeGraph: nativeGraphFile,
  onnxGraph: randomOnnx,
  bytes: changedBytes,
};

const KINDS = Object.keys(MAKERS) as FuzzFile['kind'][];

/** The spoiled file of a seed: of every format in turn. */
export function fuzzFile(seed: number): FuzzFile {
  const kind = KINDS[seed % KINDS.length];
  return { kind, bytes: MAKERS[kind](new Random(seed)) };
}

/** A file whose values were changed, its weights made huge in some. */
function changedJson(random: Random, files: readonly (() => object)[]): Uint8Array {
  const file = random.pick(files)();
  if (random.chance(0.3)) scaleNumbers(file, random);
  if (random.chance(0.8)) changeJson(file, random);
  if (random.chance(0.5)) fitWeights(file, random.integer(0, 1000));
  return encodeFile(file);
}

function changedNative(random: Random): Uint8Array {
  const file = takeApart(random.pick(NATIVE_FILES));
  changeJson(file.json, random);
  return putTogether(file);
}

/** A file of any format, some of whose bytes were changed, and that may break off. */
function changedBytes(random: Random): Uint8Array {
  const originals = [...NATIVE_FILES, ...ONNX_FILES, ...ONNX_FILES];
  const bytes = random.chance(0.3)
    ? encodeFile(random.pick([...NAM_FILES, ...OTHER_JSON_FILES])())
    : random.chance(0.4)
      ? randomOnnx(random)
      : random.pick(originals).slice();
  const head = random.chance(0.7) ? Math.min(2000, bytes.length) : bytes.length;
  for (let n = random.integer(0, 4); n > 0; n--) bytes[random.integer(4, head - 1)] = random.integer(0, 255);
  return random.chance(0.2) ? bytes.subarray(0, random.integer(0, bytes.length)) : bytes;
}

function changeJson(file: object, random: Random): void {
  const list = fc.array(mutation, { minLength: 1, maxLength: 3 });
  for (const change of fc.sample(list, { seed: random.integer(0, 2 ** 31 - 1), numRuns: 1 })[0]) mutate(file, change);
}

/** Multiplies a run of the numbers in the file's longest list. */
function scaleNumbers(file: object, random: Random): void {
  const list = longestList(file);
  const factor = 10 ** random.pick([-44, -20, -6, 2, 3, 6, 12, 20, 38, 300]);
  const start = random.integer(0, list.length - 1);
  const end = Math.min(list.length, start + random.pick([1, 10, list.length]));
  for (let n = start; n < end; n++) list[n] *= factor;
}

function longestList(value: unknown): number[] {
  if (typeof value !== 'object' || value === null) return [];
  if (Array.isArray(value) && value.every((item) => typeof item === 'number')) return value;
  return Object.values(value)
    .map(longestList)
    .reduce((longest, list) => (list.length > longest.length ? list : longest), []);
}
