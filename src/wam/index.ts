/**
 * Dilatone as a Web Audio Module 2.0, for hosts that load effects by their address; its default export is the module.
 *
 * @module dilatone/wam
 */
import { DilatoneWam } from './wam.js';

export type { DilatoneWamNode } from './wam.js';
export type {
  WamDescriptor,
  WamEvent,
  WamParameterData,
  WamParameterInfo,
  WamPort,
} from './wam-api.js';
export type { WamState } from './wam-state.js';
export { DilatoneWam };

// biome-ignore lint/style/noDefaultExport: hosts import a WAM by its address and take the default export
export default DilatoneWam;
