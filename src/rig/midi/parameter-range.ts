import { BLOCK_PARAMETERS, type BlockParameter } from '../../live/rig/block-parameters.js';
import type { RigSurface } from '../rig-surface.js';
import type { ParameterMapping, ParameterTarget } from './midi-mapping.js';

/** The gain before the first block, and that after the last one. */
const [END_GAIN]: readonly BlockParameter[] = BLOCK_PARAMETERS.gain;

/** The parameter that a target names, in the rig as it is now; undefined where there is none. */
export function findParameter(rig: RigSurface, { id, parameter }: ParameterTarget): BlockParameter | undefined {
  if (id === 'input' || id === 'output') return parameter === END_GAIN.name ? END_GAIN : undefined;
  const block = rig.block(id);
  const parameters: readonly BlockParameter[] = block === undefined ? [] : BLOCK_PARAMETERS[block.type];
  return parameters.find(({ name }) => name === parameter);
}

/** The value that a parameter has in the rig as it is now. */
export function currentValue(rig: RigSurface, id: string, { name, defaultValue }: BlockParameter): number {
  const owner = id === 'input' || id === 'output' ? rig.document[id] : rig.block(id);
  const values = (owner ?? {}) as Readonly<Record<string, number | undefined>>;
  return values[name] ?? defaultValue;
}

/** Between the way of a knob, 0 … 1, and the values of a parameter. */
export interface KnobScale {
  /** The value at a position. */
  valueAt(position: number): number;
  /** The position of a value, within 0 … 1. */
  positionOf(value: number): number;
}

/** The scale of a mapping on a parameter. What the mapping says beyond the parameter's range is cut off. */
export function knobScale(
  { minimum, maximum, curve }: Pick<ParameterMapping, 'minimum' | 'maximum' | 'curve'>,
  parameter: BlockParameter,
): KnobScale {
  const within = (value: number) => Math.min(parameter.maximum, Math.max(parameter.minimum, value));
  const low = within(minimum ?? parameter.minimum);
  const high = within(maximum ?? parameter.maximum);
  const isLog = (curve ?? parameter.scale) === 'log' && low > 0 && high > 0;
  // As a difference: a quotient of tiny numbers overflows.
  const ratio = Math.log(high) - Math.log(low);
  return {
    valueAt: (position) => {
      // Exact at both ends.
      if (position <= 0) return low;
      if (position >= 1) return high;
      return within(isLog ? low * Math.exp(ratio * position) : low + (high - low) * position);
    },
    positionOf: (value) => {
      if (low === high) return 0;
      const position = isLog ? (Math.log(value) - Math.log(low)) / ratio : (value - low) / (high - low);
      // Out of the range of logarithms, and where both ends are nearly equal, there is no number.
      return position > 0 ? Math.min(1, position) : 0;
    },
  };
}
