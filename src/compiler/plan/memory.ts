import { type Conv1dOp, inputsOf, lookbackOf, type Op, type SignalId } from '../../network/network.js';
import type { FirPartition } from './fir.js';
import { PAIR_TERMS } from './paired.js';
import type { Plan } from './plan.js';
import { LANES, TILE_FRAMES } from './tile.js';

/** Rows of one signal: channel c starts at address + c · stride, in bytes, and is `rowBytes` long. */
export interface Rows {
  readonly address: number;
  readonly stride: number;
  readonly rowBytes: number;
  readonly channels: number;
}

/**
 * A ring buffer per channel. Frame t lies at position t & mask; positions mask + 1 … mirror positions 0 …, so that a
 * whole block can be read, and written, from any position without wrapping.
 */
export interface Ring extends Rows {
  readonly mask: number;
}

/** A recurrent op's state and its gates; sizes are rounded up to whole vectors. */
export interface RecurrentMemory {
  readonly hidden: Rows;
  /** Of LSTMs; GRUs leave it alone. */
  readonly cell: Rows;
  /** Sums for the gates of the current frame: i, f, g, o, or r, z, n by inputs, n by hidden state. */
  readonly gates: Rows;
}

/** What a long filter works with. */
export interface FirMemory {
  /** Real and imaginary parts of a transform, and twice as much scratch. */
  readonly work: Rows;
  /** Spectra of past input: [slot][in-channel][real, imaginary]; slots are a power of two. */
  readonly spectra: Rows;
  readonly slots: number;
  /** Spectra of the filter's parts from the second on: [out-channel][in-channel][part][real, imaginary]. */
  readonly response: Rows;
  /** For each out-channel what the parts from the second on contribute to the current part's frames. */
  readonly tails: Rows;
  /** One channel of output that is being computed. */
  readonly segment: Rows;
}

/** What convolutions that are computed for pairs of frames work with; see `isPaired`. */
export interface PairMemory {
  /** What leading frames leave for following ones, row by row; by convolution. */
  readonly carries: ReadonlyMap<Conv1dOp, Rows>;
  /** Sums and differences of in-channels, for one tile; shared. */
  readonly terms: Rows;
  /** Accumulators put aside; shared. */
  readonly spill: Rows;
}

/** Where everything lies while a program runs. */
export interface MemoryPlan {
  readonly rings: ReadonlyMap<SignalId, Ring>;
  readonly blocks: ReadonlyMap<SignalId, Rows>;
  readonly tiles: ReadonlyMap<SignalId, Rows>;
  /** What recurrent ops carry from frame to frame, by their signals. */
  readonly recurrents: ReadonlyMap<SignalId, RecurrentMemory>;
  readonly firs: ReadonlyMap<SignalId, FirMemory>;
  readonly pairs: PairMemory;
  /** Distance in bytes between rows of a block; the same for all. */
  readonly blockStride: number;
  /** Frames before each row of a block that may be written, too. */
  readonly blockMarginFrames: number;
  /** Positions of a ring that are mirrored. */
  readonly mirrorFrames: number;
  /** First address after the working memory. */
  readonly end: number;
}

const FLOAT_BYTES = 4;
const CACHE_LINE_BYTES = 64;

/** Lays out the working memory from address 0. `guardBytes` are left free around every signal: tests fence with them. */
export function planMemory(plan: Plan, maxFrames: number, guardBytes = 0): MemoryPlan {
  // Tiles of pairs may begin before a block and end behind it.
  const margin = plan.steps.some(({ kind }) => kind === 'paired') ? TILE_FRAMES : 0;
  const blockFrames = Math.ceil(maxFrames / TILE_FRAMES) * TILE_FRAMES + margin;
  const mirrorFrames = blockFrames + TILE_FRAMES;
  let end = guardBytes;
  const allocate = (channels: number, frames: number, stride: number): Rows => {
    const address = end;
    end = roundUp(address + channels * stride + guardBytes, CACHE_LINE_BYTES);
    return { address, stride, rowBytes: frames * FLOAT_BYTES, channels };
  };

  const tiles = planTiles(plan, allocate);
  const blockStride = oddLines(margin + blockFrames);
  const blocks = planBlocks(plan, (channels) => {
    const rows = allocate(channels, margin + blockFrames, blockStride);
    return { ...rows, address: rows.address + margin * FLOAT_BYTES, rowBytes: blockFrames * FLOAT_BYTES };
  });
  const rings = new Map<SignalId, Ring>();
  ringHistories(plan).forEach((history, id) => {
    if (plan.storage[id] !== 'ring') return;
    const capacity = 2 ** Math.ceil(Math.log2(history + blockFrames));
    // Mirroring copies whole vectors and may run past the mirror's end by less than one.
    const frames = capacity + mirrorFrames + LANES;
    rings.set(id, { ...allocate(plan.network.channels[id], frames, oddLines(frames)), mask: capacity - 1 });
  });
  const recurrents = new Map<SignalId, RecurrentMemory>();
  for (const step of plan.steps) {
    if (step.kind !== 'recurrent') continue;
    const padded = roundUp(step.op.hiddenSize, LANES);
    const vector = (values: number): Rows => allocate(1, values, values * FLOAT_BYTES);
    recurrents.set(step.stores[0], { hidden: vector(padded), cell: vector(padded), gates: vector(4 * padded) });
  }
  const firs = new Map<SignalId, FirMemory>();
  for (const step of plan.steps) {
    if (step.kind !== 'fir') continue;
    const rows = (count: number, frames: number): Rows => allocate(count, frames, frames * FLOAT_BYTES);
    const { frames, parts } = step.partition;
    const inputs = plan.network.channels[step.op.input];
    const slots = 2 ** Math.ceil(Math.log2(parts));
    firs.set(step.stores[0], {
      work: rows(4, 2 * frames),
      spectra: rows(2 * slots * inputs, spectrumBins(frames)),
      slots,
      response: rows(2 * step.op.outChannels * inputs * (parts - 1), spectrumBins(frames)),
      tails: rows(step.op.outChannels, frames + TILE_FRAMES),
      segment: rows(1, frames + TILE_FRAMES),
    });
  }
  return {
    rings,
    blocks,
    tiles,
    recurrents,
    firs,
    pairs: planPairs(plan, allocate),
    blockStride,
    blockMarginFrames: margin,
    mirrorFrames,
    end,
  };
}

type Allocate = (channels: number, frames: number, stride: number) => Rows;

/** Bins of the spectrum of 2 · frames real numbers, up to half the sample rate, rounded up to whole vectors. */
export function spectrumBins(frames: number): number {
  return roundUp(frames + 1, LANES);
}

/** Terms and spilled accumulators live for one tile of one step, so all steps share them. */
function planPairs({ network, steps }: Plan, allocate: Allocate): PairMemory {
  const carries = new Map<Conv1dOp, Rows>();
  let inputs = 0;
  for (const step of steps) {
    if (step.kind !== 'paired') continue;
    const { op } = step;
    inputs = Math.max(inputs, network.channels[op.input]);
    const frames = op.dilation < TILE_FRAMES ? 0 : op.dilation;
    carries.set(op, allocate(op.outChannels, frames, oddLines(frames)));
  }
  const row = (frames: number): Rows => allocate(1, frames, frames * FLOAT_BYTES);
  return { carries, terms: row(inputs * PAIR_TERMS * TILE_FRAMES), spill: row(inputs > 0 ? 4 * TILE_FRAMES : 0) };
}

/** Past frames that each ring keeps: what convolutions look back on; of a long filter only two parts. */
function ringHistories({ network, steps }: Plan): number[] {
  const partitions = new Map<Op, FirPartition>();
  for (const step of steps) if (step.kind === 'fir') partitions.set(step.op, step.partition);
  const paired = new Set<Op>(steps.flatMap((step) => (step.kind === 'paired' ? [step.op] : [])));
  const histories = network.ops.map(() => 0);
  for (const op of network.ops) {
    const partition = partitions.get(op);
    const history = partition ? 2 * partition.frames : lookbackOf(op);
    const margin = paired.has(op) ? TILE_FRAMES : 0;
    for (const input of inputsOf(op)) histories[input] = Math.max(histories[input], history + margin);
  }
  return histories;
}

/** Tiles live for one tile of one step, so all steps share one area. */
function planTiles(plan: Plan, allocate: Allocate): Map<SignalId, Rows> {
  const tiles = new Map<SignalId, Rows>();
  const tiled = plan.steps.filter((step) => step.kind === 'tiled');
  const widest = tiled.map(({ stores, vectors }) => {
    const rows = stores.reduce((sum, id) => sum + (plan.storage[id] === 'tile' ? plan.network.channels[id] : 0), 0);
    return rows * vectors;
  });
  const area = allocate(Math.max(0, ...widest), LANES, LANES * FLOAT_BYTES);
  for (const { stores, vectors } of tiled) {
    const stride = vectors * area.stride;
    let address = area.address;
    for (const id of stores) {
      if (plan.storage[id] !== 'tile') continue;
      const channels = plan.network.channels[id];
      tiles.set(id, { address, stride, rowBytes: stride, channels });
      address += channels * stride;
    }
  }
  return tiles;
}

/** Blocks live from the step that writes them to the last that reads them; later ones take the places of earlier ones. */
function planBlocks(plan: Plan, allocate: (channels: number) => Rows): Map<SignalId, Rows> {
  const { network, storage, stepOf } = plan;
  const lastUse = [...stepOf];
  network.ops.forEach((op, id) => {
    for (const input of inputsOf(op)) lastUse[input] = Math.max(lastUse[input], stepOf[id]);
  });
  // The reader of an inlined slice or sum may sit in a later op, yet always in the same step as what it inlines.
  lastUse[network.output] = Number.POSITIVE_INFINITY;
  const blocks = new Map<SignalId, Rows>();
  const places: { rows: Rows; until: number }[] = [];
  storage.forEach((kind, id) => {
    if (kind !== 'block') return;
    const channels = network.channels[id];
    const free = places.find(({ rows, until }) => until < stepOf[id] && rows.channels >= channels);
    const place = free ?? { rows: allocate(channels), until: 0 };
    if (!free) places.push(place);
    place.until = lastUse[id];
    blocks.set(id, { ...place.rows, channels });
  });
  return blocks;
}

/** Bytes for a row of frames: an odd number of cache lines, so that equal positions of rows do not share a cache set. */
function oddLines(frames: number): number {
  const lines = Math.ceil((frames * FLOAT_BYTES) / CACHE_LINE_BYTES);
  return (lines | 1) * CACHE_LINE_BYTES;
}

function roundUp(value: number, multiple: number): number {
  return Math.ceil(value / multiple) * multiple;
}
