import { expectContext } from '../link/in-use.js';
import type { AnyAudioContext } from '../link/worklet-host.js';
import { watchState } from './inner-context.js';

/**
 * Keeps the screen on while a context runs and the page is visible, until the function returned is called: a phone that locks
 * itself stops the sound. Does nothing, without an error, where the browser cannot or does not want to, as with a low battery.
 */
export function keepAwake(context: AnyAudioContext): () => void {
  expectContext(context);
  const { document, navigator } = globalThis;
  const wakeLock = navigator?.wakeLock as WakeLock | undefined;
  if (wakeLock === undefined || document === undefined) return () => {};
  let ended = false;
  let requesting = false;
  let lock: WakeLockSentinel | null = null;
  const update = async (): Promise<void> => {
    const wanted = !ended && context.state === 'running' && document.visibilityState === 'visible';
    if (lock?.released) lock = null;
    if (wanted === (lock !== null)) return;
    if (!wanted) {
      const unwanted = lock;
      lock = null;
      await unwanted?.release().catch(() => {});
    } else if (!requesting) {
      requesting = true;
      lock = await wakeLock.request('screen').catch(() => null);
      requesting = false;
      // What was wanted may have changed meanwhile; after a refusal the next change asks again.
      if (lock !== null) await update();
    }
  };
  const onchange = () => void update();
  const stopState = watchState(context, onchange);
  document.addEventListener('visibilitychange', onchange);
  onchange();
  return () => {
    ended = true;
    stopState();
    document.removeEventListener('visibilitychange', onchange);
    onchange();
  };
}
