import { describe, expect, it } from 'vitest';
import { renderModel } from '../../src/offline/render.js';
import { conditionedModel } from '../support/conditioned-model.js';

describe('a model with controls', () => {
  it('lists them, and counts only sound among its inputs', () => {
    const { controls, inputs, outputs } = conditionedModel().info;
    expect(controls.map(({ name }) => name)).toEqual(['drive', 'tone']);
    expect([inputs, outputs]).toEqual([1, 1]);
  });

  it('is at its defaults where nothing is set, and for what is not named', () => {
    const model = conditionedModel();
    expect(model.network()).toBe(model.network({ controls: { drive: 1, tone: 0 } }));
    expect(model.network({ controls: { tone: 1 } })).toBe(model.network({ controls: { drive: 1, tone: 1 } }));
    expect(model.network({ controls: { tone: 1 } })).not.toBe(model.network());
  });

  it('gives its network with the controls as inputs, by the former name, too', () => {
    const model = conditionedModel();
    expect(model.conditionedNetwork().channels[0]).toBe(3);
    expect(model.openNetwork()).toBe(model.conditionedNetwork());
    expect(model.openNetwork({ tanh: 'fast' })).toBe(model.conditionedNetwork({ tanh: 'fast' }));
  });

  it('remembers its latest settings, and not every one that there ever was', () => {
    const model = conditionedModel();
    const at = (tone: number) => model.network({ controls: { tone } });
    const [first, second] = [at(0.1), at(0.2)];
    for (let n = 0; n < 15; n++) at(-n / 20);
    expect(at(0.2)).toBe(second);
    expect(at(0.1)).not.toBe(first);
  });

  it('sounds as they are set', async () => {
    const input = [Float32Array.of(0.25, -0.5)];
    const [output] = await renderModel(conditionedModel(), input, { controls: { drive: 2, tone: 0.5 } });
    expect(output[0]).toBeCloseTo(Math.tanh(0.5) + 0.05, 6);
    expect(output[1]).toBeCloseTo(Math.tanh(-1) + 0.05, 6);
  });

  it.each([
    [{ gain: 1 }, 'controls: expected drive, tone, got gain'],
    [{ drive: 4.1 }, 'controls.drive: expected 0 to 4, got 4.1'],
    [{ tone: Number.NaN }, 'controls.tone: expected -1 to 1, got NaN'],
    [{ toString: 1 }, 'controls: expected drive, tone, got toString'],
  ])('refuses %j', (controls, message) => {
    expect(() => conditionedModel().network({ controls })).toThrow(new RangeError(message));
  });
});
