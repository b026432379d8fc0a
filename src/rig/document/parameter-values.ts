import { BLOCK_PARAMETERS, type BlockParameter } from '../../live/rig/block-parameters.js';
import type { RigBlock } from './rig-document.js';

/** The parameters of a block, in the order in which the audio thread gets them. */
export function parametersOf({ type }: RigBlock): readonly BlockParameter[] {
  return BLOCK_PARAMETERS[type];
}

/** The values of all parameters of a block, defaults where it names none, in the order of `BLOCK_PARAMETERS`. */
export function parameterValues(block: RigBlock): number[] {
  const values = block as unknown as Readonly<Record<string, number | undefined>>;
  return parametersOf(block).map(({ name, defaultValue }) => values[name] ?? defaultValue);
}
