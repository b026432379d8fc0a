import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NAM_FILES } from '../support/fuzz/bases.js';
import { encodeFile } from '../support/make-wavenet.js';
import { fitWeights, mutate, mutation } from '../support/mutations.js';
import { Outcomes } from '../support/outcomes.js';

/**
 * Mutated files of changed structure; a quarter as many of changed bytes, and of broken ends, come on top. For a longer
 * run: `DILATONE_FUZZ_FILES=1000000 DILATONE_FUZZ_SEED=7 npx vitest run --project unit test/formats/fuzz.test.ts`.
 */
const FILES = Number(process.env.DILATONE_FUZZ_FILES ?? 4_000);
const SEED = Number(process.env.DILATONE_FUZZ_SEED ?? 20_241_009);

/** A file takes a millisecond or two, with rendering some tens; a busy machine takes longer. */
const TIMEOUT_MS = 60_000 + 20 * FILES;

const outcomes = new Outcomes(/^(file|version|architecture|config|weights|sample_rate)/);
const { seen } = outcomes;

describe('a mutated file plays, or is refused by place', { timeout: TIMEOUT_MS }, () => {
  it(`where its values are changed: ${FILES} files`, () => {
    const base = fc.nat(NAM_FILES.length - 1);
    const mutations = fc.array(mutation, { minLength: 1, maxLength: 3 });
    fc.assert(
      fc.property(base, mutations, fc.boolean(), (index, changes, isRefitted) => {
        const file = NAM_FILES[index]();
        for (const change of changes) mutate(file, change);
        if (isRefitted) fitWeights(file, index);
        outcomes.expect(encodeFile(file));
      }),
      { seed: SEED, numRuns: FILES },
    );
    expect(seen.loaded).toBeGreaterThan(FILES / 10);
    expect(seen.refused).toBeGreaterThan(FILES / 10);
    expect(seen.rendered).toBeGreaterThan(FILES / 100);
    console.info(`fuzzing, seed ${SEED}:`, seen);
  });

  it('where its bytes are changed, and where it breaks off', () => {
    const originals = NAM_FILES.map((make) => encodeFile(make()));
    const patch = fc.record({ at: fc.nat(), byte: fc.nat(255) });
    fc.assert(
      fc.property(fc.nat(NAM_FILES.length - 1), fc.array(patch, { maxLength: 3 }), fc.nat(), (index, patches, end) => {
        const bytes = originals[index].slice();
        for (const { at, byte } of patches) bytes[at % bytes.length] = byte;
        outcomes.expect(bytes);
        expect(outcomes.expect(originals[index].subarray(0, end % bytes.length))).toBeNull();
      }),
      { seed: SEED, numRuns: Math.ceil(FILES / 4) },
    );
  });
});
