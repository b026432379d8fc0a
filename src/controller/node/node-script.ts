import source from 'virtual:dilatone-worklet-source';
import { PROCESSOR_NAME } from '../../live/protocol.js';
import type { WorkletScript } from '../link/worklet-host.js';

/** The script with the processor that runs single models. */
export const NODE_SCRIPT: WorkletScript = {
  processorName: PROCESSOR_NAME,
  source,
  file: 'dilatone/worklet',
  asBytes: (source) => (source.kind === 'module' ? { kind: 'bytes', program: source.program } : null),
};
