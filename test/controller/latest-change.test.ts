import { describe, expect, it } from 'vitest';

import { LatestChange, type SwapOutcome } from '../../src/controller/node/model-changes.js';

/** Changes that end when they are told to. */
function heldChanges() {
  const made: number[] = [];
  const ends: { resolve(outcome: SwapOutcome): void; reject(error: Error): void }[] = [];
  const changes = new LatestChange((value: number) => {
    made.push(value);
    return new Promise<SwapOutcome>((resolve, reject) => ends.push({ resolve, reject }));
  });
  return { changes, made, ends };
}

const settle = () => new Promise((resolve) => setImmediate(resolve));

describe('changes that are asked for', () => {
  it('are made one after the other, and of those that wait the latest only', async () => {
    const { changes, made, ends } = heldChanges();
    const outcomes = [1, 2, 3].map((value) => changes.request(value));
    expect(made).toEqual([1]);
    await expect(outcomes[1]).resolves.toBe('overtaken');
    ends[0].resolve('done');
    await settle();
    expect(made).toEqual([1, 3]);
    ends[1].resolve('done');
    await expect(Promise.all(outcomes)).resolves.toEqual(['done', 'overtaken', 'done']);
    changes.request(4);
    expect(made).toEqual([1, 3, 4]);
  });

  it('go on after one that failed', async () => {
    const { changes, made, ends } = heldChanges();
    const outcomes = [changes.request(1), changes.request(2)];
    ends[0].reject(new Error('no'));
    await expect(outcomes[0]).rejects.toThrow('no');
    await settle();
    expect(made).toEqual([1, 2]);
  });

  it('are overtaken from outside while they wait', async () => {
    const { changes, made, ends } = heldChanges();
    const outcomes = [changes.request(1), changes.request(2)];
    changes.overtake();
    await expect(outcomes[1]).resolves.toBe('overtaken');
    ends[0].resolve('done');
    await settle();
    expect(made).toEqual([1]);
  });
});
