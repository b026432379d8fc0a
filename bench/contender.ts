/** Something that processes audio and can be timed. */
export interface Contender {
  readonly name: string;
  /** Processes blocks of the benchmark's size from the same noise. */
  run(blocks: number): void;
}

/** Nanoseconds per frame of one contender, over all rounds. */
export interface Timing {
  readonly name: string;
  readonly median: number;
  readonly least: number;
  readonly most: number;
}

/** How long each contender runs in one round. */
const ROUND_MS = 60;

/**
 * Times contenders against each other: after a warm-up each has its turn in every round, so that drifts of the machine
 * meet all alike.
 */
export async function race(contenders: readonly Contender[], blockFrames: number, rounds: number): Promise<Timing[]> {
  const blocks = contenders.map((contender) => {
    warmUp(contender);
    return Math.max(1, Math.round(ROUND_MS / (millisecondsFor(contender, 8) / 8)));
  });
  const samples: number[][] = contenders.map(() => []);
  for (let round = 0; round < rounds; round++) {
    contenders.forEach((contender, n) => {
      const ms = millisecondsFor(contender, blocks[n]);
      samples[n].push((ms * 1e6) / (blocks[n] * blockFrames));
    });
    await new Promise((resolve) => setTimeout(resolve));
  }
  return contenders.map(({ name }, n) => {
    const sorted = samples[n].sort((a, b) => a - b);
    return { name, median: sorted[sorted.length >> 1], least: sorted[0], most: sorted[sorted.length - 1] };
  });
}

/** Half a second: browsers compile again, better, what runs long. */
function warmUp(contender: Contender): void {
  const end = performance.now() + 500;
  while (performance.now() < end) contender.run(4);
}

function millisecondsFor(contender: Contender, blocks: number): number {
  const start = performance.now();
  contender.run(blocks);
  return performance.now() - start;
}
