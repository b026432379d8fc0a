import { deflateRawSync } from 'node:zlib';
import fc from 'fast-check';
import { afterEach, expect, it, vi } from 'vitest';
import { DilatoneError } from '../../src/errors.js';
import { readRig } from '../../src/rig/document/read-rig.js';
import { readSharedRig, shareRig } from '../../src/rig/share-rig.js';

const RIG = readRig({
  name: 'Größe ✓ 🎸',
  blocks: [
    { type: 'gate', thresholdDb: -50 },
    { type: 'model', model: { url: 'https://a.org/amp.nam', sha256: 'a'.repeat(64) } },
    { type: 'equalizer', gain1Db: 3 },
  ],
});

/** The text of any bytes, packed as links are. */
const packed = (data: string | Uint8Array) => deflateRawSync(data).toString('base64url');

afterEach(() => vi.unstubAllGlobals());

it('a rig survives the way through a link', async () => {
  const text = await shareRig(RIG);
  expect(text).toMatch(/^[\w-]+$/);
  expect(text.length).toBeLessThan(JSON.stringify(RIG).length);
  expect(new URL(`https://a.org/#${text}`).hash).toBe(`#${text}`);
  expect(await readSharedRig(text)).toEqual(RIG);
});

it('texts of any length survive, so that all lengths of base64 come up', async () => {
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: 'grapheme', maxLength: 60 }), async (name) => {
      const rig = readRig({ name, blocks: [] });
      expect(await readSharedRig(await shareRig(rig))).toEqual(rig);
    }),
    { numRuns: 30 },
  );
});

it('a text that others packed is read', async () => {
  expect(await readSharedRig(packed(JSON.stringify(RIG)))).toEqual(RIG);
});

it.each([
  ['', 'link', 'malformed'],
  ['a b', 'link', 'malformed'],
  ['%23', 'link', 'malformed'],
  ['a+b/', 'link', 'malformed'],
  ['abcde', 'link', 'malformed'],
  ['____', 'link', 'malformed'],
  [packed(JSON.stringify(RIG)).slice(0, -9), 'link', 'malformed'],
  [packed('no rig'), 'rig', 'malformed'],
  [packed('[{"type":"delay"}]'), 'rig.blocks[0].type', 'unsupported'],
  ['a'.repeat(26 * 2 ** 20), 'link', 'limit'],
])('no rig is refused: %.20s', async (text, where, code) => {
  await expect(readSharedRig(text)).rejects.toMatchObject({ name: 'DilatoneError', where, code });
});

it('a bomb is left before it has unpacked', async () => {
  const bomb = packed(new Uint8Array(64 * 2 ** 20));
  let unpacked = 0;
  const Stream = DecompressionStream;
  vi.stubGlobal(
    'DecompressionStream',
    class {
      readonly readable: ReadableStream;
      readonly writable: WritableStream;
      constructor(format: CompressionFormat) {
        const { readable, writable } = new Stream(format);
        const count = new TransformStream({
          transform: (chunk, controller) => {
            unpacked += chunk.length;
            controller.enqueue(chunk);
          },
        });
        this.readable = (readable as ReadableStream).pipeThrough(count);
        this.writable = writable;
      }
    },
  );
  await expect(readSharedRig(bomb)).rejects.toMatchObject({ code: 'limit', where: 'link' });
  expect(unpacked).toBeGreaterThan(16 * 2 ** 20);
  expect(unpacked).toBeLessThan(20 * 2 ** 20);
});

it('a rig that is too long for a link, or none, is not shared', async () => {
  const files = { ['a'.repeat(64)]: { name: 'a', base64: 'A'.repeat(17 * 2 ** 20) } };
  await expect(shareRig({ ...RIG, files })).rejects.toMatchObject({ code: 'limit' });
  await expect(shareRig({ blocks: 7 } as never)).rejects.toMatchObject({ code: 'malformed' });
});

it('any text gives a rig or a DilatoneError', async () => {
  const [whole] = await Promise.all([shareRig(RIG)]);
  const spoiled = fc.tuple(fc.nat(whole.length - 1), fc.constantFrom('A', '_', '')).map(([at, letter]) => {
    return whole.slice(0, at) + letter + whole.slice(at + 1);
  });
  await fc.assert(
    fc.asyncProperty(fc.oneof(fc.string(), fc.base64String(), spoiled), async (text) => {
      const result = await readSharedRig(text).catch((error) => error);
      if (!(result instanceof DilatoneError)) expect(readRig(result)).toEqual(result);
    }),
  );
});

it('a browser without such streams is told', async () => {
  vi.stubGlobal('CompressionStream', undefined);
  await expect(shareRig(RIG)).rejects.toMatchObject({ code: 'unsupported' });
});
