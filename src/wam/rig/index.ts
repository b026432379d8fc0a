/**
 * A rig as a Web Audio Module 2.0.
 *
 * @module dilatone/wam-rig
 */
import { DilatoneRigWam } from './rig-wam.js';

export type { RigDevice } from '../../pedal/rig/rig-device.js';
export type { WamDescriptor, WamEvent, WamParameterData, WamParameterInfo, WamPort } from '../wam-api.js';
export type { DilatoneRigWamNode } from './rig-wam.js';
export type { RigWamState } from './rig-wam-state.js';
export { DilatoneRigWam };

// biome-ignore lint/style/noDefaultExport: hosts import a WAM by its address and take the default export
export default DilatoneRigWam;
