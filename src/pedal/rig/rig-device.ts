import type { Rig } from '../../rig/rig.js';

/** What `<dilatone-rig>` uses of a rig. A `Rig` has it; other objects may implement it. Called on the main thread. */
export type RigDevice = Pick<
  Rig,
  'add' | 'bypass' | 'document' | 'info' | 'move' | 'on' | 'remove' | 'set' | 'setBypass' | 'setState' | 'update'
>;
