import { describe, expect, it } from 'vitest';
import { DilatoneError } from '../../src/errors.js';
import { parseModel } from '../../src/formats/parse-model.js';
import { Interpreter } from '../../src/interpreter/interpreter.js';
import type { Network } from '../../src/network/network.js';
import { type GoldenSet, goldenError, ownGolden, sharedGolden } from '../support/golden.js';

/** Largest error of a match, relative to max(1, peak). */
const TOLERANCE = 1e-5;

/** The approximation amplifies rounding differences. */
const FAST_TANH_TOLERANCE = 1e-4;

/** Half a second of audio takes the interpreter a second or two, more on a busy machine. */
const TIMEOUT_MS = 60_000;

const isPlainWaveNet = (name: string) => /^(wavenet-.*|core-wavenet|core-wavenet_a1_standard)$/.test(name);

describe('the interpreter plays .nam WaveNets as the reference does', () => {
  it.each(ownGolden.names)('%s', (name) => expectGolden(ownGolden, name));
});

if (!sharedGolden.present)
  console.warn('SKIPPED: ../shared/golden is absent, so only the cases of this repository run.');

describe.skipIf(!sharedGolden.present)('all reference cases of ../shared/golden', { timeout: TIMEOUT_MS }, () => {
  it.each(sharedGolden.names.filter(isPlainWaveNet))('%s plays as in the reference', (name) => {
    expectGolden(sharedGolden, name);
  });

  it('core-wavenet_a1_standard plays with fast tanh as the reference with fast tanh', () => {
    const model = parseModel(sharedGolden.model('core-wavenet_a1_standard'));
    const output = run(model.network({ tanh: 'fast' }), sharedGolden.input);
    const expected = sharedGolden.output('core-wavenet_a1_standard.fasttanh');
    expect(goldenError(output, expected)).toBeLessThan(FAST_TANH_TOLERANCE);
    expect(goldenError(run(model.network(), sharedGolden.input), expected)).toBeGreaterThan(FAST_TANH_TOLERANCE);
  });

  it('core-A2 holds plain WaveNets, of which the largest plays as the container does', () => {
    const container = JSON.parse(new TextDecoder().decode(sharedGolden.model('core-A2')));
    const largest = container.config.submodels.at(-1).model;
    const network = parseModel(new TextEncoder().encode(JSON.stringify(largest))).network();
    expect(goldenError(run(network, sharedGolden.input), sharedGolden.output('core-A2'))).toBeLessThan(TOLERANCE);
  });

  it.each(sharedGolden.names.filter((name) => !isPlainWaveNet(name)))('%s is refused as unsupported', (name) => {
    expect(() => parseModel(sharedGolden.model(name))).toThrow(
      expect.objectContaining({ constructor: DilatoneError, code: 'unsupported' }),
    );
  });
});

function expectGolden(golden: GoldenSet, name: string): void {
  const output = run(parseModel(golden.model(name)).network(), golden.input);
  expect(goldenError(output, golden.output(name))).toBeLessThan(TOLERANCE);
}

function run(network: Network, input: Float32Array): Float32Array {
  const output = new Float32Array(input.length);
  new Interpreter(network).process([output], [input], input.length);
  return output;
}
