import { reactive } from '@vue/reactivity';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { createDilatone } from '../../src/controller/node/create-dilatone.js';
import type { Dilatone } from '../../src/controller/node/dilatone.js';
import { inProcessHost } from '../support/in-process-host.js';
import { modelOf } from '../support/model-of.js';
import { gainNetwork } from '../support/small-networks.js';

const context = { sampleRate: 48_000, currentTime: 0, state: 'running' };
const connect = vi.fn();
const disconnect = vi.fn();
let amp: Dilatone<typeof context>;
let other: Dilatone<typeof context>;

beforeEach(async () => {
  vi.resetAllMocks();
  const host = await inProcessHost(() => ({ connect, disconnect }));
  const model = modelOf(gainNetwork(2));
  [amp, other] = await Promise.all([
    createDilatone(context, { model, host }),
    createDilatone(context, { model, host }),
  ]);
});

/** A node or parameter of the browser, which may have properties from the app. */
const native = (kind: string, more = {}) => ({ [Symbol.toStringTag]: kind, ...more });
const gain = native('GainNode');
const plain = { numberOfInputs: 1 };

describe('connecting', () => {
  it.each([
    ['a node', () => gain, () => gain],
    ['a parameter', () => native('AudioParam'), (param: object) => param],
    ['a node with an input of the app', () => native('GainNode', { input: gain }), (node: object) => node],
    ['a node of another make', () => ({ numberOfInputs: 1 }), (node: object) => node],
    ['another Dilatone', () => other, () => other.node],
    ["another Dilatone's parameter", () => other.mix, () => other.mix],
    ['a node of Tone', () => ({ input: gain, output: {} }), () => gain],
    ['a node of Tone within one', () => ({ input: { input: gain } }), () => gain],
    [
      'a signal of Tone',
      () => ({ input: { input: native('AudioParam') } }),
      (signal: { input: { input: object } }) => signal.input.input,
    ],
    ['a node of another make in a Proxy of Vue', () => reactive(plain), () => plain],
    ['a node of Tone in one', () => reactive({ input: plain }), () => plain],
    ['a WAM', () => ({ audioNode: gain }), () => gain],
    ['a wrapper of a Dilatone', () => ({ input: other }), () => other.node],
  ])('to %s reaches what takes sound', (_, make, inner) => {
    const destination = make();
    const input = inner(destination as never);
    expect(amp.connect(destination, 0, 1)).toBe(destination);
    expect(connect).toHaveBeenCalledOnce();
    expect(connect.mock.lastCall?.[0]).toBe(input);
    expect(connect.mock.lastCall?.slice(1)).toEqual([0, 1]);
    amp.disconnect(destination, 0, 1);
    expect(disconnect.mock.lastCall?.[0]).toBe(input);
    expect(disconnect.mock.lastCall?.slice(1)).toEqual([0, 1]);
  });

  it('passes on only the arguments that it is given', () => {
    amp.connect(gain);
    amp.disconnect();
    amp.disconnect(1 as never);
    expect(connect.mock.calls).toEqual([[gain]]);
    expect(disconnect.mock.calls).toEqual([[], [1]]);
  });

  it('ends in a wrapper that holds itself', () => {
    const loop: { input?: object } = {};
    loop.input = loop;
    amp.connect(loop);
    expect(connect).toHaveBeenCalledExactlyOnceWith(loop);
  });

  it.each([
    [null, 'Null'],
    [undefined, 'Undefined'],
    [7, 'Number'],
    [{}, 'Object'],
    [{ input: null }, 'Object'],
  ])('to %j is a TypeError that says what to do, as browsers and standardized-audio-context do not', (wrong, got) => {
    for (const cause of [new TypeError('Overload resolution failed.'), new Error('A value with the given key …')]) {
      for (const act of [connect, disconnect]) {
        act.mockImplementation(() => {
          throw cause;
        });
      }
      const detail = `expected a node or parameter of the same context, got ${got}; if it is a Proxy, keep it out of deep state (Vue: shallowRef, markRaw)`;
      expect(() => amp.connect(wrong as never)).toThrow(new TypeError(`connect: ${detail}`));
      expect(() => amp.disconnect(wrong as never)).toThrow(new TypeError(`disconnect: ${detail}`));
    }
  });

  it('leaves errors that say what is wrong as they are', () => {
    const cause = new DOMException('index out of range', 'IndexSizeError');
    connect.mockImplementation(() => {
      throw cause;
    });
    expect(() => amp.connect(gain, 5)).toThrow(cause);
  });
});
