import type { BlockParameter } from '../../live/rig/block-parameters.js';
import type { Control } from '../../network/controls.js';
import { formatDb, formatPercent, formatWithUnit } from '../format-value.js';
import { Knob } from '../knob.js';

/** A knob of a number of a block, in the number's own unit. */
export interface ParameterKnob {
  readonly element: HTMLElement;
  /** Displays a value. */
  show(value: number): void;
}

const LOG_STEPS = 200;
const DB_STEP = 0.5;

/** Makes a knob for a parameter. Equal turns are equal ratios where its scale is `log`. */
export function parameterKnob(parameter: BlockParameter, onTurn: (value: number) => void): ParameterKnob {
  const { label, minimum, maximum, defaultValue, unit, scale } = parameter;
  const format = (value: number) => formatValue(value, parameter);
  if (scale === 'linear') {
    const step = unit === 'dB' ? DB_STEP : (maximum - minimum) / 100;
    return new Knob({ label, minimum, maximum, step, defaultValue, format, onTurn });
  }
  const octaves = Math.log(maximum / minimum);
  const shareOf = (value: number) => Math.log(value / minimum) / octaves;
  const valueAt = (share: number) => {
    const value = Number((minimum * Math.exp(share * octaves)).toPrecision(3));
    return Math.min(maximum, Math.max(minimum, value));
  };
  // Its range is the share of the way; what a double click brings back is exact.
  const home = shareOf(defaultValue);
  const exact = (share: number) => (share === home ? defaultValue : valueAt(share));
  const knob = new Knob({
    label,
    minimum: 0,
    maximum: 1,
    step: 1 / LOG_STEPS,
    defaultValue: home,
    format: (share) => format(exact(share)),
    onTurn: (share) => onTurn(exact(share)),
  });
  return { element: knob.element, show: (value) => knob.show(shareOf(value)) };
}

/** Makes a knob for a control of a model. */
export function controlKnob(control: Control, onTurn: (value: number) => void): ParameterKnob {
  const { name, label = name, minimum, maximum, default: defaultValue, unit } = control;
  const format = (value: number) => formatWithUnit(value, unit);
  return new Knob({ label, minimum, maximum, step: (maximum - minimum) / 100, defaultValue, format, onTurn });
}

/** A value with its unit, as players read it. */
export function formatValue(value: number, { unit, minimum, maximum }: BlockParameter): string {
  switch (unit) {
    case 'dB':
      // A sign tells louder from quieter; a depth has none.
      return minimum < 0 ? formatDb(value) : formatWithUnit(value, 'dB');
    case 'Hz':
      return value < 1000 ? formatWithUnit(value, 'Hz') : formatWithUnit(value / 1000, 'kHz');
    case 's':
      return value < 1 ? formatWithUnit(1000 * value, 'ms') : formatWithUnit(value, 's');
    case ':1':
      return `${Number(value.toPrecision(2))}:1`;
    default:
      return minimum === 0 && maximum === 1 ? formatPercent(value) : formatWithUnit(value, unit);
  }
}
