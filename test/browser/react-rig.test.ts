import { Activity, createElement, StrictMode } from 'react';
import { flushSync } from 'react-dom';
import { createRoot, type Root } from 'react-dom/client';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { DilatoneRig, type RigSource, type UseRig, type UseRigOptions, useRig } from '../../src/react/index.js';
import type { RigChangeEvent } from '../../src/rig/index.js';

interface Props {
  readonly source: RigSource | null;
  readonly options?: UseRigOptions;
  readonly label?: string;
  readonly onRigChange?: (event: CustomEvent<RigChangeEvent>) => void;
}

let context: AudioContext;
let root: Root;
let page: HTMLElement;
/** What the hook gave last. */
let given: UseRig<AudioContext>;
/** All rigs that it gave. */
const rigs = new Set<object>();

function Player({ source, options, ...props }: Props) {
  given = useRig(context, source, options);
  if (given.rig !== null) rigs.add(given.rig);
  return createElement(DilatoneRig, { rig: given.rig, className: 'wide', ...props });
}

/** Renders at once, effects included. */
const show = (props: Props) =>
  flushSync(() => root.render(createElement(StrictMode, null, createElement(Player, props))));
const settled = () => vi.waitFor(() => expect(given.loading).toBe(false));
const ids = () => given.rig?.document.blocks.map(({ id }) => id);
const gain = (gainDb: number) => [{ type: 'gain', gainDb }] as const;

/** A rig at an address that answers when it is told to. */
function slowRig(address: string, blocks: readonly object[]) {
  let answer = () => {};
  const fetched = vi.fn();
  vi.stubGlobal('fetch', (url: string, { signal }: RequestInit) => {
    expect(url).toBe(address);
    fetched(signal);
    return new Promise((resolve, reject) => {
      answer = () => resolve(new Response(JSON.stringify({ format: 'dilatone-rig', version: 1, blocks })));
      signal?.addEventListener('abort', () => reject(signal.reason));
    });
  });
  return { answer: () => answer(), fetched };
}

beforeEach(() => {
  context = new AudioContext({ sampleRate: 48_000 });
  page = document.createElement('main');
  document.body.append(page);
  root = createRoot(page);
  rigs.clear();
});
afterEach(async () => {
  root.unmount();
  page.remove();
  vi.unstubAllGlobals();
  await context.close();
});

describe('useRig', () => {
  it('keeps one rig while others are asked for, and disposes of it', async () => {
    show({ source: gain(-6) });
    expect(given).toEqual({ rig: null, error: null, loading: true });
    await settled();
    const rig = given.rig!;
    expect(rig.block('gain')).toMatchObject({ gainDb: -6 });
    const setState = vi.fn();
    rig.on('change', setState);
    // The same rig in another object, and options that are functions, are no change.
    show({ source: gain(-6), options: { onProgress: () => {}, bypass: true, mix: 0.5, inputGainDb: 3 } });
    expect([rig.bypass, rig.mix.value, rig.inputGainDb.value]).toEqual([true, 0.5, 3]);
    // Bypass alone is told.
    expect(setState.mock.calls).toEqual([[{ what: 'values' }]]);
    setState.mockClear();
    show({ source: gain(-12) });
    await vi.waitFor(() => expect(rig.block('gain')).toMatchObject({ gainDb: -12 }));
    expect(setState.mock.calls).toEqual([[{ what: 'values' }]]);
    rig.connect(context.destination);
    show({ source: [...gain(-12), { type: 'gate' }] });
    expect(given.loading).toBe(true);
    await settled();
    expect(rig.info.blocks.map(({ id }) => id)).toEqual(['gain', 'gate']);
    expect(rigs).toEqual(new Set([rig]));
    root.unmount();
    expect(() => rig.set('gate', {})).toThrow(/disposed/);
  });

  it('leaves what the player has changed until another rig is asked for', async () => {
    show({ source: gain(-6) });
    await settled();
    given.rig!.set('gain', { gainDb: 1 });
    show({ source: gain(-6), label: 'Again' });
    expect(page.firstElementChild!.getAttribute('label')).toBe('Again');
    expect(given.rig!.block('gain')).toMatchObject({ gainDb: 1 });
  });

  it('keeps the sound through an error, and recovers from a first one', async () => {
    show({ source: '{"blocks": 1}' });
    await settled();
    expect(given).toMatchObject({ rig: null, error: { code: 'malformed' } });
    show({ source: gain(-6) });
    await settled();
    const { rig } = given;
    show({ source: [{ type: 'flanger' }] as never });
    await vi.waitFor(() => expect(given).toMatchObject({ rig, error: { code: 'unsupported' }, loading: false }));
    expect(rig!.block('gain')).toBeDefined();
    show({ source: gain(0) });
    await vi.waitFor(() => expect(given).toMatchObject({ rig, error: null, loading: false }));
  });

  it('makes another rig where the component is hidden and shown again', async () => {
    const inActivity = (mode: 'hidden' | 'visible') => {
      const player = createElement(Player, { source: gain(-6), options: { bypass: true, mix: 0.5 } });
      // biome-ignore lint/correctness/noChildrenProp: its type demands them among the properties
      flushSync(() => root.render(createElement(Activity, { mode, children: player })));
    };
    inActivity('visible');
    await settled();
    const { rig } = given;
    inActivity('hidden');
    inActivity('visible');
    await vi.waitFor(() => expect(given.rig).not.toBe(rig));
    await settled();
    expect(given.rig).toMatchObject({ bypass: true });
    expect(() => rig!.set('gain', {})).toThrow(/disposed/);
  });

  it('gives up a rig that still loads when another is asked for', async () => {
    const { fetched, answer } = slowRig('late.json', [{ type: 'dc' }]);
    show({ source: 'late.json' });
    expect(fetched).toHaveBeenCalled();
    show({ source: gain(0) });
    await settled();
    expect(ids()).toEqual(['gain']);
    expect(fetched.mock.calls.map(([{ aborted }]) => aborted)).not.toContain(false);
    show({ source: 'late.json' });
    expect(given.loading).toBe(true);
    show({ source: gain(-3) });
    await settled();
    expect(fetched.mock.lastCall![0].aborted).toBe(true);
    expect(given).toMatchObject({ error: null });
    show({ source: 'late.json' });
    expect(fetched.mock.lastCall![0].aborted).toBe(false);
    answer();
    await settled();
    expect(ids()).toEqual(['dc']);
    expect(rigs.size).toBe(1);
  });
});

describe('<DilatoneRig>', () => {
  it('is the element, with the rig and its attributes, and tells of the changes of the player', async () => {
    const onRigChange = vi.fn();
    show({ source: gain(-6), label: 'Mine', onRigChange });
    await settled();
    const element = page.querySelector('dilatone-rig')!;
    expect(element.rig).toBe(given.rig);
    expect(element.className).toBe('wide');
    element.shadowRoot!.querySelector<HTMLElement>('button[aria-label="Bypass Gain"]')!.click();
    expect(onRigChange.mock.calls).toEqual([[expect.objectContaining({ detail: { what: 'values' } })]]);
    expect(given.rig!.block('gain')).toMatchObject({ bypass: true });
    show({ source: null, label: 'Empty' });
    await vi.waitFor(() => expect(element.rig).toBeNull());
    expect(element.shadowRoot!.querySelector('.title')!.textContent).toBe('Empty');
  });
});
