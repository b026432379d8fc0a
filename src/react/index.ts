/**
 * Hooks and components for React.
 *
 * @module dilatone/react
 */
export { DilatonePedal, type DilatonePedalProps } from './pedal.js';
export { DilatoneRig, type DilatoneRigProps } from './rig.js';
export type { RigSource } from './rig-source.js';
export { type UseDilatone, type UseDilatoneOptions, useDilatone } from './use-dilatone.js';
export { type UseModel, useModel } from './use-model.js';
export { type UseRig, type UseRigOptions, useRig } from './use-rig.js';
