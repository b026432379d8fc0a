import { describe, expect, it } from 'vitest';
import { parseModel } from '../../src/formats/parse-model.js';
import { encodeFile } from '../support/make-wavenet.js';

describe('several inputs of a file of RTNeural or AIDA-X', () => {
  const infoOf = (inputs: number, outputs: number, extra: object = {}) => {
    const weights = [new Array(inputs).fill(new Array(outputs).fill(0.5)), new Array(outputs).fill(0)];
    const dense = { type: 'dense', activation: '', shape: [null, null, outputs], weights };
    const { info } = parseModel(encodeFile({ in_shape: [null, null, inputs], layers: [dense], ...extra }));
    return {
      inputs: info.inputs,
      names: info.controls.map(({ name }) => name),
      labels: info.controls.map(({ label }) => label),
    };
  };

  it('of one output are sound and one or two knobs, with or without the keys of AIDA-X', () => {
    for (const extra of [{}, { in_skip: 0 }, { metadata: { name: 'x' } }]) {
      expect(infoOf(2, 1, extra)).toEqual({ inputs: 1, names: ['param1'], labels: ['Parameter 1'] });
      expect(infoOf(3, 1, extra)).toMatchObject({ inputs: 1, names: ['param1', 'param2'] });
    }
  });

  it('of as many outputs are channels of sound, as are more than three', () => {
    expect(infoOf(2, 2)).toMatchObject({ inputs: 2, names: [] });
    expect(infoOf(4, 1)).toMatchObject({ inputs: 4, names: [] });
  });

  it.each([
    [{ knobs: ['Gain', 'Tone Stack'] }],
    [{ controls: [{ name: 'Gain' }, { name: 'Tone Stack' }] }],
    [{ param1_name: 'Gain', param2_name: 'Tone Stack' }],
    [{ knobs: null, param1: 'Gain', param2: 'Tone Stack' }],
  ])('have the names that the metadata give to all: %j', (metadata) => {
    expect(infoOf(3, 1, { metadata })).toMatchObject({
      names: ['gain', 'tone_stack'],
      labels: ['Gain', 'Tone Stack'],
    });
  });

  it.each([[['Gain']], [['Gain', 'gain']], [['Gain', 3]], [['Gain', '!']], [['Gain', '\n']]])(
    'have the usual names where %j names them',
    (knobs) => {
      expect(infoOf(3, 1, { metadata: { knobs } }).names).toEqual(['param1', 'param2']);
    },
  );
});
