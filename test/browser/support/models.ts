import { parseModel } from '../../../src/formats/parse-model.js';
import { A1, encodeFile, makeWaveNetFile, type WaveNetSpec } from '../../support/make-wavenet.js';

/** A model in the shape of NAM's A1 nano, with random weights. */
export const nano = (sampleRate?: number) => makeModel(A1.nano, 1, sampleRate);

/** The file of a model in one of the A1 shapes. */
export function modelFile(shape: 'nano' | 'feather'): File {
  const file = makeWaveNetFile({ ...A1[shape], headScale: 0.1 }, 1);
  return new File([new Uint8Array(encodeFile({ ...file, sample_rate: 48_000 }))], `${shape}.nam`);
}

/** A model in the shape of NAM's A1 feather, with other random weights. */
export const feather = (sampleRate?: number) => makeModel(A1.feather, 2, sampleRate);

/** The A1 nano shape with weights so large that every sample overflows: it breaks as soon as it runs. */
export function broken(sampleRate = 48_000) {
  const file = makeWaveNetFile({ ...A1.nano, headScale: 1e19 }, 3);
  return parseModel(
    encodeFile({ ...file, sample_rate: sampleRate, weights: file.weights.map((weight) => weight * 1e19) }),
  );
}

function makeModel(spec: WaveNetSpec, seed: number, sampleRate = 48_000) {
  const file = makeWaveNetFile({ ...spec, headScale: 0.1 }, seed);
  return parseModel(encodeFile({ ...file, sample_rate: sampleRate }));
}
