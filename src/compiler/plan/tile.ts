import type { Stage } from './stage.js';

/** Frames in one vector of four float32 lanes. */
export const LANES = 4;
/** Every tile divides this number of frames; blocks are rounded up to it. */
export const TILE_FRAMES = 16;
/** How a stage uses the vector registers: up to rows × vectors accumulators at once. */
export interface Tiling {
  readonly accumulators: number;
  /** Vectors of frames per tile: 1, 2 or 4. */
  readonly vectors: number;
}

/** Of x86's 16 registers, eight accumulators leave room for inputs, a weight and a product. */
export const DEFAULT_TILING: Tiling = { accumulators: 8, vectors: 4 };

/** Vectors of frames per tile of a step. All its stages share it, as they pass tiles to one another. */
export function vectorsPerTile(stages: readonly Stage[], tiling: Tiling): number {
  const sums = Math.max(1, ...stages.map((stage) => stage.sums.length));
  let { vectors } = tiling;
  while (vectors > 1 && sums * vectors > tiling.accumulators) vectors /= 2;
  return vectors;
}

/**
 * Rows that a stage gathers at once: as many as there are accumulators, but no rows of different convolution groups, as
 * those read different inputs.
 */
export function rowsPerTile(stage: Stage, vectors: number, { accumulators }: Tiling): number {
  const sums = Math.max(stage.sums.length, 1);
  let rows = Math.min(stage.rows, Math.max(1, Math.floor(accumulators / (sums * vectors))));
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
