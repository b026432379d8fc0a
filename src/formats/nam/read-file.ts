import * as v from 'valibot';
import { expectAtMost, type ModelLimits } from '../../model/limits.js';
import { malformed, unsupported } from '../reading/refuse.js';
import { expectRate } from '../reading/sample-rate.js';
import { anything, describe, object, placeIn, validate } from '../reading/schema.js';
import type { NamFile, ReadArchitecture } from './architecture.js';
import { readContainer } from './container.js';
import { readConvNet } from './convnet.js';
import { readLinear } from './linear.js';
import { readLstm } from './lstm.js';
import { readMetadata } from './metadata.js';
import { checkVersion } from './version.js';
import { readWaveNet } from './wavenet.js';

const ARCHITECTURES = new Map<string, ReadArchitecture>([
  ['WaveNet', readWaveNet],
  ['ConvNet', readConvNet],
  ['Linear', readLinear],
  ['LSTM', readLstm],
  ['SlimmableContainer', readContainer],
]);

const namSchema = object({
  version: v.string('a version such as "0.5.4"'),
  architecture: v.string('the name of an architecture'),
  config: v.unknown(),
  weights: anything,
  sample_rate: v.nullish(v.number('a rate in Hz')),
  metadata: anything,
});

/** Reads `.nam` files within one another, and keeps count of them. */
export class NamReader {
  readonly #limits: ModelLimits;
  #models = 0;
  #nesting = 0;

  constructor(limits: ModelLimits) {
    this.#limits = limits;
  }

  /** Reads one file by the rules of NeuralAmpModelerCore 0.5.5; `where` is its place in the file around it. */
  read(json: unknown, where: string): NamFile {
    const limits = this.#limits;
    expectAtMost(limits.models, 'models', ++this.#models, where || 'file');
    expectAtMost(limits.modelNesting, 'models within one another', ++this.#nesting, where || 'file');
    const { version, architecture, config, weights, metadata, ...file } = validate(namSchema, json, where);
    const versionWarnings = checkVersion(version, placeIn(where, 'version'));
    const readArchitecture = ARCHITECTURES.get(architecture);
    if (!readArchitecture) {
      const known = [...ARCHITECTURES.keys()].join(', ');
      return unsupported(placeIn(where, 'architecture'), known, describe(architecture));
    }
    const rate = file.sample_rate ?? null;
    const ownRate = rate === null ? null : expectRate(rate, placeIn(where, 'sample_rate'));
    const readNested = (inner: unknown, place: string) => this.read(inner, place);
    const part = readArchitecture({ config, weights, where, limits, readNested });
    this.#nesting--;
    const nested = part.nested ?? [];
    return {
      ...part,
      where,
      version,
      architecture,
      sampleRate: sharedRate(ownRate, nested),
      metadata: { ...part.metadata, ...readMetadata(metadata) },
      warnings: [...versionWarnings, ...(part.warnings ?? []), ...nested.flatMap(({ warnings }) => warnings)],
    };
  }
}

/** The rate of a file and of those within it, which may leave it unsaid but must not differ. */
function sharedRate(own: number | null, nested: readonly NamFile[]): number | null {
  let shared = own;
  for (const { sampleRate, where } of nested) {
    if (sampleRate === null) continue;
    shared ??= sampleRate;
    if (sampleRate !== shared) {
      malformed(`${where}.sample_rate`, `${shared}, the rate of the model around it or beside it`, sampleRate);
    }
  }
  return shared;
}
