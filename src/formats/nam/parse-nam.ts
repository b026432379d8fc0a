import { expectWithinLimits, type ModelLimits } from '../../model/limits.js';
import type { Model } from '../../model/model.js';
import { SizedModel } from '../../model/sized-model.js';
import { NetworkBuilder } from '../../network/builder.js';
import type { Network } from '../../network/network.js';
import { ASSUMED_RATE_HZ, ASSUMED_RATE_WARNING } from '../reading/sample-rate.js';
import { placeIn } from '../reading/schema.js';
import { defaultNetwork, type NamFile, type NamNetwork } from './architecture.js';
import { NamReader } from './read-file.js';

/** Whether a JSON value means to be a `.nam` file, however broken. */
export function isNam(json: unknown): json is object {
  if (typeof json !== 'object' || json === null) return false;
  return 'architecture' in json || ('version' in json && 'config' in json);
}

/** Reads a `.nam` file by the rules of NeuralAmpModelerCore 0.5.5. */
export function parseNam(json: object, limits: ModelLimits): Model {
  const file = new NamReader(limits).read(json, '');
  const { version, architecture, sampleRate, sizes, metadata } = file;
  const rateHz = sampleRate ?? ASSUMED_RATE_HZ;
  refuseLargeSubmodels(file, rateHz, limits);
  const { parameters, layers } = defaultNetwork(file);
  const options = sizes.map(({ from, network }) => ({ from, build: () => build(network, rateHz) }));
  const info = {
    format: 'nam',
    formatVersion: version,
    architecture,
    sampleRateKnown: sampleRate !== null,
    parameters,
    layers,
    metadata,
    warnings: sampleRate === null ? [...file.warnings, ASSUMED_RATE_WARNING] : file.warnings,
  };
  return new SizedModel(options, info, limits, 'config');
}

function build(network: NamNetwork, sampleRateHz: number): Network {
  const builder = new NetworkBuilder(sampleRateHz, network.inputs);
  return builder.build(network.lower(builder, builder.input));
}

/** Refuses any model of a container beyond the limits; the others of a slimmable model are smaller than its default. */
function refuseLargeSubmodels({ architecture, nested = [] }: NamFile, rateHz: number, limits: ModelLimits): void {
  if (architecture !== 'SlimmableContainer') return;
  for (const file of nested) {
    refuseLargeSubmodels(file, rateHz, limits);
    expectWithinLimits(build(defaultNetwork(file), rateHz), limits, placeIn(file.where, 'config'));
  }
}
