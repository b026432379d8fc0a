import source from 'virtual:dilatone-rig-worklet-source';
import type { WorkletScript } from '../controller/link/worklet-host.js';
import { RIG_PROCESSOR_NAME } from '../live/protocol.js';

/** The script with the processor that runs rigs. */
export const RIG_SCRIPT: WorkletScript = {
  processorName: RIG_PROCESSOR_NAME,
  source,
  file: 'dilatone/rig-worklet',
};
