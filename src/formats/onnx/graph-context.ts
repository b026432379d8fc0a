import type { NetworkBuilder } from '../../network/builder.js';
import type { SignalId } from '../../network/network.js';
import type { NodeReader } from './node-reader.js';
import type { Beginning, Signal } from './signal.js';

/** What all nodes of a graph add to. */
export interface GraphContext {
  readonly builder: NetworkBuilder;
  readonly beginning: Beginning;
  /** How many frames the graph was made for; 0 where any number. */
  readonly frames: number;
}

/** A signal that is computed of another frame by frame. */
export function compute(
  { beginning }: GraphContext,
  node: NodeReader,
  x: Signal,
  make: (id: SignalId) => SignalId,
): Signal {
  return { ...beginning.compute(x, node.where), id: make(x.id) };
}
