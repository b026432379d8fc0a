import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Location, locate, stepPlace } from '../../src/pedal/rig/steps.js';
import { moveBlock } from '../../src/rig/document/edit-rig.js';
import { readRig } from '../../src/rig/document/read-rig.js';
import type { RigBlock, RigDocument } from '../../src/rig/document/rig-document.js';

const { blocks } = fc.letrec<{ block: object; blocks: object[] }>((tie) => ({
  block: fc.oneof(
    { depthSize: 'small', maxDepth: 2 },
    fc.constant({ type: 'gain' }),
    fc.tuple(tie('blocks'), tie('blocks')).map((paths) => ({ type: 'split', paths })),
  ),
  blocks: fc.array(tie('block'), { maxLength: 2 }),
}));
const rigs = blocks.filter((list) => list.length > 0).map((list) => readRig(list));

const idsOf = (list: readonly RigBlock[]): string[] =>
  list.flatMap((block) => [block.id as string, ...(block.type === 'split' ? block.paths.flatMap(idsOf) : [])]);

/** Any block of a rig. */
const rigAndId = rigs.chain((rig) => fc.record({ rig: fc.constant(rig), id: fc.constantFrom(...idsOf(rig.blocks)) }));

function step(rig: RigDocument, id: string, direction: Parameters<typeof stepPlace>[2]): RigDocument {
  const place = stepPlace(rig, id, direction);
  return place === null ? rig : moveBlock(rig, id, place);
}

test('a block that steps later and earlier again is where it was; out of a second path it comes back into the first', () => {
  fc.assert(
    fc.property(rigAndId, ({ rig, id }) => {
      const place = stepPlace(rig, id, 'later');
      const from = locate(rig, id) as Location;
      // Splits pass others by, and do not come back into one that they leave.
      const isInside = from.path !== undefined && from.list[from.index].type === 'split';
      fc.pre(place !== null && from.path?.path !== 1 && !isInside);
      expect(step(step(rig, id, 'later'), id, 'earlier')).toEqual(rig);
    }),
  );
});

test('any block gets to both ends of the rig in steps, and takes nothing along but what is in it', () => {
  fc.assert(
    fc.property(rigAndId, fc.constantFrom('earlier', 'later'), ({ rig, id }, direction) => {
      let now = rig;
      for (let steps = 0; stepPlace(now, id, direction) !== null; steps++) {
        expect(steps).toBeLessThan(64);
        now = step(now, id, direction);
      }
      expect(now.blocks.at(direction === 'later' ? -1 : 0)?.id).toBe(id);
      expect(idsOf(now.blocks).sort()).toEqual(idsOf(rig.blocks).sort());
    }),
  );
});

test('up and down change the path of a split, and back', () => {
  fc.assert(
    fc.property(rigAndId, ({ rig, id }) => {
      const from = locate(rig, id)?.path?.path;
      const [there, back] = from === 1 ? (['up', 'down'] as const) : (['down', 'up'] as const);
      expect(stepPlace(rig, id, back)).toBeNull();
      const moved = step(rig, id, there);
      expect(locate(moved, id)?.path?.path).toBe(from === undefined ? undefined : 1 - from);
    }),
  );
});
