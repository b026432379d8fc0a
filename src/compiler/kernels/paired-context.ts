import type { Conv1dOp } from '../../network/network.js';
import type { Code, Variable } from '../assembler/code.js';
import type { Locals } from '../assembler/module.js';
import { PAIR_TERMS } from '../plan/paired.js';
import { LANES, TILE_FRAMES } from '../plan/tile.js';
import type { MultiplyAddCode } from './arithmetic.js';
import type { RingVariables } from './pointers.js';

/** Bytes of one number, and of four. */
export const FLOAT_BYTES = 4;
export const VECTOR_BYTES = 16;

/** Values that are computed side by side: one variable for each vector of frames. */
export type VectorVariables = readonly Variable<'v128'>[];

/** What the parts of a paired convolution's kernel share; see `isPaired`. */
export interface PairedContext {
  readonly op: Conv1dOp;
  readonly inputs: number;
  readonly locals: Locals;
  readonly madd: MultiplyAddCode;
  /** Number of the tile's first frame, a multiple of the tile's length. */
  readonly position: Variable<'i32'>;
  /** Not 0 in a tile of following frames; of no meaning where a tile holds both. */
  readonly follows: Variable<'i32'>;
  readonly dilation: Code<'i32'>;
  /** The ring of the input. */
  readonly ring: RingVariables;
  /** Address of sums and differences: [in-channel][term][vector]. */
  readonly terms: number;
  /** Address of room for accumulators, twice. */
  readonly spill: number;
  /** Address of the next weight to read. */
  readonly weights: Variable<'i32'>;
  /** One weight in all lanes; scratch. */
  readonly weight: Variable<'v128'>;
  /** Scratch, a vector for each of the tile. */
  readonly x: VectorVariables;
}

/** Accumulators at once. */
export const ACCUMULATORS = 8;

/** Vectors of frames in a tile. */
export const TILE_VECTORS = TILE_FRAMES / LANES;

/** Whether leading and following frames lie in the same tile. */
export function withinTile({ dilation }: Conv1dOp): boolean {
  return dilation < TILE_FRAMES;
}

/** Vectors of frames that lead, in a tile in which some do; as many follow, in the same tile or another. */
export function vectorsOf(op: Conv1dOp): number {
  return withinTile(op) ? TILE_VECTORS / 2 : TILE_VECTORS;
}

/** Rows that are gathered at once. */
export function rowsAtOnce(op: Conv1dOp): number {
  return ACCUMULATORS / vectorsOf(op);
}

/** Where a vector of a term lies behind the channel's first, in bytes. */
export function termOffset(op: Conv1dOp, term: number, vector: number): number {
  return (term * vectorsOf(op) + vector) * VECTOR_BYTES;
}

/** Bytes of one in-channel's terms. */
export const CHANNEL_BYTES = PAIR_TERMS * TILE_FRAMES * FLOAT_BYTES;

/** The order of terms in memory. The last is that of following frames in tiles that hold both; else it is the first. */
export const TERM = { outer: 0, sum: 1, difference: 2, following: 3 } as const;

/** An address, or a distance between addresses. */
export type Address = Code<'i32'>;
