import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileNetwork } from '../../src/compiler/compile.js';
import { createEngine } from '../../src/engine/engine-source.js';
import { DilatoneError } from '../../src/errors.js';
import type { Model, NetworkChoice } from '../../src/formats/model.js';
import { parseModel } from '../../src/formats/parse-model.js';
import { networkFacts } from '../../src/network/facts.js';
import type { Network } from '../../src/network/network.js';
import { ownGolden } from '../support/golden.js';
import { encodeFile } from '../support/make-wavenet.js';
import { fitWeights, mutate, mutation } from '../support/mutations.js';
import { tinyConditioned, tinyContainer, tinyConvNet, tinyLinear, tinyLstm } from '../support/small-files.js';

/**
 * Mutated files of changed structure; a quarter as many of changed bytes, and of broken ends, come on top. For a longer
 * run: `DILATONE_FUZZ_FILES=1000000 DILATONE_FUZZ_SEED=7 npx vitest run --project unit test/formats/fuzz.test.ts`.
 */
const FILES = Number(process.env.DILATONE_FUZZ_FILES ?? 20_000);
const SEED = Number(process.env.DILATONE_FUZZ_SEED ?? 20_241_009);

/** Of the files that load, every fifth is compiled and rendered, which takes ten times as long as reading it. */
const RENDER_EVERY = 5;

/** A file takes a millisecond or two, with rendering some tens; a busy machine takes longer. */
const TIMEOUT_MS = 60_000 + 20 * FILES;

/** All architectures, containers, condition models, slimming, and WaveNets with every option. */
const BASES: readonly (() => object)[] = [
  ...[
    'rich-1-01',
    'rich-1-12',
    'rich-1-31',
    'rich-1-34',
    'slim-1-09',
    'lstm-1-06',
    'convnet-1-33',
    'container-1-37',
  ].map((name) => {
    const text = new TextDecoder().decode(ownGolden.model(name));
    return () => JSON.parse(text) as object;
  }),
  ...[tinyContainer, tinyConditioned, tinyConvNet, tinyLinear, tinyLstm],
];

/** Silence, ordinary samples and samples far out of range. */
const INPUT = Float32Array.from({ length: 48 }, (_, t) =>
  t < 4 ? 0 : t < 40 ? Math.sin(t) : (-1) ** t * 10 ** (t - 38),
);

const seen = { loaded: 0, refused: 0, rendered: 0 };

describe('a mutated file plays, or is refused by place', { timeout: TIMEOUT_MS }, () => {
  it(`where its values are changed: ${FILES} files`, () => {
    const base = fc.nat(BASES.length - 1);
    const mutations = fc.array(mutation, { minLength: 1, maxLength: 3 });
    fc.assert(
      fc.property(base, mutations, fc.boolean(), (index, changes, isRefitted) => {
        const file = BASES[index]();
        for (const change of changes) mutate(file, change);
        if (isRefitted) fitWeights(file, index);
        expectOutcome(encodeFile(file));
      }),
      { seed: SEED, numRuns: FILES },
    );
    expect(seen.loaded).toBeGreaterThan(FILES / 10);
    expect(seen.refused).toBeGreaterThan(FILES / 10);
    expect(seen.rendered).toBeGreaterThan(FILES / 100);
    console.info(`fuzzing, seed ${SEED}:`, seen);
  });

  it('where its bytes are changed, and where it breaks off', () => {
    const originals = BASES.map((make) => encodeFile(make()));
    const patch = fc.record({ at: fc.nat(), byte: fc.nat(255) });
    fc.assert(
      fc.property(fc.nat(BASES.length - 1), fc.array(patch, { maxLength: 3 }), fc.nat(), (index, patches, end) => {
        const bytes = originals[index].slice();
        for (const { at, byte } of patches) bytes[at % bytes.length] = byte;
        expectOutcome(bytes);
        expect(expectOutcome(originals[index].subarray(0, end % bytes.length))).toBeNull();
      }),
      { seed: SEED, numRuns: Math.ceil(FILES / 4) },
    );
  });
});

/** Either a model, every so often rendered, or a DilatoneError that names a place in the file; anything else fails. */
function expectOutcome(bytes: Uint8Array): Model | null {
  const model = parsedOrRefused(bytes);
  if (model === null) seen.refused++;
  else if (seen.loaded++ % RENDER_EVERY === 0) expectToRender(model);
  return model;
}

function parsedOrRefused(bytes: Uint8Array): Model | null {
  try {
    return parseModel(bytes);
  } catch (error) {
    if (!(error instanceof DilatoneError)) throw error;
    expect(['malformed', 'unsupported', 'limit']).toContain(error.code);
    expect(error.where).toMatch(/^(file|version|architecture|config|weights|sample_rate)/);
    expect(error.message).toMatch(/^[^\n]*: expected [^\n]+, got [^\n]+$/);
    expect(error.message.length).toBeLessThan(400);
    return null;
  }
}

/** Compiles and runs the networks of a model: some sizes, and fast tanh. What comes out may be no number. */
function expectToRender(model: Model): void {
  const { sizes, inputs, outputs } = model.info;
  const choices: NetworkChoice[] = [{}, { tanh: 'fast' }, ...sizes.slice(0, 2).map((size) => ({ size }))];
  for (const network of new Set(choices.map((choice) => model.network(choice)))) {
    const program = compileNetwork(network);
    expect(program.imageAddress + program.image.length).toBeLessThan(mostMemoryBytes(network));
    const engine = createEngine({ kind: 'bytes', program });
    expect([engine.inputChannels, engine.outputChannels]).toEqual([inputs, outputs]);
    const output = Array.from({ length: outputs }, () => new Float32Array(INPUT.length));
    engine.process(output, new Array(inputs).fill(INPUT), INPUT.length);
    seen.rendered++;
  }
}

/** State is kept in rings of a power of two, every signal has a block beside it, and code comes with its weights. */
function mostMemoryBytes(network: Network): number {
  const { stateBytes, parameters } = networkFacts(network);
  const channels = network.channels.reduce((sum, count) => sum + count, 0);
  return 2 ** 20 + 4 * stateBytes + 16 * parameters + 2 ** 12 * channels;
}
