import { parseModel } from '../../src/formats/parse-model.js';
import type { Model } from '../../src/model/model.js';
import type { Network } from '../../src/network/network.js';
import { A1, encodeFile, makeWaveNetFile, type WaveNetSpec } from '../../test/support/make-wavenet.js';

/** Models in the four shapes of NAM's A1 models, with random weights. */
export function models(): Model[] {
  return Object.values(A1).map((spec, index) => model(spec, index + 1));
}

/** Networks of these shapes, by name. */
export function networks(): Record<keyof typeof A1, Network> {
  const all = models();
  const named = Object.keys(A1).map((name, index) => [name, all[index].network()]);
  return Object.fromEntries(named) as Record<keyof typeof A1, Network>;
}

/** A model of the shape A1 standard. */
export function standard(): Model {
  return model(A1.standard, 9);
}

function model(spec: WaveNetSpec, seed: number): Model {
  return parseModel(encodeFile(makeWaveNetFile({ ...spec, headScale: 0.1 }, seed)));
}
