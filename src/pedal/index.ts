/**
 * The custom element `<dilatone-pedal>`: knobs, level meters and a drop target for model files around a node.
 *
 * @module dilatone/pedal
 */
export { DilatonePedal, definePedal } from './pedal.js';
export type { PedalDevice, PedalParameter } from './pedal-device.js';
export type { RigDevice } from './rig/rig-device.js';
export { DilatoneRig, defineRig } from './rig/rig-element.js';
