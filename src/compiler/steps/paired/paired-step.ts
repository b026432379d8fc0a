import type { Conv1dOp, SignalId } from '../../../network/network.js';
import { type Code, type Variable, v128 } from '../../assembler/code.js';
import type { Locals } from '../../assembler/module.js';
import type { RingVariables } from '../../code/pointers.js';
import type { MultiplyAddCode } from '../../code/vector-writer.js';
import { FLOAT_BYTES, LANES, type Rows, TILE_FRAMES, VECTOR_BYTES } from '../../plan/memory.js';
import type { Step } from '../step-kind.js';

/** A convolution that is computed for pairs of frames; `isPaired` has the equations. */
export interface PairedStep extends Step {
  readonly op: Conv1dOp;
  readonly stores: readonly [SignalId];
}

/** What all paired steps of a program work with beside signals. */
export interface PairMemory {
  /** Partial sums carried from the leading frames of pairs to the following ones, row by row; by signal. */
  readonly carries: ReadonlyMap<SignalId, Rows>;
  /** Sums and differences of in-channels, for one tile. */
  readonly terms: Rows;
  /** Room to spill accumulators. */
  readonly spill: Rows;
}

/** What a paired convolution takes of each in-channel: x[n] − x[n−2d], x[n] + x[n−d], x[n] − x[n−d]. */
export const PAIR_TERMS = 3;

/** Values that are computed side by side: one variable for each vector of frames. */
export type VectorVariables = readonly Variable<'v128'>[];

/** What the parts of a paired convolution's kernel share. */
export interface PairedContext {
  readonly op: Conv1dOp;
  readonly inputs: number;
  readonly locals: Locals;
  readonly madd: MultiplyAddCode;
  /** Number of the tile's first frame, a multiple of the tile's length. */
  readonly position: Variable<'i32'>;
  /** Not 0 in a tile of following frames; unused where a tile holds both kinds. */
  readonly follows: Variable<'i32'>;
  readonly dilation: Code<'i32'>;
  /** The ring of the input. */
  readonly ring: RingVariables;
  /** Address of sums and differences: [in-channel][term][vector]. */
  readonly terms: number;
  /** Address of the spill area, which holds two sets of accumulators. */
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

/** Numbers in the accumulators of both halves of a pair. */
export const SPILLED_FRAMES = 2 * ACCUMULATORS * LANES;

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

/** The factors of the products: three of leading frames, one of following ones. */
const FACTORS: readonly ((w0: number, w1: number, w2: number) => number)[] = [
  (w0, w1, w2) => (w0 + w1 + w2) / 2,
  (w0, w1, w2) => (w0 - w1 + w2) / 2,
  (w0) => -w0,
  (_w0, _w1, w2) => w2,
];

/**
 * The weights of a paired convolution in the order in which its kernel reads them. For each group of rows: their biases,
 * then for each product, in-channel and row a factor.
 */
export function packPaired(op: Conv1dOp): number[] {
  const { weight, bias, outChannels, kernelSize } = op;
  const inputs = weight.length / (outChannels * kernelSize);
  const packed: number[] = [];
  for (let start = 0; start < outChannels; start += rowsAtOnce(op)) {
    const end = Math.min(start + rowsAtOnce(op), outChannels);
    for (let o = start; o < end; o++) packed.push(bias?.[o] ?? 0);
    for (const factor of FACTORS) {
      for (let i = 0; i < inputs; i++) {
        for (let o = start; o < end; o++) {
          const at = (o * inputs + i) * kernelSize;
          packed.push(factor(weight[at], weight[at + 1], weight[at + 2]));
        }
      }
    }
  }
  return packed;
}

type Vectors = readonly Code<'v128'>[];
type Lanes = readonly [number, number, number, number];

/** How the frames of two neighbouring vectors are divided, and put together again, for dilations within a vector. */
interface Division {
  readonly leading: Lanes;
  readonly following: Lanes;
  readonly first: Lanes;
  readonly second: Lanes;
}

const DIVISIONS: Readonly<Record<number, Division>> = {
  1: { leading: [0, 2, 4, 6], following: [1, 3, 5, 7], first: [0, 4, 1, 5], second: [2, 6, 3, 7] },
  2: { leading: [0, 1, 4, 5], following: [2, 3, 6, 7], first: [0, 1, 4, 5], second: [2, 3, 6, 7] },
};

/** The four vectors of a tile as two of frames that lead and two of frames that follow, for a dilation of 1, 2, 4 or 8. */
export function divideTile(
  dilation: number,
  tile: Vectors,
): { readonly leading: Vectors; readonly following: Vectors } {
  const [a, b, c, d] = tile;
  if (dilation === 8) return { leading: [a, b], following: [c, d] };
  if (dilation === 4) return { leading: [a, c], following: [b, d] };
  const { leading, following } = DIVISIONS[dilation];
  return {
    leading: [v128.shuffle(a, b, leading), v128.shuffle(c, d, leading)],
    following: [v128.shuffle(a, b, following), v128.shuffle(c, d, following)],
  };
}

/** The tile in its order, from what `divideTile` gave. */
export function joinTile(dilation: number, [a, b]: Vectors, [c, d]: Vectors): Vectors {
  if (dilation === 8) return [a, b, c, d];
  if (dilation === 4) return [a, c, b, d];
  const { first, second } = DIVISIONS[dilation];
  return [v128.shuffle(a, c, first), v128.shuffle(a, c, second), v128.shuffle(b, d, first), v128.shuffle(b, d, second)];
}
