import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { writeNative } from '../../src/formats/native/write-native.js';
import { FolderCases } from '../support/folder-cases.js';
import { encodeFile } from '../support/make-wavenet.js';
import { mutate, mutation } from '../support/mutations.js';
import { Outcomes } from '../support/outcomes.js';
import { randomNetwork } from '../support/random-network.js';

/** Mutated files of each kind; for a longer run set `DILATONE_FUZZ_FILES` and `DILATONE_FUZZ_SEED`, as in fuzz.test.ts. */
const FILES = Math.ceil(Number(process.env.DILATONE_FUZZ_FILES ?? 20_000) / 8);
const SEED = Number(process.env.DILATONE_FUZZ_SEED ?? 20_241_009);

const TIMEOUT_MS = 60_000 + 40 * FILES;

/** A safetensors file as a JSON value, so that header and description can be changed like any other file. */
interface NativeJson {
  readonly header: Record<string, unknown>;
  readonly description: Record<string, unknown>;
}

const HEADER_START = 8;
const [rtneural, golden, guitarml, onnx] = [
  new FolderCases('../fixtures/rtneural', '.json'),
  new FolderCases('../fixtures/golden-pytorch', '.json'),
  new FolderCases('../fixtures/guitarml', '.json'),
  new FolderCases('../fixtures/onnx', '.onnx'),
];

const jsonFiles = [
  ...['stack', 'softmax', 'lstm', 'gru', 'knobs'].map((name) => rtneural.model(name)),
  ...['keras-1-03', 'pedalnet-1-00', 'pedalnet-1-08'].map((name) => golden.model(name)),
  ...guitarml.names.map((name) => guitarml.model(name)),
];

const nativeFiles = [2, 3, 5, 8, 11, 12].map((seed) => {
  const controls = [{ name: 'drive', minimum: 0, maximum: 1, default: 0.5 }];
  const network = randomNetwork(seed, { controls: 1, start: seed % 2 === 0 ? 'zero' : 'silence' });
  return writeNative(network, { architecture: 'Random', controls, metadata: { name: 'fuzz' } });
});

const onnxFiles = ['wavenet', 'tcn', 'padded-once', 'dense', 'chomped-by-length', 'chomped-for-64'].map((name) =>
  onnx.model(name),
);

const changes = fc.array(mutation, { minLength: 1, maxLength: 3 });

describe('a mutated file plays, or is refused by place', { timeout: TIMEOUT_MS }, () => {
  it('of RTNeural, AIDA-X, GuitarML and PedalNetRT, where its values are changed', () => {
    const outcomes = new Outcomes(
      /^(file|layers|in_|out_gain|samplerate|metadata|variables|activation|dilations|input_|output_|residual_|filter_|model_data|state_dict|conv1d|lstm|dense)/,
    );
    fc.assert(
      fc.property(fc.nat(jsonFiles.length - 1), changes, (index, list) => {
        const file = JSON.parse(new TextDecoder().decode(jsonFiles[index])) as object;
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
      fc.property(fc.nat(nativeFiles.length - 1), changes, (index, list) => {
        const { json, data } = takeApart(nativeFiles[index]);
        for (const change of list) mutate(json, change);
        outcomes.expect(putTogether(json, data));
      }),
      { seed: SEED, numRuns: FILES },
    );
    expectAllKinds(outcomes);
  });

  it('of every format, where its bytes are changed, and where it breaks off', () => {
    const outcomes = new Outcomes(/./);
    const originals = [...jsonFiles, ...nativeFiles, ...onnxFiles, ...onnxFiles];
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
      fc.property(fc.nat(onnxFiles.length - 1), fc.array(patch, { minLength: 1, maxLength: 4 }), (index, patches) => {
        const bytes = onnxFiles[index].slice();
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

function takeApart(bytes: Uint8Array): { json: NativeJson; data: Uint8Array } {
  const length = Number(new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true));
  const text = new TextDecoder().decode(bytes.subarray(HEADER_START, HEADER_START + length));
  const { __metadata__: metadata, ...header } = JSON.parse(text) as Record<string, unknown>;
  const { dilatone } = metadata as { dilatone: string };
  return { json: { header, description: JSON.parse(dilatone) }, data: bytes.slice(HEADER_START + length) };
}

function putTogether(json: NativeJson, data: Uint8Array): Uint8Array {
  const header = { ...json.header, __metadata__: { dilatone: JSON.stringify(json.description) } };
  const text = new TextEncoder().encode(JSON.stringify(header));
  const bytes = new Uint8Array(HEADER_START + text.length + data.length);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(text.length), true);
  bytes.set(text, HEADER_START);
  bytes.set(data, HEADER_START + text.length);
  return bytes;
}
