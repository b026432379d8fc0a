import { describe, expect, it } from 'vitest';
import { DilatoneError } from '../../src/errors.js';
import { toBase64 } from '../../src/model/base64.js';
import { readRig } from '../../src/rig/document/read-rig.js';
import type { FileReference } from '../../src/rig/document/rig-document.js';
import type { LoadedFile } from '../../src/rig/files/load-file.js';
import type { PreparedRig } from '../../src/rig/prepare/prepare-rig.js';
import { type EmbedMode, rigState } from '../../src/rig/rig-state.js';

const hash = (digit: string) => digit.repeat(64);
const file = (digit: string, name: string, url?: string): LoadedFile => ({
  bytes: Uint8Array.of(Number.parseInt(digit, 16)),
  sha256: hash(digit),
  name,
  url,
});
const embedded = ({ name, bytes }: LoadedFile) => ({ name, base64: toBase64(bytes) });

/** What a rig plays: files, and problems where there is none. Nothing else counts. */
const playing = (files: Readonly<Record<string, LoadedFile | DilatoneError>>) => {
  const blocks = Object.entries(files).map(
    ([id, content]) => [id, content instanceof DilatoneError ? content : { file: content }] as const,
  );
  return { sampleRate: 48_000, resampling: null, blocks: new Map(blocks) } as unknown as PreparedRig;
};
const missing = new DilatoneError('load', 'file', 'gone');

const LOCAL = file('1', 'mine.nam');
const REMOTE = file('2', 'amp.nam', 'https://a.org/amp.nam');
const CABINET = file('3', '');
const DOCUMENT = readRig({
  name: 'Mine',
  input: { gainDb: 3 },
  output: { limitDb: null },
  blocks: [
    { type: 'model', id: 'local', model: { sha256: hash('1') } },
    {
      type: 'split',
      id: 'split',
      paths: [
        [{ type: 'model', id: 'remote', model: { url: REMOTE.url, name: 'Amp' } }],
        [{ type: 'cabinet', id: 'cab', response: { sha256: hash('3') }, mix: 0.5 }],
      ],
    },
    { type: 'gain', id: 'gain', gainDb: 1 },
  ],
  files: { [hash('1')]: embedded(LOCAL), [hash('9')]: { name: 'of no block', base64: 'AA==' } },
});
const PLAYED = playing({ local: LOCAL, remote: REMOTE, cab: CABINET });

/** The references of a state, by block. */
function references({ blocks }: ReturnType<typeof rigState>): Record<string, FileReference> {
  const found: Record<string, FileReference> = {};
  const visit = (list: typeof blocks): void => {
    for (const block of list) {
      if (block.type === 'model') found[block.id as string] = block.model;
      else if (block.type === 'cabinet') found[block.id as string] = block.response;
      else if (block.type === 'split') block.paths.forEach(visit);
    }
  };
  visit(blocks);
  return found;
}

describe('the state of a rig', () => {
  it.each<[EmbedMode, readonly LoadedFile[]]>([
    ['none', []],
    ['local', [LOCAL, CABINET]],
    ['all', [LOCAL, REMOTE, CABINET]],
  ])('takes along of its files: %s', (embed, files) => {
    const state = rigState(DOCUMENT, PLAYED, embed);
    expect(state.files ?? {}).toEqual(Object.fromEntries(files.map((one) => [one.sha256, embedded(one)])));
  });

  it('refers to each file by its hash, and keeps its address and name', () => {
    expect(references(rigState(DOCUMENT, PLAYED, 'none'))).toEqual({
      local: { sha256: hash('1'), name: 'mine.nam' },
      remote: { url: REMOTE.url, sha256: hash('2'), name: 'Amp' },
      cab: { sha256: hash('3') },
    });
  });

  it('takes along what has an address in memory only, which ends with the page', () => {
    const memory = file('4', 'mine.wav', 'blob:https://a.org/1');
    const document = readRig([{ type: 'cabinet', id: 'cab', response: memory.url }]);
    const state = rigState(document, playing({ cab: memory }), 'local');
    expect(references(state)).toEqual({ cab: { sha256: hash('4'), name: 'mine.wav' } });
    expect(state.files).toEqual({ [hash('4')]: embedded(memory) });
    const none = rigState(document, playing({ cab: memory }), 'none');
    expect(references(none)).toEqual(references(state));
  });

  it('shares nothing with the document, so that it may be changed', () => {
    const state = rigState(DOCUMENT, PLAYED, 'all');
    const shared = state.blocks.filter((block) => DOCUMENT.blocks.includes(block));
    expect(shared).toEqual([]);
    expect(state.input).not.toBe(DOCUMENT.input);
  });

  it('has all else as it was, and is a rig', () => {
    const state = rigState(DOCUMENT, PLAYED, 'all');
    expect(state).toMatchObject({ name: 'Mine', input: { gainDb: 3 }, output: { limitDb: null } });
    expect(state.blocks[2]).toEqual(DOCUMENT.blocks[2]);
    expect(readRig(JSON.stringify(state))).toEqual(state);
    expect(rigState(state, PLAYED, 'all'), 'saved again').toEqual(state);
  });

  it.each<EmbedMode>(['none', 'local', 'all'])('keeps of a missing file what it had: %s', (embed) => {
    const state = rigState(DOCUMENT, playing({ local: missing, remote: missing, cab: CABINET }), embed);
    expect(references(state)).toMatchObject({ local: { sha256: hash('1') }, remote: { url: REMOTE.url, name: 'Amp' } });
    expect(state.files?.[hash('1')]).toEqual(embedded(LOCAL));
    expect(state.files?.[hash('9')]).toBeUndefined();
    expect(references(state).remote.sha256).toBeUndefined();
  });

  it('does not take the file that a block still plays for the one that it is about to play', () => {
    const blocks = [
      { type: 'model', id: 'local', model: { sha256: hash('5') } },
      { type: 'model', id: 'remote', model: { url: 'https://a.org/other.nam' } },
      { type: 'model', id: 'cab', model: { url: 'https://a.org/third.nam', sha256: hash('3') } },
    ];
    const state = rigState(readRig(blocks), PLAYED, 'all');
    expect(references(state)).toEqual({
      local: { sha256: hash('5') },
      remote: { url: 'https://a.org/other.nam' },
      cab: { url: 'https://a.org/third.nam', sha256: hash('3') },
    });
    expect(state.files).toBeUndefined();
  });
});
