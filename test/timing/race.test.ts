import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ceiling, MACS_PER_TURN } from '../../src/timing/contenders.js';
import { type Contender, race } from '../../src/timing/race.js';

/** A clock that only contenders move, so that what a race measures is known. */
let nowMs = 0;

beforeEach(() => {
  nowMs = 0;
  vi.spyOn(performance, 'now').mockImplementation(() => nowMs);
});

afterEach(() => {
  vi.restoreAllMocks();
});

function contender(name: string, turnMs: () => number, log: string[] = []): Contender {
  return {
    name,
    run(turns) {
      log.push(name);
      nowMs += turns * turnMs();
    },
  };
}

const OPTIONS = { rounds: 4, sliceMs: 10, warmUpMs: 50 };

describe('a race', () => {
  it('gives the nanoseconds of one turn, for each contender and round', async () => {
    const laps = await race([contender('slow', () => 2), contender('quick', () => 0.001)], OPTIONS);
    expect(laps).toHaveLength(2);
    for (const ns of laps[0]) expect(ns).toBeCloseTo(2e6);
    for (const ns of laps[1]) expect(ns).toBeCloseTo(1e3);
    expect(laps.map(({ length }) => length)).toEqual([4, 4]);
  });

  it('gives each contender its turn in every round', async () => {
    const log: string[] = [];
    await race([contender('a', () => 1, log), contender('b', () => 3, log)], OPTIONS);
    expect(log.slice(-8)).toEqual(['a', 'b', 'a', 'b', 'a', 'b', 'a', 'b']);
  });

  it('does not count the warm-up', async () => {
    let calls = 0;
    const [laps] = await race([contender('tiers up', () => (calls++ < 4 ? 10 : 1))], OPTIONS);
    for (const ns of laps) expect(ns).toBeCloseTo(1e6);
  });

  it('waits for contenders that answer later', async () => {
    const later: Contender = {
      name: 'later',
      async run(turns) {
        await Promise.resolve();
        nowMs += turns;
      },
    };
    expect((await race([later], OPTIONS))[0]).toEqual([1e6, 1e6, 1e6, 1e6]);
  });

  it('runs a slow contender once per round at least', async () => {
    const log: string[] = [];
    await race([contender('glacial', () => 500, log)], OPTIONS);
    expect(log).toHaveLength(1 + OPTIONS.rounds);
  });

  it('ends when its owner wants no more rounds', async () => {
    const onRound = () => {
      throw new Error('enough');
    };
    await expect(race([contender('a', () => 1)], { ...OPTIONS, onRound })).rejects.toThrow('enough');
  });
});

describe('the ceiling', () => {
  it('is a loop that runs', () => {
    expect(() => ceiling('plain')?.run(1000)).not.toThrow();
    expect(ceiling('plain')?.name).toBe('ceiling, plain');
    expect(MACS_PER_TURN).toBe(12 * 8 * 4);
  });
});
