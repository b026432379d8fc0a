import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NATIVE_FILES, ONNX_FILES, OTHER_JSON_FILES } from '../support/fuzz/bases.js';
import { putTogether, takeApart } from '../support/fuzz/native-file.js';
import { encodeFile } from '../support/make-wavenet.js';
import { mutate, mutation } from '../support/mutations.js';
import { Outcomes } from '../support/outcomes.js';

/** Mutated files of each kind; for a longer run set `DILATONE_FUZZ_FILES` and `DILATONE_FUZZ_SEED`, as in fuzz.test.ts. */
const FILES = Math.ceil(Number(process.env.DILATONE_FUZZ_FILES ?? 10_000) / 8);
const SEED = Number(process.env.DILATONE_FUZZ_SEED ?? 20_241_009);

const TIMEOUT_MS = 60_000 + 40 * FILES;

const changes = fc.array(mutation, { minLength: 1, maxLength: 3 });

describe('a mutated file plays, or is refused by place', { timeout: TIMEOUT_MS }, () => {
  it('of RTNeural, AIDA-X, GuitarML and PedalNetRT, where its values are changed', () => {
    const outcomes = new Outcomes(
      /^(file|layers|in_|out_gain|samplerate|metadata|variables|activation|dilations|input_|output_|residual_|filter_|model_data|state_dict|conv1d|lstm|dense)/,
    );
    fc.assert(
      fc.property(fc.nat(OTHER_JSON_FILES.length - 1), changes, (index, list) => {
        const file = OTHER_JSON_FILES[index]();
        for (const change of list) mutate(file, change);
        outcomes.expect(encodeFile(file));
      }),
      { seed: SEED, numRuns: FILES },
    );
    expectAllKinds(outcomes);
  });

  it('of the native format, where header and description are changed', () => {
    const outcomes = new Outcomes(
      /^(file|header|dilatone|version|sampleRate|start|architecture|metadata|controls|ops|output)/,
    );
    fc.assert(
      fc.property(fc.nat(NATIVE_FILES.length - 1), changes, (index, list) => {
        const file = takeApart(NATIVE_FILES[index]);
        for (const change of list) mutate(file.json, change);
        outcomes.expect(putTogether(file));
      }),
      { seed: SEED, numRuns: FILES },
    );
    expectAllKinds(outcomes);
  });

  it('of every format, where its bytes are changed, and where it breaks off', () => {
    const outcomes = new Outcomes(/./);
    const jsonBytes = OTHER_JSON_FILES.map((make) => encodeFile(make()));
    const originals = [...jsonBytes, ...NATIVE_FILES, ...ONNX_FILES, ...ONNX_FILES];
    const patch = fc.record({ at: fc.nat(), byte: fc.nat(255) });
    fc.assert(
      fc.property(fc.nat(originals.length - 1), fc.array(patch, { maxLength: 3 }), fc.nat(), (index, patches, end) => {
        const bytes = originals[index].slice();
        for (const { at, byte } of patches) bytes[at % bytes.length] = byte;
        outcomes.expect(bytes);
        outcomes.expect(originals[index].subarray(0, end % bytes.length));
      }),
      { seed: SEED, numRuns: FILES },
    );
    expectAllKinds(outcomes);
  });

  it('of ONNX, where the bytes before the weights are changed', () => {
    const outcomes = new Outcomes(/^(file|graph|node|input|output|initializer|metadata_props|ops)/);
    const patch = fc.record({ at: fc.nat(2000), byte: fc.nat(255) });
    fc.assert(
      fc.property(fc.nat(ONNX_FILES.length - 1), fc.array(patch, { minLength: 1, maxLength: 4 }), (index, patches) => {
        const bytes = ONNX_FILES[index].slice();
        // Behind the first bytes, by which the format is known.
        for (const { at, byte } of patches) bytes[4 + (at % (bytes.length - 4))] = byte;
        outcomes.expect(bytes);
      }),
      { seed: SEED, numRuns: FILES },
    );
    expectAllKinds(outcomes);
  });
});

function expectAllKinds({ seen }: Outcomes): void {
  expect(seen.loaded).toBeGreaterThan(FILES / 50);
  expect(seen.refused).toBeGreaterThan(FILES / 10);
  expect(seen.rendered).toBeGreaterThan(FILES / 500);
}
