import { describe, expect, it } from 'vitest';
import { createAndDispose, createAndDisposeRigs, type Living, swapModels } from './support/cycles.js';

const CYCLES = 40;

/** What a last cycle, and the browser's own references, may hold on to. */
const REST = 2;

/** `models`: how many a cycle makes. */
function expectRest({ programs, nodes, memories }: Living, models = 1): void {
  expect(programs).toBeLessThanOrEqual(models * REST);
  expect(nodes).toBeLessThanOrEqual(REST);
  expect(memories).toBeLessThanOrEqual(models * REST);
}

describe('memory', () => {
  it('is free after nodes are disposed', async () => {
    expectRest(await createAndDispose({ cycles: CYCLES }));
  });

  it('is free after rigs are changed and disposed', async () => {
    expectRest(await createAndDisposeRigs({ cycles: 20 }), 2);
  });

  it('is that of one model after any number of changes', async () => {
    expectRest(await swapModels({ cycles: CYCLES }));
  });

  it.each([
    ['creations', createAndDispose],
    ['changes', swapModels],
  ])('that one Program of each of many %s holds would be found', async (_, run) => {
    expect((await run({ cycles: 10, leak: true })).programs).toBeGreaterThanOrEqual(10);
  });
});
