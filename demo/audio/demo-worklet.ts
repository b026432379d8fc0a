import { addAudioWorkletModule, type IAudioContext } from 'standardized-audio-context';
import workletUrl from '../worklets/demo.worklet.ts?worker&url';

let loaded: Promise<void> | null = null;

/** Loads the page's own processors into its context, once. Rejects where the browser allows no worklet. */
export function loadDemoWorklet(context: IAudioContext): Promise<void> {
  loaded ??= addModule(context);
  loaded.catch(() => {
    loaded = null;
  });
  return loaded;
}

async function addModule(context: IAudioContext): Promise<void> {
  if (!addAudioWorkletModule) throw new Error('expected audio worklets, got none');
  await addAudioWorkletModule(context, workletUrl);
}
