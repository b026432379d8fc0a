export { DilatonePedal, definePedal } from './pedal.js';
export type { PedalDevice, PedalParameter } from './pedal-device.js';
