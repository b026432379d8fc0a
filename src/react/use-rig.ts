import { useEffect, useMemo, useRef, useState } from 'react';
import type { AnyAudioContext } from '../controller/link/worklet-host.js';
import { createRig, type RigOptions } from '../rig/create-rig.js';
import type { Rig, SetRigOptions } from '../rig/rig.js';
import type { RigFilesOptions } from '../rig/rig-files.js';
import { keyOf, type RigSource, readSource } from './rig-source.js';

/** What a rig is made with, and what may change at every rendering. */
export interface UseRigOptions extends Omit<RigOptions, 'signal'>, Omit<SetRigOptions, 'signal'> {
  /** See `Rig.inputGainDb`; default 0. */
  readonly inputGainDb?: number | undefined;
  /** See `Rig.outputGainDb`; default 0. */
  readonly outputGainDb?: number | undefined;
  /** See `Rig.mix`; default 1. */
  readonly mix?: number | undefined;
  /** See `Rig.bypass`; default false. */
  readonly bypass?: boolean | undefined;
}

/** What `useRig` gives. */
export interface UseRig<Context extends AnyAudioContext> {
  /** The rig, to be connected in an effect; null before the first one is ready, and without a context. */
  readonly rig: Rig<Context> | null;
  /** Why the latest rig could not be loaded, made or changed to; the sound from before goes on. Missing files are no error: see `rig.info`. */
  readonly error: Error | null;
  /** Whether a rig is being loaded, made or changed to. */
  readonly loading: boolean;
}

/**
 * A rig for as long as the component is there; null for the context or the rig means none. It is disposed of where the component
 * goes, and made anew where the context, `engine`, `multiplyAdd`, `limits`, `workletUrl`, `baseUrl` or `host` is another. All
 * else changes without a click: another rig by `Rig.setState`, gains, mix and bypass. A rig that is still being loaded when
 * another one is asked for is given up.
 *
 * Documents, lists of blocks and JSON are compared by value, addresses by text, files and bytes by identity. What the player
 * changes stays until `source` is another rig; `rig.getState()` has it. Server components and renderings on a server get null.
 */
export function useRig<Context extends AnyAudioContext>(
  context: Context | null,
  source: RigSource | null,
  options: UseRigOptions = {},
): UseRig<Context> {
  const [rig, setRig] = useState<Rig<Context> | null>(null);
  const [outcome, setOutcome] = useState<Outcome>(NONE);
  const [attempt, setAttempt] = useState(0);
  /** The rig that was last asked for, and the node that plays it; null while there is and will be none. */
  const current = useRef<{ key: unknown; rig?: Rig<Context> } | null>(null);
  const latest = useRef(options);
  const { engine, multiplyAdd, workletUrl, baseUrl, host, limits } = options;
  const { inputGainDb, outputGainDb, mix, bypass } = options;
  const key = useMemo(() => keyOf(source), [source]);
  const fixed = [engine, multiplyAdd, textOf(workletUrl), textOf(baseUrl), host, JSON.stringify(limits)];

  useEffect(() => {
    latest.current = options;
  });

  // biome-ignore lint/correctness/useExhaustiveDependencies: what is not listed changes the rig that there is
  useEffect(() => {
    if (context === null || source === null) return;
    const gone = new AbortController();
    const { signal } = gone;
    const playing: { key: unknown; rig?: Rig<Context> } = { key };
    current.current = playing;
    setOutcome(NONE);
    const made = readSource(source, signal).then((document) =>
      createRig(context, document, {
        ...{ engine, multiplyAdd, workletUrl, baseUrl, host, limits, signal },
        ...filesOf(() => latest.current),
      }),
    );
    made.then(
      (ready) => {
        if (signal.aborted) return ready.dispose();
        playing.rig = ready;
        setRig(ready);
        setOutcome({ key: playing.key, error: null });
      },
      (error) => {
        if (!signal.aborted) setOutcome({ key: playing.key, error });
      },
    );
    return () => {
      gone.abort();
      playing.rig?.dispose();
      current.current = null;
      setRig(null);
    };
  }, [context, source === null, attempt, ...fixed]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: the key stands for the source, and a crossfade changes nothing by itself
  useEffect(() => {
    const playing = current.current;
    if (source === null || playing === null || playing.key === key) return;
    // One that is still being made, or failed, is given up.
    const { rig: changed } = playing;
    if (changed === undefined) {
      setAttempt(attempt + 1);
      return;
    }
    playing.key = key;
    const gone = new AbortController();
    const { signal } = gone;
    const { crossfade, crossfadeSeconds } = options;
    readSource(source, signal)
      .then((document) => {
        signal.throwIfAborted();
        return changed.setState(document, { crossfade, crossfadeSeconds, signal });
      })
      .then(
        () => {
          if (!signal.aborted) setOutcome({ key, error: null });
        },
        (error) => {
          if (!signal.aborted) setOutcome({ key, error });
        },
      );
    return () => gone.abort();
  }, [rig, key]);

  // A rig that was disposed of may be in the state a little longer.
  const inUse = () => (rig !== null && current.current?.rig === rig ? rig : null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: of what is in use only the rig may be another
  useEffect(() => {
    const playing = inUse();
    if (playing !== null && inputGainDb !== undefined) playing.inputGainDb.value = inputGainDb;
  }, [rig, inputGainDb]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: see above
  useEffect(() => {
    const playing = inUse();
    if (playing !== null && outputGainDb !== undefined) playing.outputGainDb.value = outputGainDb;
  }, [rig, outputGainDb]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: see above
  useEffect(() => {
    const playing = inUse();
    if (playing !== null && mix !== undefined) playing.mix.value = mix;
  }, [rig, mix]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: see above
  useEffect(() => {
    const playing = inUse();
    if (playing !== null && bypass !== undefined) playing.bypass = bypass;
  }, [rig, bypass]);

  const isSettled = outcome !== NONE && outcome.key === key;
  const error = isSettled ? outcome.error : null;
  const isWanted = context !== null && source !== null;
  return { rig, error, loading: isWanted && (!isSettled || (rig === null && error === null)) };
}

/** How the rig of a key went. */
interface Outcome {
  readonly key: unknown;
  readonly error: Error | null;
}

const NONE: Outcome = { key: null, error: null };

function textOf(address: URL | string | undefined): string | undefined {
  return address === undefined ? undefined : String(address);
}

/** Options that may be others at every rendering, such as a function or a store that the component makes. */
function filesOf(latest: () => RigFilesOptions): RigFilesOptions {
  return {
    onProgress: (progress) => latest().onProgress?.(progress),
    store: {
      get: async (sha256) => (await latest().store?.get(sha256)) ?? null,
      put: async (sha256, bytes) => latest().store?.put(sha256, bytes),
    },
  };
}
