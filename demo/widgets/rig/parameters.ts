import { BLOCK_PARAMETERS, type BlockParameter, type RigBlock } from '../../../src/rig/index.js';
import { formatDb, formatHz, formatPercent } from '../../format.js';
import { readNumber } from '../controls/knob-scale.js';

/** The knobs that a card shows; the block's panel has all of them. */
const MAIN: Readonly<Partial<Record<RigBlock['type'], readonly string[]>>> = {
  model: ['inputDb', 'outputDb', 'mix'],
  cabinet: ['outputDb', 'mix'],
  gate: ['thresholdDb'],
  compressor: ['thresholdDb', 'ratio', 'makeupDb'],
  tone: ['bassDb', 'midDb', 'trebleDb'],
  highpass: ['frequency'],
  gain: ['gainDb'],
  split: ['blend'],
};

/** Ends of knobs in dB: what a hand means, within what a rig allows. */
const ENDS: Readonly<Record<string, readonly [min: number, max: number]>> = {
  inputDb: [-24, 24],
  outputDb: [-36, 12],
  gainDb: [-36, 12],
};

/** Short names, for knobs that stand beside each other. */
const SHORT: Readonly<Record<string, string>> = { thresholdDb: 'Thresh.', makeupDb: 'Make-up', midHz: 'Mid freq.' };

const SPACE = '\u00a0';

/** A number of a block, as a knob shows it. */
export interface KnobParameter extends BlockParameter {
  readonly step: number;
  readonly value: number;
}

/** All parameters of a block with their values, with the ends that knobs have. */
export function parametersOf(block: RigBlock): KnobParameter[] {
  const parameters: readonly BlockParameter[] = BLOCK_PARAMETERS[block.type];
  return parameters.map((parameter) => {
    const [minimum, maximum] = ENDS[parameter.name] ?? [parameter.minimum, parameter.maximum];
    const value = (block as unknown as Readonly<Record<string, unknown>>)[parameter.name];
    return {
      ...parameter,
      minimum,
      maximum,
      step: stepOf(parameter),
      value: typeof value === 'number' ? value : parameter.defaultValue,
    };
  });
}

/** The parameters of which the card shows a knob, three at most. */
export function mainParametersOf(block: RigBlock): KnobParameter[] {
  const names = MAIN[block.type] ?? [];
  return parametersOf(block)
    .filter(({ name }) => names.includes(name))
    .map((parameter) => ({ ...parameter, label: SHORT[parameter.name] ?? parameter.label }));
}

/** Whether a value is shown in percent. */
function isShare({ unit, minimum, maximum }: BlockParameter): boolean {
  return unit === '' && minimum === 0 && maximum === 1;
}

function stepOf(parameter: BlockParameter): number {
  return isShare(parameter) ? 0.05 : 1;
}

/** A value in words: `−58 dB`, `80 Hz`, `5 ms`, `100 %`, `4 : 1`. */
export function formatValue(parameter: BlockParameter, value: number): string {
  if (isShare(parameter)) return formatPercent(value);
  switch (parameter.unit) {
    case 'dB':
      return formatDb(value);
    case 'Hz':
      return formatHz(value);
    case 's':
      return value < 1
        ? `${Number((1000 * value).toPrecision(3))}${SPACE}ms`
        : `${Number(value.toPrecision(3))}${SPACE}s`;
    case ':1':
      return `${Number(value.toPrecision(3))}${SPACE}:${SPACE}1`;
    default:
      return String(Number(value.toPrecision(3)));
  }
}

/** Reads what somebody typed, in the unit that is shown; `2 k` are 2000. Null for what is no number. */
export function parseValue(parameter: BlockParameter, text: string): number | null {
  const value = readNumber(text);
  if (value === null) return null;
  if (isShare(parameter)) return value / 100;
  if (parameter.unit === 's') return /\ds|\ssec|\d\s+s/i.test(text) ? value : value / 1000;
  if (parameter.unit === 'Hz') return /k/i.test(text) ? 1000 * value : value;
  return value;
}
