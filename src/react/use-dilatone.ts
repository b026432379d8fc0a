import { useEffect, useRef, useState } from 'react';
import type { AnyAudioContext } from '../controller/link/worklet-host.js';
import type { ModelSource } from '../controller/model-source.js';
import { createDilatone, type DilatoneOptions } from '../controller/node/create-dilatone.js';
import type { Dilatone } from '../controller/node/dilatone.js';
import type { SetStateOptions } from '../controller/node/dilatone-state.js';
import type { Model } from '../model/model.js';
import { useModel } from './use-model.js';

/** What a node is made with, and what may change at every rendering. */
export interface UseDilatoneOptions extends Omit<DilatoneOptions, 'model' | 'signal'>, SetStateOptions {
  /** See `Dilatone.inputGainDb`; default 0. */
  readonly inputGainDb?: number | undefined;
  /** See `Dilatone.outputGainDb`; default 0. */
  readonly outputGainDb?: number | undefined;
  /** See `Dilatone.mix`; default 1. */
  readonly mix?: number | undefined;
  /** See `Dilatone.bypass`; default false. */
  readonly bypass?: boolean | undefined;
}

/** What `useDilatone` gives. */
export interface UseDilatone<Context extends AnyAudioContext> {
  /** The node, to be connected in an effect; null before the first model is ready, and without a context. */
  readonly amp: Dilatone<Context> | null;
  /** Why the latest model could not be loaded or the node not be made; the sound from before goes on. */
  readonly error: Error | null;
  /** Whether a model is being loaded or the node is being made. */
  readonly loading: boolean;
}

/**
 * A node for as long as the component is there; null for the context or the model means none. The node is disposed of where the
 * component goes, and made anew where the context, `channels`, `engine`, `multiplyAdd`, `resample`, `stepDown`, `workletUrl`
 * or `host` is another.
 * All else changes without a click: the model, by address, file or `Model`, its size and controls, gains, mix, bypass, limiter.
 * What is left out of these is left alone, so that a pedal or code of yours may set it.
 *
 * Options are compared by value, those that are objects by identity, controls by their values. Server components and
 * renderings on a server get null.
 */
export function useDilatone<Context extends AnyAudioContext>(
  context: Context | null,
  source: Model | ModelSource | null,
  options: UseDilatoneOptions = {},
): UseDilatone<Context> {
  const { model, error: modelError, loading: isLoading } = useModel(source);
  const [amp, setAmp] = useState<Dilatone<Context> | null>(null);
  const [error, setError] = useState<Error | null>(null);
  const { channels, engine, multiplyAdd, resample, stepDown, workletUrl, host } = options;
  const { size, tanh, controls, limitDb, inputGainDb, outputGainDb, mix, bypass, crossfade, crossfadeSeconds } =
    options;
  const hasModel = model !== null;
  const settings = JSON.stringify(controls);
  /** What the node was made with, or last set to. */
  const current = useRef<{ model: Model; size: unknown; tanh: unknown; settings: unknown } | null>(null);
  const [attempt, setAttempt] = useState(0);

  // biome-ignore lint/correctness/useExhaustiveDependencies: what is not listed changes the node that there is
  useEffect(() => {
    if (context === null || model === null) return;
    const gone = new AbortController();
    let made: Dilatone<Context> | undefined;
    setError(null);
    current.current = { model, size, tanh, settings };
    const fixed = { channels, engine, multiplyAdd, resample, stepDown, workletUrl, host };
    const options = { ...fixed, model, size, tanh, controls, limitDb, signal: gone.signal };
    // Later: StrictMode ends an effect at once, and nothing is to be made twice.
    const making = Promise.resolve().then(() => createDilatone(context, options));
    making.then(
      (node) => {
        made = node;
        if (gone.signal.aborted) node.dispose();
        else setAmp(node);
      },
      (reason) => {
        if (!gone.signal.aborted) setError(reason);
      },
    );
    return () => {
      gone.abort();
      made?.dispose();
      setAmp(null);
    };
  }, [context, hasModel, channels, engine, multiplyAdd, resample, stepDown, workletUrl, host, attempt]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: another model is another attempt, and nothing else is
  useEffect(() => {
    if (amp === null && error !== null) setAttempt(attempt + 1);
  }, [model]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: controls by their values, and a crossfade changes nothing by itself
  useEffect(() => {
    const last = current.current;
    if (amp === null || model === null || last === null) return;
    const isSame = last.model === model && last.size === size && last.tanh === tanh;
    if (isSame && last.settings === settings) return;
    current.current = { model, size, tanh, settings };
    let isGone = false;
    const fade = { crossfade, crossfadeSeconds };
    // What is turned quickly is followed in steps; controls that are left out are not ours.
    const kept = controls ?? (last.model === model ? amp.controls : {});
    const change = isSame ? amp.setControls(kept, fade) : amp.setModel(model, { size, tanh, controls: kept, ...fade });
    change.then(
      () => {
        if (!isGone) setError(null);
      },
      (reason) => {
        if (!isGone) setError(reason);
      },
    );
    return () => {
      isGone = true;
    };
  }, [amp, model, size, tanh, settings]);

  useEffect(() => {
    if (amp !== null && inputGainDb !== undefined) amp.inputGainDb.value = inputGainDb;
  }, [amp, inputGainDb]);
  useEffect(() => {
    if (amp !== null && outputGainDb !== undefined) amp.outputGainDb.value = outputGainDb;
  }, [amp, outputGainDb]);
  useEffect(() => {
    if (amp !== null && mix !== undefined) amp.mix.value = mix;
  }, [amp, mix]);
  useEffect(() => {
    if (amp !== null && bypass !== undefined) amp.bypass = bypass;
  }, [amp, bypass]);
  useEffect(() => {
    if (amp !== null && limitDb !== undefined) amp.limitDb = limitDb;
  }, [amp, limitDb]);

  const failure = modelError ?? error;
  const isMaking = context !== null && hasModel && amp === null && failure === null;
  return { amp, error: failure, loading: isLoading || isMaking };
}
