import { isProxy, isReactive, reactive, ref, shallowRef, watch } from '@vue/reactivity';
import { describe, expect, it } from 'vitest';
import { loadModel, type Model, modelOfNetwork, renderModel, tapModel } from '../../src/index.js';
import { makeOpaque } from '../../src/model/opaque.js';
import { deepProxy, replacingProxy } from '../support/deep-proxy.js';
import { encodeFile } from '../support/make-wavenet.js';
import { noise } from '../support/signals.js';
import { echoNetwork } from '../support/small-networks.js';
import { tinyWaveNet } from '../support/tiny-wavenet.js';

const input = noise(500, 1);

describe.each([
  ['a model that was loaded', () => loadModel(encodeFile(tinyWaveNet()))],
  ['a model that was built', async () => modelOfNetwork(echoNetwork(10))],
  ['a tap of a model', () => tapModel(modelOfNetwork(echoNetwork(10)), 1)],
])('%s', (_, load) => {
  it('is left alone by Vue, wherever it is kept', async () => {
    const model = await load();
    expect(ref(model).value).toBe(model);
    expect(reactive({ deep: { model } }).deep.model).toBe(model);
    expect(reactive([model])[0]).toBe(model);
    expect(reactive(model)).toBe(model);
    expect(shallowRef(model).value).toBe(model);
    expect(isProxy(ref(model).value) || isReactive(ref(model).value)).toBe(false);
    expect(() => watch(ref(model), () => {}, { deep: true })).not.toThrow();
    const [output] = await renderModel(ref(model).value as Model, [input]);
    expect(output).toEqual((await renderModel(model, [input]))[0]);
  });

  it.each([
    ['one that forwards', (model: Model) => new Proxy(model, {})],
    ['one that wraps all that it gives', deepProxy],
    ['one that replaces fields', replacingProxy],
    ['one behind another', (model: Model) => deepProxy(new Proxy(model, {}))],
    ['an object that inherits from it', (model: Model) => Object.create(model) as Model],
  ])('works through a Proxy: %s', async (_, wrap) => {
    const model = await load();
    const [expected] = await renderModel(model, [input]);
    const wrapped = wrap(model);
    expect(wrapped.info.receptiveField).toBe(model.info.receptiveField);
    expect(wrapped.network()).toBe(model.network());
    expect(wrapped.conditionedNetwork()).toBe(model.conditionedNetwork());
    expect(await renderModel(wrapped, [input])).toEqual([expected]);
  });

  it('shows nothing of that', async () => {
    const model = await load();
    const hidden = Object.getOwnPropertyDescriptor(model, '__v_skip');
    expect(hidden).toMatchObject({ value: true, enumerable: false });
    expect(Object.keys(model)).toEqual(['info', 'uncloneable']);
    expect(JSON.parse(JSON.stringify(model))).toEqual({ info: JSON.parse(JSON.stringify(model.info)) });
    const { network } = model;
    expect(network()).toBe(model.network());
  });

  it('refuses to be cloned or posted, and says what to do', async () => {
    const model = await load();
    const advice = /cannot be cloned or posted: post its file's bytes, or model\.network\(\)/;
    const { port1, port2 } = new MessageChannel();
    for (const value of [model, { model }, [model]]) {
      expect(() => structuredClone(value)).toThrow(advice);
      expect(() => port1.postMessage(value)).toThrow(expect.objectContaining({ name: 'DataCloneError' }));
    }
    port1.close();
    port2.close();
  });

  it('can be posted as its network, and made there anew', async () => {
    const model = await load();
    const there = modelOfNetwork(structuredClone(model.network()));
    expect(await renderModel(there, [input])).toEqual(await renderModel(model, [input]));
  });
});

describe('an opaque object', () => {
  class Counter {
    readonly unit = 'turns';
    #count = 0;
    constructor() {
      makeOpaque(this, Counter);
    }
    get count() {
      return this.#count;
    }
    set count(count: number) {
      this.#count = count;
    }
    turn(by: number) {
      this.#count += by;
      return this;
    }
  }
  class Doubled extends Counter {
    readonly factor = 2;
    override turn(by: number) {
      return super.turn(this.factor * by);
    }
  }

  it('takes calls, reads and writes through a Proxy', () => {
    const counter = new Counter();
    const wrapped = new Proxy(counter, {});
    expect(wrapped.turn(2)).toBe(counter);
    wrapped.count += 3;
    expect([counter.count, wrapped.count]).toEqual([5, 5]);
    const { turn } = counter;
    turn(1);
    expect(counter.count).toBe(6);
  });

  it('may be of a class that extends its own', () => {
    const wrapped = new Proxy(new Doubled(), {});
    wrapped.turn(2);
    expect(wrapped.count).toBe(4);
    expect(wrapped).toBeInstanceOf(Doubled);
  });

  it('fails without it', () => {
    class Bare {
      readonly #count = 0;
      get count() {
        return this.#count;
      }
    }
    expect(() => new Proxy(new Bare(), {}).count).toThrow(TypeError);
    expect(ref(new Bare()).value).not.toBeInstanceOf(Promise);
    expect(() => ref(new Bare()).value.count).toThrow(TypeError);
  });
});
