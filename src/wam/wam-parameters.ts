import { AUTOMATED, type AutomatedParameter } from './automation/automation.js';
import type { WamParameterData, WamParameterInfo } from './wam-api.js';

const LABELS: Readonly<Record<string, string>> = {
  inputGainDb: 'Drive',
  outputGainDb: 'Level',
  mix: 'Mix',
  bypass: 'Bypass',
};

/** What a host is told about the parameters asked for; all where none is named. */
export function parameterInfo(ids: readonly string[]): Record<string, WamParameterInfo> {
  return Object.fromEntries(chosen(ids).map((parameter) => [parameter.id, describe(parameter)]));
}

/** The values of the parameters asked for; all where none is named. */
export function parameterValues(
  values: ArrayLike<number>,
  normalized: boolean,
  ids: readonly string[],
): Record<string, WamParameterData> {
  const data = chosen(ids).map((parameter) => {
    const value = values[AUTOMATED.indexOf(parameter)];
    return { id: parameter.id, value: normalized ? describe(parameter).normalize(value) : value, normalized };
  });
  return Object.fromEntries(data.map((datum) => [datum.id, datum]));
}

function chosen(ids: readonly string[]): readonly AutomatedParameter[] {
  return ids.length === 0 ? AUTOMATED : AUTOMATED.filter(({ id }) => ids.includes(id));
}

function describe({ id, defaultValue, minValue, maxValue }: AutomatedParameter): WamParameterInfo {
  const isSwitch = id === 'bypass';
  const units = id.endsWith('Db') ? 'dB' : '';
  return {
    id,
    label: LABELS[id],
    type: isSwitch ? 'boolean' : 'float',
    defaultValue,
    minValue,
    maxValue,
    discreteStep: isSwitch ? 1 : 0,
    exponent: 0,
    choices: [],
    units,
    normalize: (value) => (value - minValue) / (maxValue - minValue),
    denormalize: (share) => minValue + share * (maxValue - minValue),
    valueString: (value) => (isSwitch ? (value < 0.5 ? 'off' : 'on') : `${Number(value.toFixed(2))} ${units}`.trim()),
  };
}
