import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { WaveFile } from 'wavefile';
import { type BuiltinModel, listModels } from '../../demo/builtin-models.js';
import { describeModel } from '../../demo/session/describe-model.js';
import { hashOf, setupFromHash } from '../../demo/setup.js';
import { noise } from '../../demo/sound/random.js';
import { type DemoState, EMPTY_SLOT, INITIAL_STATE } from '../../demo/state.js';
import { BrokenModel } from '../../demo/take-away/broken-model.js';
import { codeFor, embedFor } from '../../demo/take-away/code.js';
import { type RenderChain, renderChain, responseModel } from '../../demo/take-away/render-chain.js';
import { wavFile } from '../../demo/take-away/wav.js';
import { modelOfNetwork, parseModel, renderModel } from '../../src/index.js';
import { brokenNetwork } from '../support/small-networks.js';

const RATE = 48_000;
const model = parseModel(new Uint8Array(readFileSync(new URL('../fixtures/golden/wavenet-1-20.nam', import.meta.url))));
const MODELS: readonly BuiltinModel[] = ['first', 'second', 'third'].map((id) => ({
  id,
  file: `${id}.nam`,
  name: id,
  kind: 'preamp',
  description: '',
  url: `/${id}.nam`,
  levelDb: 0,
}));

function signal(frames: number, seed: number): Float32Array {
  const random = noise(seed);
  return Float32Array.from({ length: frames }, () => 0.3 * random());
}

function stateWith(changes: Partial<DemoState>): DemoState {
  const slot = { ...EMPTY_SLOT, model: describeModel(model, 'second', 1), levelDb: -3 };
  return { ...INITIAL_STATE, slots: { a: slot, b: EMPTY_SLOT }, ...changes };
}

describe('a link', () => {
  test('brings a setup back', () => {
    const state = stateWith({
      clipId: 'bass',
      driveDb: -4,
      mix: 0.65,
      outputMode: 'raw',
      cabinet: { id: 'open-112', name: '' },
      gateDb: -48,
      bypassed: true,
    });
    expect(setupFromHash(hashOf(state, MODELS), MODELS)).toEqual({
      model: 1,
      otherModel: null,
      blend: 0,
      clipId: 'bass',
      driveDb: -4,
      levelDb: -3,
      mix: 0.65,
      outputMode: 'raw',
      cabinetId: 'open-112',
      gateDb: -48,
      bypassed: true,
      controls: {},
    });
  });

  test('brings two models and the fader between them back', () => {
    const { slots } = stateWith({});
    const other = { ...EMPTY_SLOT, model: describeModel(model, 'third', 2) };
    const setup = setupFromHash(hashOf(stateWith({ slots: { ...slots, b: other }, blend: 0.25 }), MODELS), MODELS);
    expect([setup.model, setup.otherModel, setup.blend]).toEqual([1, 2, 0.25]);
  });

  test('that asks for nonsense gives what the page starts with', () => {
    const usual = setupFromHash('', MODELS);
    expect(
      setupFromHash('#model=none&with=none&blend=x&sound=..&drive=loud&level=x&mix=NaN&output=1&cabinet=<b>', MODELS),
    ).toEqual(usual);
  });

  test('turns no knob beyond its end', () => {
    const setup = setupFromHash('#drive=1e9&mix=-4&level=-1e9&gate=20', MODELS);
    expect([setup.driveDb, setup.mix, setup.levelDb, setup.gateDb]).toEqual([24, 0, -36, -20]);
  });
});

describe('the code of a setup', () => {
  /** Runs the code with stand-ins for what it calls, and returns what it did to them. */
  async function run(code: string) {
    const amp = {
      node: 'the node',
      inputGainDb: { value: 0 },
      outputGainDb: { value: 0 },
      mix: { value: 1 },
      bypass: false,
      connected: [] as unknown[],
      connect: (to: unknown) => amp.connected.push(to),
    };
    const sources: unknown[] = [];
    const source = { connect: (to: unknown) => sources.push(to) };
    const context = { destination: 'the loudspeaker', createMediaElementSource: () => source };
    const body = code.replace(/^import \{([^}]*)\} from 'dilatone';/, 'const {$1} = dilatone;');
    const AsyncFunction = (async () => {}).constructor as new (
      ...args: string[]
    ) => (...args: unknown[]) => Promise<void>;
    const loaded: string[] = [];
    const dilatone = {
      loadModel: async (file: string) => loaded.push(file),
      createDilatone: async () => amp,
      openMicrophone: async () => ({ node: source }),
    };
    // What a constructor returns takes the place of what it made.
    const standIn = function newContext() {
      return context;
    };
    await new AsyncFunction('dilatone', 'AudioContext', 'document', body)(dilatone, standIn, {
      querySelector: () => null,
    });
    return { amp, loaded, sources };
  }

  test('does what the page does', async () => {
    const { amp, loaded, sources } = await run(codeFor(stateWith({ driveDb: 9, mix: 0.5, bypassed: true }), MODELS));
    expect(loaded).toEqual(['second.nam']);
    expect(sources).toEqual(['the node']);
    expect(amp.connected).toEqual(['the loudspeaker']);
    expect([amp.inputGainDb.value, amp.mix.value, amp.bypass]).toEqual([9, 0.5, true]);
  });

  test('is ten lines or so, and opens the microphone where the page does', async () => {
    const code = codeFor(stateWith({ source: 'microphone' }), MODELS);
    expect(code.trim().split('\n').length).toBeLessThanOrEqual(11);
    expect((await run(code)).sources).toEqual(['the node']);
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
  const settings = { inputGainDb: 6, outputGainDb: -2, mix: 1, bypassed: false };
  const chain: RenderChain = {
    sampleRate: RATE,
    gateDb: null,
    amps: [{ model, controls: {}, settings, share: 1 }],
    response: null,
  };
  const input = signal(3000, 7);

  test('gives the model’s output, with the gains before and after it', async () => {
    const [output] = await renderChain([input], chain);
    const gain = 10 ** (6 / 20);
    const [expected] = await renderModel(model, [input.map((x) => x * gain)]);
    const after = 10 ** (-2 / 20);
    for (const [t, x] of output.entries()) expect(Math.abs(x - after * expected[t])).toBeLessThan(1e-6);
  });

  test('mixes dry and wet, and two models, as the page does', async () => {
    const wet = (await renderChain([input], chain))[0];
    const half = { ...settings, mix: 0.5 };
    const amps = [
      { model, controls: {}, settings: half, share: 0.25 },
      { model, controls: {}, settings: { ...half, bypassed: true }, share: 0.75 },
    ];
    const [output] = await renderChain([input], { ...chain, amps });
    for (const [t, x] of output.entries()) {
      expect(Math.abs(x - (0.875 * input[t] + 0.125 * wet[t]))).toBeLessThan(1e-6);
    }
  });

  test('bypassed, without anything around it, gives the input', async () => {
    const amps = [{ model, controls: {}, settings: { ...settings, bypassed: true }, share: 1 }];
    expect((await renderChain([input], { ...chain, amps }))[0]).toEqual(input);
  });

  test('puts the cabinet behind it: the output is folded with its response', async () => {
    const response = signal(90, 4);
    const [plain] = await renderChain([input], chain);
    const [output] = await renderChain([input], { ...chain, response });
    for (let t = 0; t < input.length; t += 97) {
      let sum = 0;
      for (let k = 0; k < response.length && k <= t; k++) sum += response[k] * plain[t - k];
      expect(Math.abs(output[t] - sum)).toBeLessThan(1e-5);
    }
  });

  test('renders every channel by itself, and tells how far it is', async () => {
    const shares: number[] = [];
    const outputs = await renderChain([input, signal(3000, 8)], chain, { onProgress: (share) => shares.push(share) });
    expect(outputs[0]).toEqual((await renderChain([input], chain))[0]);
    expect(outputs[1]).not.toEqual(outputs[0]);
    expect(shares.at(-1)).toBe(1);
    expect(shares).toEqual([...shares].sort((a, b) => a - b));
  });

  test('ends when it is told to', async () => {
    await expect(renderChain([input], chain, { signal: { aborted: true } })).rejects.toMatchObject({ code: 'aborted' });
  });

  test('names the model that breaks down', async () => {
    const loud = modelOfNetwork(brokenNetwork());
    const amps = [...chain.amps, { ...chain.amps[0], name: 'Too loud', model: loud, share: 0.5 }];
    const error = await renderChain([input], { ...chain, amps }).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(BrokenModel);
    expect(error).toMatchObject({ model: 'Too loud', message: expect.stringContaining('from frame 0 ') });
  });

  test('a response of one number is a gain', async () => {
    const [output] = await renderModel(responseModel(Float32Array.of(0.5), RATE), [input]);
    expect(output).toEqual(input.map((x) => 0.5 * x));
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
