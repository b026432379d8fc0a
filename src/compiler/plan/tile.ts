import type { Stage } from './stage.js';

/** Frames in one vector of four float32 lanes. */
export const LANES = 4;
/** Every tile divides this number of frames; blocks are rounded up to it. */
export const TILE_FRAMES = 16;
/** Accumulators in registers: of x86's 16, eight leave room for inputs, a weight and a product. */
const ACCUMULATORS = 8;

/** Vectors of frames per tile of a step. All its stages share it, as they pass tiles to one another. */
export function vectorsPerTile(stages: readonly Stage[]): number {
  const sums = Math.max(...stages.map((stage) => stage.sums.length));
  return sums > 2 ? 2 : TILE_FRAMES / LANES;
}

/**
 * Rows that a stage gathers at once: as many as there are accumulators, but no rows of different convolution groups, as
 * those read different inputs.
 */
export function rowsPerTile(stage: Stage, vectors: number): number {
  const sums = Math.max(stage.sums.length, 1);
  let rows = Math.min(stage.rows, Math.max(1, Math.floor(ACCUMULATORS / (sums * vectors))));
  while (!keepsGroups(stage, rows)) rows--;
  return rows;
}

function keepsGroups(stage: Stage, rows: number): boolean {
  return stage.sums.every(({ terms }) =>
    terms.every(({ conv, firstRow }) => {
      const groupRows = conv.outChannels / conv.groups;
      return conv.groups === 1 || (groupRows % rows === 0 && firstRow % rows === 0);
    }),
  );
}
