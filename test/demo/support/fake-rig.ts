import type { BlockState, RigActions, RigState } from '../../../demo/rig-state.js';
import {
  findBlock,
  insertBlock,
  moveBlock,
  removeBlock,
  replaceBlock,
  setValues,
} from '../../../src/rig/document/edit-rig.js';
import { readRig } from '../../../src/rig/document/read-rig.js';
import type { RigBlock, RigDocument } from '../../../src/rig/index.js';

/** A rig without sound: its actions change its state as the page's own do, and each call is noted. */
export interface FakeRig {
  readonly state: RigState;
  readonly actions: RigActions;
  /** What was called, with its arguments. */
  readonly calls: unknown[][];
  /** Replaces some of the state, as news from the audio thread would. */
  change(changes: Partial<RigState>): void;
}

const URL = 'https://example.com/a.nam';

/** Gate, drive, amp, cabinet, equalizer. */
export const SERIES: readonly RigBlock[] = [
  { type: 'gate', id: 'gate' },
  { type: 'model', id: 'drive', model: { url: URL } },
  { type: 'model', id: 'amp', model: { url: URL } },
  { type: 'cabinet', id: 'cabinet', response: { url: URL } },
  { type: 'equalizer', id: 'equalizer', gain2Db: 6, gain3Db: -4 },
];

/** A split with a compressor on one path, and a gain on the other. */
export const SPLIT: RigBlock = {
  type: 'split',
  id: 'split',
  paths: [[{ type: 'compressor', id: 'compressor' }], [{ type: 'gain', id: 'gain' }]],
};

/** A comparison of two models. */
export const COMPARISON: RigBlock = {
  type: 'split',
  id: 'compare',
  blend: 0,
  paths: [[{ type: 'model', id: 'a', model: { url: URL } }], [{ type: 'model', id: 'b', model: { url: URL } }]],
};

/** What the page would say of these blocks. */
const ABOUT: Readonly<Record<string, Partial<BlockState>>> = {
  drive: { title: 'Diode drive', about: 'pedal · nano', share: 0.009 },
  amp: { title: 'Triode crunch', about: 'amp · feather', share: 0.031 },
  cabinet: { title: '2×12 open', about: '170 ms', cabinetId: 'open-112', share: 0.006 },
  gate: { share: 0.001 },
  a: { title: 'Triode crunch', about: 'amp · feather' },
  b: { title: 'my_amp.nam', about: 'capture' },
};

/** A rig of some blocks; `onChange` is called after every change. */
export function fakeRig(blocks: readonly RigBlock[] = SERIES, onChange: (state: RigState) => void = () => {}): FakeRig {
  const calls: unknown[][] = [];
  const document = readRig({ format: 'dilatone-rig', version: 1, blocks });
  const past: RigDocument[] = [];
  const future: RigDocument[] = [];
  let added = 0;
  let state: RigState = {
    document,
    blocks: statesOf(document),
    selected: document.blocks[0]?.id ?? 'input',
    bypassed: false,
    presets: [
      { id: 'crunch', name: 'Crunch rhythm' },
      { id: 'lead', name: 'Lead' },
      { id: 'clean', name: 'Glass clean' },
    ],
    presetId: 'crunch',
    edited: false,
    canUndo: false,
    canRedo: false,
  };
  const change = (changes: Partial<RigState>) => {
    state = { ...state, ...changes };
    onChange(state);
  };
  const edit = (next: RigDocument, selected = state.selected) => {
    past.push(state.document);
    future.length = 0;
    const kept = selected === 'input' || selected === 'output' || findBlock(next, selected) ? selected : 'input';
    change({
      document: next,
      blocks: { ...statesOf(next) },
      selected: kept,
      edited: true,
      canUndo: true,
      canRedo: false,
    });
  };
  const travel = (from: RigDocument[], to: RigDocument[]) => {
    const next = from.pop();
    if (!next) return;
    to.push(state.document);
    change({ document: next, blocks: statesOf(next), canUndo: past.length > 0, canRedo: future.length > 0 });
  };
  const block = (id: string) => findBlock(state.document, id) as RigBlock;
  const methods: RigActions = {
    select: (selected) => change({ selected }),
    set: (id, values) => {
      if (id === 'input' || id === 'output') edit({ ...state.document, [id]: { ...state.document[id], ...values } });
      else edit(setValues(state.document, id, values));
    },
    setBypass: (id, bypass) => edit(replaceBlock(state.document, id, { ...block(id), bypass })),
    setRigBypass: (bypassed) => change({ bypassed }),
    add: async (type, place) => {
      const id = `added-${++added}`;
      const file = { model: { url: URL }, response: { url: URL }, paths: [[], []] };
      const needs =
        type === 'model'
          ? { model: file.model }
          : type === 'cabinet'
            ? { response: file.response }
            : type === 'split'
              ? { paths: file.paths }
              : {};
      edit(insertBlock(state.document, { type, id, ...needs } as RigBlock, place), id);
    },
    remove: async (id) => edit(removeBlock(state.document, id)),
    move: async (id, place) => edit(moveBlock(state.document, id, place)),
    update: async (id, changes) => edit(replaceBlock(state.document, id, { ...block(id), ...changes } as RigBlock)),
    chooseModel: async () => {},
    openModel: async () => {},
    chooseCabinet: async () => {},
    openResponse: async () => {},
    undo: async () => travel(past, future),
    redo: async () => travel(future, past),
    savePreset: async (name) =>
      change({ presets: [...state.presets, { id: name, name }], presetId: name, edited: false }),
    choosePreset: async (presetId) => change({ presetId, edited: false }),
    renamePreset: async (id, name) =>
      change({ presets: state.presets.map((one) => (one.id === id ? { id, name } : one)) }),
    removePreset: async (id) => change({ presets: state.presets.filter((one) => one.id !== id), presetId: null }),
    compareWith: async () => {},
    setBlend: (blend) => edit(setValues(state.document, 'compare', { blend })),
    endComparison: async () => {},
  };
  const noted = Object.entries(methods).map(([name, method]) => [
    name,
    (...values: unknown[]) => {
      calls.push([name, ...values]);
      return (method as (...given: unknown[]) => unknown)(...values);
    },
  ]);
  const actions = Object.fromEntries(noted) as RigActions;
  return {
    get state() {
      return state;
    },
    actions,
    calls,
    change,
  };
}

function statesOf(document: RigDocument): Record<string, BlockState> {
  const states: Record<string, BlockState> = {};
  const walk = (blocks: readonly RigBlock[]) => {
    for (const { id = '', ...block } of blocks) {
      const about = {
        title: '',
        about: '',
        status: 'ready' as const,
        problem: null,
        model: null,
        cabinetId: null,
        share: null,
      };
      states[id] = { ...about, ...ABOUT[id] };
      if (block.type === 'split') (block as unknown as { paths: RigBlock[][] }).paths.forEach(walk);
    }
  };
  walk(document.blocks);
  return states;
}
