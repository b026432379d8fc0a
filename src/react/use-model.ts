import { useEffect, useState } from 'react';
import { loadModel } from '../controller/load-model.js';
import type { ModelSource } from '../controller/model-source.js';
import type { Model } from '../model/model.js';

/** What `useModel` gives. */
export interface UseModel {
  /** The latest model that could be loaded; null before the first one, and without a source. */
  readonly model: Model | null;
  /** Why the latest could not be loaded. */
  readonly error: Error | null;
  /** Whether one is being loaded. */
  readonly loading: boolean;
}

/**
 * A model that is loaded while the component is there. Sources are compared by identity, URLs by their text. A model itself is
 * given back as it is.
 */
export function useModel(source: Model | ModelSource | null): UseModel {
  const key = source instanceof URL ? source.href : source;
  const [loaded, setLoaded] = useState<{ key: unknown; model: Model | null; error: Error | null }>(NONE);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key stands for the source
  useEffect(() => {
    if (source === null || isModel(source)) return;
    const gone = new AbortController();
    // Later: StrictMode ends an effect at once, and nothing is to be fetched twice.
    const loading = Promise.resolve().then(() => loadModel(source, { signal: gone.signal }));
    loading.then(
      (model) => setLoaded({ key, model, error: null }),
      (error) => {
        if (!gone.signal.aborted) setLoaded(({ model }) => ({ key, model, error }));
      },
    );
    return () => gone.abort();
  }, [key]);
  if (source === null) return { model: null, error: null, loading: false };
  if (isModel(source)) return { model: source, error: null, loading: false };
  const { model, error } = loaded;
  return { model, error: loaded.key === key ? error : null, loading: loaded.key !== key };
}

const NONE = { key: null, model: null, error: null };

function isModel(source: Model | ModelSource): source is Model {
  return typeof source === 'object' && 'conditionedNetwork' in source;
}
