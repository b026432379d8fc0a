import { describe, expect, it } from 'vitest';
import { createAndDispose, type Living, swapModels } from './support/cycles.js';

const CYCLES = 40;

/** What a last cycle, and the browser's own references, may hold on to. */
const REST = 2;

function expectRest({ programs, nodes, memories }: Living): void {
  expect(programs).toBeLessThanOrEqual(REST);
  expect(nodes).toBeLessThanOrEqual(REST);
  expect(memories).toBeLessThanOrEqual(REST);
}

describe('memory', () => {
  it('is free after nodes are disposed', async () => {
    expectRest(await createAndDispose({ cycles: CYCLES }));
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
