import { reactive, ref, toRaw } from '@vue/reactivity';
import { describe, expect, it, vi } from 'vitest';
import { type Model, modelOfNetwork, type Network } from '../../src/index.js';
import { PreparedInterpreter } from '../../src/interpreter/interpreter.js';
import { offerEngine } from '../../src/network/engine.js';
import { deepProxy, replacingProxy } from '../support/deep-proxy.js';
import { AmpBuilder } from '../support/random-amp.js';

const TOLD = { delayFrames: 12, inverted: true, alignmentConfidence: 1 };

function lateNetwork(): Network {
  const amp = new AmpBuilder();
  return amp.net.build(amp.gain(amp.delay(amp.net.input, 12), -2));
}

describe("a model's delay and polarity", () => {
  it('are in its info', () => {
    expect(modelOfNetwork(lateNetwork()).info).toMatchObject(TOLD);
    expect(modelOfNetwork(lateNetwork()).alignment()).toEqual(TOLD);
  });

  it.each<[string, (model: Model) => object]>([
    ['JSON', ({ info }) => JSON.parse(JSON.stringify(info))],
    ['a clone', ({ info }) => structuredClone(info)],
    ['a spread', ({ info }) => ({ ...info })],
    ['Object.assign', ({ info }) => Object.assign({}, info)],
    ['a reactive object of Vue', ({ info }) => reactive({ info }).info],
    ['a ref of Vue', (model) => (ref(model).value as Model).info],
    ['what Vue gives back', ({ info }) => toRaw(reactive(info))],
    ['a Proxy around all', (model) => deepProxy(model).info],
    ['a Proxy that replaces fields', (model) => replacingProxy(model).info],
  ])('survive as %s', (_, copy) => {
    expect(copy(modelOfNetwork(lateNetwork()))).toMatchObject(TOLD);
  });

  it('survive postMessage', async () => {
    const { port1, port2 } = new MessageChannel();
    const arrived = new Promise((resolve) => {
      port2.onmessage = ({ data }) => resolve(data);
    });
    port1.postMessage(modelOfNetwork(lateNetwork()).info);
    expect(await arrived).toMatchObject(TOLD);
    port1.close();
  });

  it('are measured when they are first read, once, by a compiled engine where there is one', () => {
    const network = lateNetwork();
    const create = vi.fn(() => new PreparedInterpreter(network, new Map()));
    offerEngine(network, create);
    const model = modelOfNetwork(network);
    expect(create).not.toHaveBeenCalled();
    expect(model.info.delayFrames).toBe(12);
    expect({ ...model.info, ...model.alignment({ size: 1 }) }).toMatchObject(TOLD);
    expect(create).toHaveBeenCalledOnce();
  });

  it('are unknown where the engine fails', () => {
    const network = lateNetwork();
    offerEngine(network, () => {
      throw new RangeError('no memory');
    });
    expect(modelOfNetwork(network).info).toMatchObject({ delayFrames: null, inverted: null, alignmentConfidence: 0 });
  });
});
