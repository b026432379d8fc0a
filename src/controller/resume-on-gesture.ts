import { expectContext } from './link/in-use.js';
import type { AnyAudioContext } from './link/worklet-host.js';

/** The events that browsers accept as a user's gesture, after which sound may start. */
const GESTURES = ['pointerup', 'keydown', 'touchend', 'click'];

/** A realtime context: one that can be resumed. Native contexts, standardized-audio-context's and Tone's are. */
export interface ResumableContext extends AnyAudioContext {
  /** Web Audio's `AudioContext.resume`. */
  resume(): Promise<void>;
}

/**
 * Resumes a suspended context at the user's next gesture. Browsers suspend a context that was made without a gesture, and
 * may suspend it again after a phone call or when the laptop wakes up. So this keeps listening, until the function returned
 * is called: call it before you suspend the context yourself, since the next click would resume it, and when you close the
 * context.
 *
 * It does not resume a context that is `interrupted` (Safari, while a call or another app has the sound): that is an error,
 * and the browser itself sets the context to `suspended` or `running` afterwards.
 *
 * @param target where to listen for gestures; by default the whole page
 */
export function resumeOnGesture(context: ResumableContext, target: EventTarget = document): () => void {
  expectContext(context);
  return watchGestures(() => {
    // Rejects where the browser does not accept the event as a gesture; the next one tries again.
    if (context.state === 'suspended') context.resume().catch(() => {});
  }, target);
}

/** Calls `listener` at each gesture, until the function returned is called. */
export function watchGestures(listener: () => void, target: EventTarget): () => void {
  // In the capturing phase, since an app's own handlers may stop the event.
  for (const gesture of GESTURES) target.addEventListener(gesture, listener, { capture: true, passive: true });
  return () => {
    for (const gesture of GESTURES) target.removeEventListener(gesture, listener, { capture: true });
  };
}
