import { unwrapped } from '../../model/opaque.js';

/** No wrapper of nodes is deeper. */
const MOST_WRAPPERS = 8;

/**
 * Calls a node's `connect` or `disconnect` with a destination of any make: for a Dilatone, a WAM and Tone's nodes and signals,
 * their input takes the place. TypeError, with what to do, where there is none.
 */
export function wire(node: AudioNode, verb: 'connect' | 'disconnect', ends: readonly unknown[]): void {
  const [destination, ...indices] = ends;
  try {
    const act = node[verb] as (...ends: unknown[]) => void;
    act.apply(node, ends.length === 0 ? [] : [inputOf(destination), ...indices]);
  } catch (cause) {
    // DOMExceptions, such as one about an index, say what is wrong.
    if (!/^(Type)?Error$/.test(String((cause as Error | null)?.name))) throw cause;
    const got = Object.prototype.toString.call(destination).slice(8, -1);
    const detail = `expected a node or parameter of the same context, got ${got}`;
    throw new TypeError(`${verb}: ${detail}; if it is a Proxy, keep it out of deep state (Vue: shallowRef, markRaw)`, {
      cause,
    });
  }
}

/** The node or parameter inside of wrappers: `node` of a Dilatone, `audioNode` of a WAM, `input` of Tone. */
function inputOf(destination: unknown): unknown {
  let input = unwrapped(destination);
  for (let depth = 0; depth < MOST_WRAPPERS && typeof input === 'object' && input !== null; depth++) {
    // A native one may have any of these properties from the app.
    if (/(Node|Param)\]$/.test(Object.prototype.toString.call(input))) break;
    const wrapper = input as { readonly input?: unknown; readonly node?: unknown; readonly audioNode?: unknown };
    const inner = wrapper.input ?? wrapper.node ?? wrapper.audioNode;
    if (typeof inner !== 'object' || inner === null) break;
    input = unwrapped(inner);
  }
  return input;
}
