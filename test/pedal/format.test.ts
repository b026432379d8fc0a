import { expect, test } from 'vitest';
import { BLOCK_PARAMETERS } from '../../src/live/rig/block-parameters.js';
import { formatValue } from '../../src/pedal/rig/parameter-knob.js';

const [threshold, hysteresis, attack] = BLOCK_PARAMETERS.gate;
const [, ratio] = BLOCK_PARAMETERS.compressor;
const [frequency, , q] = BLOCK_PARAMETERS.equalizer;
const [blend] = BLOCK_PARAMETERS.split;

test.each([
  [threshold, -65, '−65\u00a0dB'],
  [BLOCK_PARAMETERS.gain[0], 3.5, '+3.5\u00a0dB'],
  [hysteresis, 6, '6\u00a0dB'],
  [attack, 0.0025, '2.5\u00a0ms'],
  [BLOCK_PARAMETERS.gate[4], 1.5, '1.5\u00a0s'],
  [ratio, 4, '4:1'],
  [frequency, 80, '80\u00a0Hz'],
  [frequency, 6400, '6.4\u00a0kHz'],
  [q, 1.25, '1.25'],
  [blend, 0.25, '25\u00a0%'],
])('the number of %o, %d, reads %s', (parameter, value, text) => {
  expect(formatValue(value, parameter)).toBe(text);
});
