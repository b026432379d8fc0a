import * as v from 'valibot';
import { expectAtMost, expectWithinLimits, type ModelLimits } from '../../model/limits.js';
import type { Model, ModelMetadata } from '../../model/model.js';
import { SizedModel } from '../../model/sized-model.js';
import { NetworkBuilder } from '../../network/builder.js';
import type { Network } from '../../network/network.js';
import { WorkBudget } from '../../network/work-budget.js';
import {
  ASSUMED_RATE_HZ,
  anything,
  assumedRateWarning,
  describe,
  type Fields,
  fieldsOf,
  level,
  malformed,
  number,
  object,
  placeIn,
  statedRate,
  text,
  unsupported,
  validate,
  withoutGaps,
} from '../reading/json.js';
import type { NamFile, NamNetwork, ReadArchitecture } from './architecture.js';
import { readContainer } from './container.js';
import { readConvNet } from './convnet.js';
import { readLinear } from './linear.js';
import { readLstm } from './lstm.js';
import { readWaveNet } from './wavenet.js';

const ARCHITECTURES = new Map<string, ReadArchitecture>([
  ['WaveNet', readWaveNet],
  ['ConvNet', readConvNet],
  ['Linear', readLinear],
  ['LSTM', readLstm],
  ['SlimmableContainer', readContainer],
]);

/** The newest file version whose options are all known. Later patches of it load with a warning. */
const NEWEST = { major: 0, minor: 7, patch: 0 };

/** The oldest minor version of major version 0 that is read. */
const OLDEST_MINOR = 5;

/** Whether a JSON value is meant as a `.nam` file, however broken it is. */
export function isNam(json: unknown): json is object {
  if (typeof json !== 'object' || json === null) return false;
  return 'architecture' in json || ('version' in json && 'config' in json);
}

/** Reads a `.nam` file by the rules of NeuralAmpModelerCore 0.5.5. */
export function parseNam(json: object, limits: ModelLimits): Model {
  const file = new NamReader(limits).read(json, '');
  const { version, architecture, sampleRate, network, metadata } = file;
  const rateHz = sampleRate ?? ASSUMED_RATE_HZ;
  refuseLargeSubmodels(file, rateHz, limits, new WorkBudget(limits.work));
  const sizes = file.sizes ?? [{ from: 0, network }];
  const options = sizes.map(({ from, network }) => ({
    from,
    build: () => build(network, rateHz, new WorkBudget(limits.work)),
  }));
  const info = {
    format: 'nam',
    formatVersion: version,
    architecture,
    sampleRateKnown: sampleRate !== null,
    parameters: network.parameters,
    layers: network.layers,
    metadata,
    warnings: sampleRate === null ? [...file.warnings, assumedRateWarning()] : file.warnings,
  };
  return new SizedModel(options, info, limits, 'config');
}

function build(network: NamNetwork, sampleRateHz: number, work: WorkBudget): Network {
  const builder = new NetworkBuilder(sampleRateHz, network.inputs, 0, work.spendOp);
  return builder.build(network.lower(builder, builder.input));
}

/**
 * Refuses a container if any of its models exceeds the limits. Other files need no such check: their smaller sizes are
 * parts of the default one.
 */
function refuseLargeSubmodels(
  { architecture, nested = [] }: NamFile,
  rateHz: number,
  limits: ModelLimits,
  work: WorkBudget,
): void {
  if (architecture !== 'SlimmableContainer') return;
  for (const file of nested) {
    refuseLargeSubmodels(file, rateHz, limits, work);
    expectWithinLimits(build(file.network, rateHz, work), limits, placeIn(file.where, 'config'));
  }
}

const namSchema = object({
  version: v.string('a version such as "0.5.4"'),
  architecture: v.string('the name of an architecture'),
  config: v.unknown(),
  weights: anything,
  sample_rate: anything,
  metadata: anything,
});

/** Reads a `.nam` file and the files nested in it, and counts them. */
class NamReader {
  readonly #limits: ModelLimits;
  #models = 0;
  #nesting = 0;

  constructor(limits: ModelLimits) {
    this.#limits = limits;
  }

  /** `where` is the place in the outermost file; empty for that file itself. */
  read(json: unknown, where: string): NamFile {
    const limits = this.#limits;
    expectAtMost(limits.models, 'models', ++this.#models, where || 'file');
    expectAtMost(limits.modelNesting, 'models within one another', ++this.#nesting, where || 'file');
    const { version, architecture, config, weights, sample_rate, metadata } = validate(namSchema, json, where);
    const versionWarnings = checkVersion(version, placeIn(where, 'version'));
    const readArchitecture = ARCHITECTURES.get(architecture);
    if (!readArchitecture) {
      const known = [...ARCHITECTURES.keys()].join(', ');
      return unsupported(placeIn(where, 'architecture'), known, describe(architecture));
    }
    const ownRate = statedRate(sample_rate, placeIn(where, 'sample_rate'));
    const readNested = (inner: unknown, place: string) => this.read(inner, place);
    const part = readArchitecture({ config, weights, where, limits, readNested });
    this.#nesting--;
    const nested = part.nested ?? [];
    return {
      ...part,
      where,
      version,
      architecture,
      sampleRate: commonRate(ownRate, nested),
      metadata: { ...part.metadata, ...readMetadata(metadata) },
      warnings: [...versionWarnings, ...(part.warnings ?? []), ...nested.flatMap(({ warnings }) => warnings)],
    };
  }
}

/** Refuses versions that are not read. Returns a warning about versions that may contain unknown options. */
function checkVersion(version: string, where: string): string[] {
  const numbers = /^(\d{1,6})\.(\d{1,6})\.(\d{1,6})(?:[-+][\w.+-]{1,40})?$/.exec(version)?.slice(1).map(Number);
  if (!numbers) malformed(where, 'a version such as "0.5.4"', describe(version));
  const [major, minor, patch] = numbers;
  if (major !== NEWEST.major || minor < OLDEST_MINOR || minor > NEWEST.minor) {
    unsupported(where, `0.${OLDEST_MINOR}.0 to 0.${NEWEST.minor}.x`, version);
  }
  if (minor < NEWEST.minor || patch <= NEWEST.patch) return [];
  const newest = `${NEWEST.major}.${NEWEST.minor}.${NEWEST.patch}`;
  return [`The file's ${where}, ${version}, is newer than ${newest}: options added since then are ignored.`];
}

/** The sample rate of a file and its nested files. Any of them may leave it out, but no two may differ. */
function commonRate(own: number | null, nested: readonly NamFile[]): number | null {
  let common = own;
  for (const { sampleRate, where } of nested) {
    if (sampleRate === null) continue;
    common ??= sampleRate;
    if (sampleRate !== common) {
      malformed(`${where}.sample_rate`, `${common}, the rate of the other models in the file`, sampleRate);
    }
  }
  return common;
}

function readMetadata(metadata: unknown): ModelMetadata {
  const fields = fieldsOf(metadata);
  const training = fieldsOf(fields.training);
  return withoutGaps({
    name: text(fields.name),
    modeledBy: text(fields.modeled_by),
    gearType: text(fields.gear_type),
    gearMake: text(fields.gear_make),
    gearModel: text(fields.gear_model),
    toneType: text(fields.tone_type),
    date: readDate(fieldsOf(fields.date)),
    loudnessDb: level(fields.loudness),
    gain: level(fields.gain),
    inputLevelDbu: level(fields.input_level_dbu),
    outputLevelDbu: level(fields.output_level_dbu),
    validationEsr: number(training.validation_esr, 0, Number.MAX_VALUE),
  });
}

/** ISO 8601 from `{ year, month, day, hour, minute, second }`; without a time if that is incomplete. */
function readDate({ year, month, day, hour, minute, second }: Fields): string | undefined {
  const date = [digits(year, 1, 9999, 4), digits(month, 1, 12, 2), digits(day, 1, 31, 2)];
  const time = [digits(hour, 0, 23, 2), digits(minute, 0, 59, 2), digits(second, 0, 60, 2)];
  if (date.includes(undefined)) return undefined;
  return time.includes(undefined) ? date.join('-') : `${date.join('-')}T${time.join(':')}`;
}

/** An integer within its range, padded with zeros to a number of digits. */
function digits(value: unknown, least: number, most: number, length: number): string | undefined {
  return Number.isInteger(value) ? number(value, least, most)?.toString().padStart(length, '0') : undefined;
}
