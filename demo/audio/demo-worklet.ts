import source from 'virtual:dilatone-demo-worklet-source';
import {
  addAudioWorkletModule,
  type IAudioContext,
  type IMinimalOfflineAudioContext,
} from 'standardized-audio-context';

type AnyContext = IAudioContext | IMinimalOfflineAudioContext;

const loaded = new WeakMap<AnyContext, Promise<void>>();

/**
 * Loads the page's own processors into a context, once. Their script is part of the page's own, so that it is there without a
 * network, and where the server has another version of the page by now. Rejects where the browser allows no worklet.
 */
export function loadDemoWorklet(context: AnyContext): Promise<void> {
  const before = loaded.get(context);
  if (before) return before;
  const loading = addModule(context);
  loaded.set(context, loading);
  loading.catch(() => loaded.delete(context));
  return loading;
}

async function addModule(context: AnyContext): Promise<void> {
  if (!addAudioWorkletModule) throw new Error('expected audio worklets, got none');
  const url = URL.createObjectURL(new Blob([source], { type: 'text/javascript' }));
  try {
    await addAudioWorkletModule(context, url);
  } finally {
    URL.revokeObjectURL(url);
  }
}
