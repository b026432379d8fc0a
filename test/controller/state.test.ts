import fc from 'fast-check';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { loadModel } from '../../src/controller/load-model.js';
import { createDilatone, type DilatoneOptions } from '../../src/controller/node/create-dilatone.js';
import type { Dilatone } from '../../src/controller/node/dilatone.js';
import type { DilatoneState } from '../../src/controller/node/dilatone-state.js';
import { writeNative } from '../../src/formats/native/write-native.js';
import { parseModel } from '../../src/formats/parse-model.js';
import { fromBase64, toBase64 } from '../../src/model/base64.js';
import { conditionedModel } from '../support/conditioned-model.js';
import { type InProcessHost, inProcessHost } from '../support/in-process-host.js';
import { encodeFile } from '../support/make-wavenet.js';
import { modelOf } from '../support/model-of.js';
import { noise } from '../support/signals.js';
import { tinyContainer } from '../support/small-files.js';
import { gainNetwork } from '../support/small-networks.js';
import { tinyWaveNet } from '../support/tiny-wavenet.js';
import { runQuanta } from '../support/worklet-scope.js';

const context = { sampleRate: 48_000, currentTime: 0, state: 'suspended' };
const input = noise(256, 1);
const wavenet = parseModel(encodeFile(tinyWaveNet()), { name: 'tiny.nam' });
const container = parseModel(encodeFile(tinyContainer()), { name: 'sizes.nam' });
const knobs = conditionedModel();
const withKnobs = parseModel(writeNative(knobs.conditionedNetwork(), knobs.info), { name: 'knobs.safetensors' });

let host: InProcessHost;
beforeEach(async () => {
  host = await inProcessHost(() => ({ connect: vi.fn(), disconnect: vi.fn() }));
});

const create = (options: Partial<DilatoneOptions> = {}) =>
  createDilatone(context, { model: wavenet, host, multiplyAdd: 'plain', ...options }) as Promise<Dilatone<never>>;

/** As it comes back from where it was kept. */
const stored = (state: DilatoneState): DilatoneState => JSON.parse(JSON.stringify(state));

/** A node on which everything was set, and its state. */
async function settled() {
  const amp = await create({ model: withKnobs, controls: { drive: 3 }, tanh: 'fast' });
  amp.inputGainDb.value = 6;
  amp.outputGainDb.value = -6.5;
  amp.mix.value = 0.25;
  amp.bypass = true;
  amp.limitDb = -1;
  return { amp, state: stored(amp.getState()) };
}

describe('the state of a node', () => {
  it('holds all that was set, and the file of the model', async () => {
    const { state } = await settled();
    expect(state).toEqual({
      version: 1,
      model: { name: 'knobs.safetensors', base64: toBase64(withKnobs.source!) },
      tanh: 'fast',
      controls: { drive: 3 },
      inputGainDb: 6,
      outputGainDb: -6.5,
      mix: 0.25,
      bypass: true,
      limitDb: -1,
    });
  });

  it('brings another node to sound the same', async () => {
    const { amp } = await settled();
    amp.bypass = false;
    const state = stored(amp.getState());
    const other = await create();
    await expect(other.setState(state)).resolves.toBe('done');
    expect(stored(other.getState())).toEqual(state);
    expect(other.info.model).toEqual(withKnobs.info);
    const [first, second] = host.processors.map((processor) => runQuanta(processor, input));
    expect(second).toEqual(first);
    expect(second).not.toEqual(input);
  });

  it('holds the size that was chosen', async () => {
    const small = await create({ model: container, size: 0 });
    const state = stored(small.getState());
    expect(state.size).toBe(0);
    const other = await create();
    await other.setState(state);
    expect(runQuanta(host.processors[1], input)).toEqual(runQuanta(host.processors[0], input));
  });

  it('without the model is small, and leaves the model in use alone', async () => {
    const { amp } = await settled();
    const state = stored(amp.getState({ model: false }));
    expect(state.model).toBeNull();
    await amp.setControls({ drive: 1 });
    await expect(amp.setState(state)).resolves.toBe('done');
    expect(amp.controls).toEqual({ drive: 3 });
    expect(amp.info.model).toBe(withKnobs.info);
  });

  it('of a model that was built has none', async () => {
    const amp = await create({ model: modelOf(gainNetwork(2)) });
    const state = stored(amp.getState());
    expect(state.model).toBeNull();
    await expect(amp.setState({ ...state, mix: 0.5 })).resolves.toBe('done');
    expect(amp.mix.value).toBe(0.5);
  });

  it('that is in use already changes no model', async () => {
    const { amp, state } = await settled();
    const { info } = amp;
    await expect(amp.setState(state)).resolves.toBe('done');
    expect(amp.info).toBe(info);
  });

  it('takes the place of automation', async () => {
    const { amp, state } = await settled();
    const cancel = vi.spyOn(amp.mix, 'cancelScheduledValues');
    await amp.setState(state);
    expect(cancel).toHaveBeenCalledExactlyOnceWith(0);
  });

  it('sets what it lacks to the defaults', async () => {
    const { amp } = await settled();
    await amp.setState({ version: 1 });
    const defaults = { inputGainDb: 0, outputGainDb: 0, mix: 1, bypass: false, limitDb: null, controls: {} };
    expect(amp.getState({ model: false })).toEqual({ version: 1, model: null, ...defaults });
  });

  it('holds the model that was asked for last', async () => {
    const amp = await create();
    const change = amp.setModel(container);
    expect(amp.getState().model?.name).toBe('sizes.nam');
    await change;
  });
});

describe('a state from outside', () => {
  const file = wavenet.file;

  it.each([
    [null, /^state: /],
    ['{}', 'state: version: expected 1, got undefined'],
    [[], 'state: version: expected 1, got undefined'],
    [{}, 'state: version: expected 1, got undefined'],
    [{ version: 2 }, 'state: version: expected 1, got 2'],
    [{ version: 1, model: 'amp.nam' }, 'model: expected an object, got amp.nam'],
    [{ version: 1, model: { name: 3, base64: '' } }, 'model.name: expected a string, got 3'],
    [{ version: 1, model: { name: '' } }, 'model.base64: expected a string, got undefined'],
    [{ version: 1, model: { base64: '%' } }, /^model\.base64: expected base64, got /],
    [{ version: 1, model: { base64: btoa('{}') } }, /^file: expected /],
    [{ version: 1, mix: { toString: 1 } }, /^state: Cannot convert object/],
    [{ version: 1, size: 2 }, 'state: size: expected 0 to 1, got 2'],
    [{ version: 1, tanh: 'slow' }, 'state: tanh: expected exact or fast, got slow'],
    [{ version: 1, controls: { drive: '1' } }, 'state: drive: expected a number, got 1'],
    [{ version: 1, model: file, controls: { drive: 1 } }, /^state: controls: expected none.*got drive$/],
    [{ version: 1, mix: '50 %' }, 'state: mix: expected a number, got 50 %'],
    [{ version: 1, inputGainDb: null }, 'state: inputGainDb: expected a number, got null'],
    [{ version: 1, bypass: 'on' }, 'state: bypass: expected a number, got NaN'],
    [{ version: 1, limitDb: 25 }, /^state: limitDb: expected .* to 24, got 25$/],
  ])('is refused where it is broken, and changes nothing: %j', async (state, message) => {
    const { amp } = await settled();
    const before = amp.getState();
    const refusal = await amp.setState(state as never).catch((reason) => reason);
    expect(refusal).toMatchObject({
      name: 'DilatoneError',
      code: 'malformed',
      message: expect.stringMatching(message),
    });
    expect(amp.getState()).toEqual(before);
  });

  it('is refused where the node cannot play its model, which changes nothing', async () => {
    const { amp, state } = await settled();
    host.refuse = () => {
      throw new Error('no');
    };
    await expect(amp.setState({ ...state, model: file, controls: {}, mix: 1 })).rejects.toThrow();
    expect(stored(amp.getState())).toEqual(state);
  });

  it('is refused after dispose', async () => {
    const { amp, state } = await settled();
    amp.dispose();
    await expect(amp.setState(state)).rejects.toMatchObject({ code: 'disposed' });
    expect(stored(amp.getState())).toEqual(state);
  });

  it('never breaks anything but the promise', async () => {
    const amp = await create();
    await fc.assert(
      fc.asyncProperty(
        fc.jsonValue(),
        fc.constantFrom('model', 'controls', 'mix', 'size', 'limitDb', 'tanh', 'bypass', 'version'),
        async (value, key) => {
          const outcome = await amp.setState({ version: 1, [key]: value } as never).catch(({ code }) => code);
          expect(['done', 'malformed', 'unsupported', 'limit']).toContain(outcome);
        },
      ),
      { seed: 1, numRuns: 100 },
    );
  });
});

describe('the model of a state', () => {
  const state = () => ({ version: 1, model: container.file! }) as const;

  it('is read as the latest model that came from a file', async () => {
    const amp = await create();
    await amp.setModel(modelOf(gainNetwork(2)));
    await amp.setState(state());
    expect(amp.getState().model).toEqual(state().model);
  });

  it('is read within the limits of that one', async () => {
    const limits = { fileBytes: wavenet.source!.length };
    const amp = await create({ model: parseModel(wavenet.source!, { limits }) });
    const long = { name: '', base64: toBase64(new Uint8Array(limits.fileBytes + 1)) };
    await expect(amp.setState({ version: 1, model: long })).rejects.toMatchObject({ code: 'limit' });
  });

  it('has to be loaded for a node of models that were built', async () => {
    const amp = await create({ model: modelOf(gainNetwork(2)) });
    await expect(amp.setState(state())).rejects.toThrow(/^use loadModel/);
    await amp.setModel(await loadModel(state().model));
    const { info } = amp;
    await amp.setState(state());
    expect(amp.info).toBe(info);
  });

  it('is that of the latest state, as are its values', async () => {
    const amp = await create();
    const early = amp.setState({ ...state(), mix: 0.1 });
    const late = amp.setState({ version: 1, model: withKnobs.file, mix: 0.2 });
    expect([await early, await late]).toEqual(['overtaken', 'done']);
    expect(amp.getState()).toMatchObject({ mix: 0.2, model: { name: 'knobs.safetensors' } });
  });
});

describe('loadModel', () => {
  it('takes the file of a state', async () => {
    const model = await loadModel(wavenet.file!);
    expect(model.source).toEqual(wavenet.source);
    expect(model.sourceName).toBe('tiny.nam');
  });

  it('names it where it is broken', async () => {
    await expect(loadModel({ name: 'amp.nam', base64: '%' })).rejects.toThrow(/^amp\.nam.*: expected base64/);
  });
});

describe('base64', () => {
  it('gives bytes back, and is that of Node', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 100 }), (bytes) => {
        expect(toBase64(bytes)).toBe(Buffer.from(bytes).toString('base64'));
        expect(fromBase64(toBase64(bytes), '')).toEqual(bytes);
      }),
      { seed: 1 },
    );
    const long = new Uint8Array(100_000).fill(7);
    expect(toBase64(long)).toBe(Buffer.from(long).toString('base64'));
  });
});
