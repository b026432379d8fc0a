import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { WaveFile } from 'wavefile';
import { BUILTIN_MODELS, listModels } from '../../demo/builtin-models.js';
import { FIRST_RIG, INITIAL_RIG } from '../../demo/first-rig.js';
import { cabinetReference, modelReference } from '../../demo/rig-addresses.js';
import { describeModel } from '../../demo/session/describe-model.js';
import { changeBlock, findBlock } from '../../demo/session/rig/edit-document.js';
import { ModelLibrary } from '../../demo/session/rig/model-library.js';
import { linkOf, rigOf, rigOfSetup } from '../../demo/session/rig/rig-link.js';
import { withComparison } from '../../demo/session/rig/swap-files.js';
import { hasSetup, setupFromHash } from '../../demo/setup.js';
import { CABINETS } from '../../demo/sound/cabinets.js';
import { noise } from '../../demo/sound/random.js';
import { type DemoState, INITIAL_STATE } from '../../demo/state.js';
import { codeFor, embedFor } from '../../demo/take-away/code.js';
import { BrokenBlock, renderSound } from '../../demo/take-away/render-sound.js';
import { stereoOf } from '../../demo/take-away/stereo-of.js';
import { wavFile } from '../../demo/take-away/wav.js';
import { writeNative } from '../../src/formats/native/write-native.js';
import { modelOfNetwork, parseModel, renderModel } from '../../src/index.js';
import { memoryFiles, type RigDocument, readRig, storeFile } from '../../src/rig/index.js';
import { encodeWav } from '../../src/wav/encode-wav.js';
import { brokenNetwork } from '../support/small-networks.js';

const RATE = 48_000;
const bytes = new Uint8Array(readFileSync(new URL('../fixtures/golden/wavenet-1-20.nam', import.meta.url)));
const model = parseModel(bytes);
const SECOND = { reference: modelReference(BUILTIN_MODELS[1]), loaded: { model, fileName: 'second', builtinIndex: 1 } };
const COMPARED = withComparison(FIRST_RIG, 'amp', SECOND);

function signal(frames: number, seed: number): Float32Array {
  const random = noise(seed);
  return Float32Array.from({ length: frames }, () => 0.3 * random());
}

function stateWith(document: RigDocument, changes: Partial<DemoState> = {}): DemoState {
  const block = (index: number) => ({
    title: '',
    about: '',
    status: 'ready' as const,
    problem: null,
    model: describeModel(model, '', index),
    cabinetId: null,
    share: null,
  });
  return {
    ...INITIAL_STATE,
    rig: { ...INITIAL_RIG, document, blocks: { amp: block(0), 'amp-b': block(1) } },
    ...changes,
  };
}

describe('a link', () => {
  test('brings the whole rig back: both models, their levels and controls, and which one is heard', async () => {
    const document = changeBlock(COMPARED, 'amp-b', { inputDb: 3.5, outputDb: -7, controls: { bright: 0.25 } });
    const state = stateWith(changeBlock(document, 'compare', { blend: 0.8 }), { clipId: 'bass' });
    const link = await linkOf(state);
    expect(await rigOf(link)).toEqual(state.rig.document);
    expect(setupFromHash(link, BUILTIN_MODELS).clipId).toBe('bass');
  });

  test('turns nothing up beyond the knobs, and leaves the limiter on', async () => {
    const loud = changeBlock(FIRST_RIG, 'amp', { outputDb: 40 });
    const document = { ...loud, output: { gainDb: 30, limitDb: null } };
    const read = await rigOf(await linkOf(stateWith(document)));
    expect(findBlock(read, 'amp')).toMatchObject({ outputDb: 12 });
    expect(read.output).toEqual({ gainDb: 12 });
  });

  test('that was cut off is refused', async () => {
    const link = await linkOf(stateWith(FIRST_RIG));
    await expect(rigOf(link.slice(0, -20))).rejects.toMatchObject({ code: 'malformed' });
  });

  test('of an earlier version still brings its models, level, gate and cabinet', async () => {
    const [first, second] = BUILTIN_MODELS;
    const hash = `#model=${first.id}&with=${second.id}&blend=0.75&drive=-4&level=-3&mix=0.65&output=raw&cabinet=open-112&gate=-48`;
    const document = await rigOfSetup(setupFromHash(hash, BUILTIN_MODELS), new ModelLibrary(memoryFiles()));
    expect(document.blocks).toMatchObject([
      { id: 'gate', bypass: false, thresholdDb: -48 },
      {
        id: 'compare',
        blend: 0.75,
        paths: [
          [{ model: modelReference(first), inputDb: -4, outputDb: first.levelDb, mix: 0.65, level: 'raw' }],
          [{ model: modelReference(second), inputDb: -4, outputDb: -3, mix: 0.65, level: 'raw' }],
        ],
      },
      { id: 'cabinet', response: cabinetReference(CABINETS[1]) },
      { id: 'equalizer' },
    ]);
    const bare = await rigOfSetup(setupFromHash(`#model=${first.id}`, BUILTIN_MODELS), new ModelLibrary(memoryFiles()));
    expect(findBlock(bare, 'cabinet')).toMatchObject({ bypass: true });
  });

  test('that only names a place of the page is no setup', () => {
    expect(hasSetup('#explore')).toBe(false);
    expect(hasSetup('#sound=bass')).toBe(false);
    expect(hasSetup('#model=triode-crunch')).toBe(true);
  });
});

describe('a link of an earlier version', () => {
  test('that asks for nonsense gives what the page starts with', () => {
    const usual = setupFromHash('', BUILTIN_MODELS);
    expect(
      setupFromHash(
        '#model=none&with=none&blend=x&sound=..&drive=loud&level=x&mix=NaN&output=1&cabinet=<b>',
        BUILTIN_MODELS,
      ),
    ).toEqual(usual);
  });

  test('turns no knob beyond its end', () => {
    const setup = setupFromHash('#drive=1e9&mix=-4&level=-1e9&gate=20', BUILTIN_MODELS);
    expect([setup.driveDb, setup.mix, setup.levelDb, setup.gateDb]).toEqual([24, 0, -36, -20]);
  });
});

describe('the code of a rig', () => {
  const PAGE = 'https://example.com/demo/';

  test('has the whole rig, with addresses of models, and says which files to put beside it', () => {
    const own = changeBlock(COMPARED, 'amp', { model: { sha256: '0'.repeat(64), name: 'my #1 amp.nam' }, inputDb: 9 });
    const code = codeFor(stateWith(own), PAGE);
    expect(code).toContain('// Put “my #1 amp.nam” beside this page.');
    expect(code).toContain('// Put “closed-412.wav” beside this page.');
    expect(code).toContain('"url": "my%20%231%20amp.nam"');
    expect(code).toMatch(/"url": "https:\/\/example\.com\/[^"]*triode-lead[^"]*\.nam"/);
    expect(code).toContain('resumeOnGesture(context)');
    const document = JSON.parse(code.slice(code.indexOf('{\n'), code.indexOf('};') + 1));
    expect(findBlock(readRig(document), 'amp')).toMatchObject({ inputDb: 9 });
  });

  test('opens the microphone where the page does, and is bypassed where the page is', () => {
    const state = stateWith(FIRST_RIG, { source: 'microphone' });
    const code = codeFor({ ...state, rig: { ...state.rig, bypassed: true } }, PAGE);
    expect(code).toContain('openMicrophone(context)');
    expect(code).toContain('rig.bypass = true;');
    expect(codeFor(stateWith(FIRST_RIG), PAGE)).not.toContain('openMicrophone');
  });

  test('a frame’s address survives being put into a page', () => {
    const frame = embedFor('https://example.com/some/where/', '#model=first&drive=3');
    expect(frame).toContain('src="https://example.com/some/where/embed.html#model=first&amp;drive=3"');
  });
});

describe('a WAV file', () => {
  test('holds the samples as they are, channel by channel', async () => {
    const [left, right] = [signal(301, 1), signal(301, 2)];
    const wav = new WaveFile(new Uint8Array(await wavFile([left, right], 44_100).arrayBuffer()));
    expect(wav.fmt).toMatchObject({ numChannels: 2, sampleRate: 44_100, bitsPerSample: 32 });
    const [readLeft, readRight] = wav.getSamples(false, Float32Array) as unknown as Float32Array[];
    expect(readLeft).toEqual(left);
    expect(readRight).toEqual(right);
  });
});

describe('rendering a file', () => {
  const store = memoryFiles();
  const input = signal(3000, 7);
  const request = { bypassed: false, channels: [input], sampleRate: RATE };
  const rigOfBlocks = async (...blocks: object[]) => readRig({ blocks });
  const amp = async (fields: object = {}) => ({ type: 'model', model: await storeFile(bytes, store), ...fields });

  test('gives the model’s output with the gains before and after it, and its tail', async () => {
    const document = await rigOfBlocks(await amp({ inputDb: 6, outputDb: -2, level: 'raw' }));
    const [output] = await renderSound({ ...request, document }, store);
    const longer = new Float32Array(output.length);
    longer.set(input.map((x) => x * 10 ** (6 / 20)));
    const [expected] = await renderModel(model, [longer]);
    expect(output.length).toBeGreaterThanOrEqual(input.length + model.info.receptiveField + 0.5 * RATE);
    const after = 10 ** (-2 / 20);
    for (const [t, x] of output.entries()) expect(Math.abs(x - after * expected[t])).toBeLessThan(1e-5);
  });

  test('lets a cabinet ring out to its end', async () => {
    const response = new Float32Array(0.4 * RATE);
    response[0] = 1;
    response[response.length - 4000] = 0.5;
    const file = encodeWav({ sampleRate: RATE, channels: [response] }, '32f').bytes;
    const document = await rigOfBlocks({ type: 'cabinet', response: await storeFile(file, store), normalize: false });
    const [output] = await renderSound({ ...request, document }, store);
    const late = output.subarray(response.length - 4000, response.length - 4000 + input.length);
    expect(late.findIndex((x, t) => Math.abs(x - 0.5 * input[t]) > 1e-4)).toBe(-1);
  });

  test('bypassed, gives the input', async () => {
    const document = await rigOfBlocks(await amp());
    const [output] = await renderSound({ ...request, document, bypassed: true }, store);
    expect(output.subarray(0, input.length)).toEqual(input);
  });

  test('has one channel where both are the same, else two, and tells how far it is', async () => {
    const shares: number[] = [];
    const document = await rigOfBlocks(await amp());
    expect(await renderSound({ ...request, document }, store, (share) => shares.push(share))).toHaveLength(1);
    const channels = [input, signal(3000, 8)];
    expect(await renderSound({ ...request, document, channels }, store)).toHaveLength(2);
    expect(shares.at(-1)).toBe(1);
    expect(shares).toEqual([...shares].sort((a, b) => a - b));
  });

  test('names the block that breaks down', async () => {
    const network = brokenNetwork();
    const broken = await storeFile(writeNative(network, modelOfNetwork(network).info), store, 'broken.safetensors');
    const document = await rigOfBlocks(await amp(), { type: 'model', id: 'loud', model: broken });
    const error = await renderSound({ ...request, document }, store).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(BrokenBlock);
    expect(error).toMatchObject({ block: 'loud' });
  });

  test('mixes surround sound as the browser does', () => {
    const [left, right, centre, low, leftBehind, rightBehind] = [1, 2, 3, 4, 5, 6].map((x) => Float32Array.of(x));
    const half = Math.SQRT1_2;
    const mixed = stereoOf([left, right, centre, low, leftBehind, rightBehind]).map(([x]) => x);
    expect(mixed[0]).toBeCloseTo(1 + half * (3 + 5), 5);
    expect(mixed[1]).toBeCloseTo(2 + half * (3 + 6), 5);
    expect(stereoOf([left, right, centre, low]).map(([x]) => x)).toEqual([2, 3]);
    expect(stereoOf([left])).toEqual([left]);
    expect(stereoOf([left, right, centre])).toEqual([left, right]);
  });
});

describe('the list of built-in models', () => {
  const urls = { '../models/fuzz.nam': '/f', '../models/triode-crunch.nam': '/t', '../models/new.safetensors': '/n' };
  const rows = [
    { file: 'fuzz.nam', name: 'Diode fuzz', kind: 'fuzz', description: 'clips' },
    { file: 'gone.nam', name: 'Gone', kind: 'amp', description: '' },
    { file: 'triode-crunch.nam', name: 'Triode crunch', kind: 'tube preamp', description: 'crunches' },
  ];

  test('begins with the default one, goes on as its table does, and ends with those that the table does not know', () => {
    expect(listModels(urls, rows).map(({ name }) => name)).toEqual(['Triode crunch', 'Diode fuzz', 'New']);
  });

  test('does without a table', () => {
    expect(listModels(urls, []).map(({ id }) => id)).toEqual(['triode-crunch', 'fuzz', 'new']);
  });
});
