/**
 * Hooks and components for React.
 *
 * @module dilatone/react
 */
export { DilatonePedal, type DilatonePedalProps } from './pedal.js';
export { type UseDilatone, type UseDilatoneOptions, useDilatone } from './use-dilatone.js';
export { type UseModel, useModel } from './use-model.js';
