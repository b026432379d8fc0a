import { expectNumbers, expectObject, malformed } from '../../model/untrusted.js';
import { readRig } from '../../rig/document/read-rig.js';
import type { RigDocument } from '../../rig/document/rig-document.js';

/** The state of the WAM of a rig, which JSON can hold: a host stores it with the song. */
export interface RigWamState {
  /** Version of this format. */
  readonly version: 1;
  /** Values of the parameters that are the node's own, by id; missing ones are at their defaults. */
  readonly parameters: Readonly<Record<string, number>>;
  /** The rig, with the bytes of its files. */
  readonly rig: RigDocument;
}

/** The state of a WAM that was given none: sound passes unchanged. Hosts mix beyond full scale: there is no limiter. */
export const FIRST_RIG_STATE: RigWamState = {
  version: 1,
  parameters: {},
  rig: { format: 'dilatone-rig', version: 1, blocks: [], output: { limitDb: null } },
};

/** Checks a state that comes from a host; a rig alone is one, too. Throws as `readRig` does. */
export function readRigState(state: unknown): RigWamState {
  const given = expectObject(state, 'state');
  if (given.format === 'dilatone-rig') return { version: 1, parameters: {}, rig: readRig(given) };
  const { version, parameters = {}, rig = FIRST_RIG_STATE.rig } = given;
  if (version !== 1) throw malformed('state.version', '1', version);
  return { version, parameters: expectNumbers(parameters, 'state.parameters'), rig: readRig(rig) };
}
