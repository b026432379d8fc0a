import type { AnyAudioContext } from './link/worklet-host.js';

/** What counts as a user's gesture: browsers let sound begin in answer to these. */
const GESTURES = ['pointerup', 'keydown', 'touchend', 'click'];

/** A realtime context: one that can be resumed. */
export interface ResumableContext extends AnyAudioContext {
  /** As Web Audio's AudioContext has it. */
  resume(): Promise<void>;
}

/**
 * Resumes a context with every gesture of the user while it is suspended: a browser suspends a context that was made
 * without a gesture, and may do so after a phone call or when the laptop wakes up. It keeps listening, since that can
 * happen again; the function returned ends it. Call that before you suspend the context yourself, or the next click undoes
 * it.
 *
 * A context that is `interrupted` (Safari, while a call or another app has the sound) is left alone: to resume it then is
 * an error, and it ends as `suspended` or `running` by itself.
 *
 * @param target where gestures are heard; by default the whole page
 */
export function resumeOnGesture(context: ResumableContext, target: EventTarget = document): () => void {
  const resume = () => {
    // Refused where the browser takes the event for no gesture; the next one tries again.
    if (context.state === 'suspended') context.resume().catch(() => {});
  };
  // In the capturing phase: an app's own handlers cannot hide the gesture.
  for (const gesture of GESTURES) target.addEventListener(gesture, resume, { capture: true, passive: true });
  return () => {
    for (const gesture of GESTURES) target.removeEventListener(gesture, resume, { capture: true });
  };
}
