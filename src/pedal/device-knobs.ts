import type { Control } from '../network/controls.js';
import { formatDb, formatPercent, formatWithUnit } from './format-value.js';
import { Knob, type KnobOptions } from './knob.js';
import type { PedalDevice, PedalParameter } from './pedal-device.js';

/** A knob, and the parameter that it shows and sets. */
export interface DeviceKnob {
  readonly knob: Knob;
  readonly parameter: PedalParameter;
}

/** The range of the gain knobs; the device's own is wider than a player needs. */
const GAIN_DB = { minimum: -24, maximum: 24, step: 0.5, defaultValue: 0, format: formatDb };
const MIX = { minimum: 0, maximum: 1, step: 0.01, defaultValue: 1, format: formatPercent };

/** Makes a knob for each parameter of a device and each control of its model. */
export function knobsOf(device: PedalDevice): DeviceKnob[] {
  return [
    deviceKnob(device.inputGainDb, { label: 'Drive', ...GAIN_DB }),
    deviceKnob(device.outputGainDb, { label: 'Level', ...GAIN_DB }),
    deviceKnob(device.mix, { label: 'Mix', ...MIX }),
    ...device.info.model.controls.map((control) => controlKnob(device, control)),
  ];
}

function controlKnob(device: PedalDevice, control: Control): DeviceKnob {
  const { name, label = name, minimum, maximum, default: defaultValue, unit } = control;
  const parameter: PedalParameter = {
    defaultValue,
    get value() {
      return device.controls[name] ?? defaultValue;
    },
    set value(value) {
      // If the change fails the old sound goes on, and the knob turns back.
      device.setControls({ [name]: value }).catch(() => {});
    },
  };
  const step = (maximum - minimum) / 100;
  const format = (value: number) => formatWithUnit(value, unit);
  return deviceKnob(parameter, { label, minimum, maximum, step, defaultValue, format });
}

function deviceKnob(parameter: PedalParameter, options: Omit<KnobOptions, 'onTurn'>): DeviceKnob {
  const onTurn = (value: number) => {
    parameter.value = value;
  };
  return { knob: new Knob({ ...options, onTurn }), parameter };
}
