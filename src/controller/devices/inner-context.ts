import { unwrapped } from '../../model/opaque.js';
import type { AnyAudioContext } from '../link/worklet-host.js';

/** How Tone's contexts, and then those of standardized-audio-context 25, hold the context inside them. */
interface Wrapper {
  readonly rawContext?: object;
  readonly _nativeContext?: object;
}

/**
 * The first that has a member of this name: the context itself, or one that it wraps, down to the browser's own. Null where none
 * has.
 */
export function contextWith<Inner extends object>(
  context: AnyAudioContext,
  member: keyof Inner & string,
): Inner | null {
  let inner: object | undefined = unwrapped(context);
  while (typeof inner === 'object' && inner !== null) {
    if (member in inner) return inner as Inner;
    const { rawContext, _nativeContext }: Wrapper = inner;
    inner = rawContext ?? _nativeContext;
  }
  return null;
}

/** Calls `listener` at each change of a context's state, until the function returned is called. */
export function watchState(context: AnyAudioContext, listener: () => void): () => void {
  const target = contextWith<EventTarget>(context, 'addEventListener');
  target?.addEventListener('statechange', listener);
  return () => target?.removeEventListener('statechange', listener);
}
