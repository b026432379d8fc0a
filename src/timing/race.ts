import { yieldToEventLoop } from '../engine/warm-up.js';

/** Something that can be timed. */
export interface Contender {
  readonly name: string;
  /** Does its work `turns` times. */
  run(turns: number): void | Promise<void>;
}

/** How long a race takes. */
export interface RaceOptions {
  readonly rounds: number;
  /** Time for each contender in one round. */
  readonly sliceMs: number;
  /** Time for which each contender runs before the first round: JIT compilers optimize code that runs long. */
  readonly warmUpMs: number;
  /** Called between rounds; an error that it throws ends the race. */
  readonly onRound?: () => void;
}

/**
 * Times contenders against each other. Each runs for a slice of time in every round, so that a drift of the machine affects
 * all alike. Returns the nanoseconds of one turn: [contender][round].
 */
export async function race(contenders: readonly Contender[], options: RaceOptions): Promise<number[][]> {
  const { rounds, sliceMs, warmUpMs, onRound } = options;
  const turns: number[] = [];
  for (const contender of contenders) {
    turns.push(await turnsWithin(sliceMs, warmUpMs, contender));
    onRound?.();
  }
  const laps: number[][] = contenders.map(() => []);
  for (let round = 0; round < rounds; round++) {
    for (const [n, contender] of contenders.entries()) {
      laps[n].push((1e6 * (await millisecondsOf(contender, turns[n]))) / turns[n]);
    }
    await yieldToEventLoop();
    onRound?.();
  }
  return laps;
}

/** Warms a contender up, and returns how many turns it makes in a slice. */
async function turnsWithin(sliceMs: number, warmUpMs: number, contender: Contender): Promise<number> {
  let turns = 1;
  let ms = await millisecondsOf(contender, turns);
  for (let elapsedMs = ms; elapsedMs < warmUpMs || ms < sliceMs / 4; elapsedMs += ms) {
    if (ms < sliceMs / 4) turns *= 2;
    await yieldToEventLoop();
    ms = await millisecondsOf(contender, turns);
  }
  return Math.max(1, Math.round((turns * sliceMs) / ms));
}

async function millisecondsOf(contender: Contender, turns: number): Promise<number> {
  const start = performance.now();
  // Awaiting a value that is not a promise would still cost a turn of the microtask queue.
  const pending = contender.run(turns);
  if (pending) await pending;
  return performance.now() - start;
}
