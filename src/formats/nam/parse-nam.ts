import * as v from 'valibot';
import type { ModelLimits } from '../limits.js';
import type { Model } from '../model.js';
import { anything, describe, object, placeIn, validate } from '../schema.js';
import { SingleModel } from '../single-model.js';
import type { ReadArchitecture } from './architecture.js';
import { readMetadata } from './metadata.js';
import { malformed, unsupported } from './refuse.js';
import { checkVersion } from './version.js';
import { readWaveNet } from './wavenet.js';

const ARCHITECTURES = new Map<string, ReadArchitecture>([['WaveNet', readWaveNet]]);

/** Rate in Hz of a model whose file names none, as the NAM trainer's. */
const ASSUMED_RATE_HZ = 48_000;

/** Rates in Hz that browsers can be asked for. */
const LEAST_RATE_HZ = 3_000;
const MOST_RATE_HZ = 768_000;

const namSchema = object({
  version: v.string('a version such as "0.5.4"'),
  architecture: v.string('the name of an architecture'),
  config: v.unknown(),
  weights: v.custom<unknown[]>(Array.isArray, 'a list of numbers'),
  sample_rate: v.nullish(v.number('a rate in Hz')),
  metadata: anything,
});

/** Whether a JSON value means to be a `.nam` file, however broken. */
export function isNam(json: unknown): json is object {
  if (typeof json !== 'object' || json === null) return false;
  return 'architecture' in json || ('version' in json && 'config' in json);
}

/** Reads a `.nam` file by the rules of NeuralAmpModelerCore 0.5.5; `where` is its place in a file around it. */
export function parseNam(json: object, limits: ModelLimits, where = ''): Model {
  const { version, architecture, config, weights, sample_rate, metadata } = validate(namSchema, json, where);
  const warnings = checkVersion(version, placeIn(where, 'version'));
  const read = ARCHITECTURES.get(architecture);
  if (!read) {
    const known = [...ARCHITECTURES.keys()].join(', ');
    return unsupported(placeIn(where, 'architecture'), known, describe(architecture));
  }
  const sampleRateKnown = typeof sample_rate === 'number';
  if (!sampleRateKnown) warnings.push(`The file names no sample rate; ${ASSUMED_RATE_HZ} Hz is assumed.`);
  const sampleRate = sample_rate ?? ASSUMED_RATE_HZ;
  if (!(sampleRate >= LEAST_RATE_HZ && sampleRate <= MOST_RATE_HZ)) {
    malformed(placeIn(where, 'sample_rate'), `${LEAST_RATE_HZ} to ${MOST_RATE_HZ} Hz`, sampleRate);
  }
  const { network, layers } = read({ config, weights, sampleRate, where, limits });
  const info = {
    format: 'nam',
    formatVersion: version,
    architecture,
    sampleRateKnown,
    parameters: weights.length,
    layers,
    metadata: readMetadata(metadata),
    warnings,
  };
  return new SingleModel(network, info, limits, placeIn(where, 'config'));
}
