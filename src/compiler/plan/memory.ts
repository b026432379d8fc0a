import { inputsOf, lookbackOf, type Network, type SignalId } from '../../network/network.js';
import type { Storage } from './storage.js';

/** Bytes of a float32. */
export const FLOAT_BYTES = 4;
/** Bytes of a vector of four float32. */
export const VECTOR_BYTES = 16;
/** Frames in one vector of four float32 lanes. */
export const LANES = 4;
/** Every tile divides this number of frames; blocks are rounded up to it. */
export const TILE_FRAMES = 16;
const CACHE_LINE_BYTES = 64;

/** Rows of memory: channel c starts at address + c · stride, in bytes, and is `rowBytes` long. */
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

/** What a step requires of the memory that holds signals. */
export interface StepNeeds {
  /** Stored signals that the step computes, in order. */
  readonly stores: readonly SignalId[];
  /** Frames that it computes at once, and so the length of the tiles that it stores. */
  readonly tileFrames: number;
  /** Frames before a block that it may overwrite with the same bits; default 0. */
  readonly marginFrames?: number;
  /** Past frames that it reads. */
  readonly lookbacks: readonly Lookback[];
}

/** Past frames of a signal that a step reads from its ring. */
interface Lookback {
  readonly signal: SignalId;
  readonly frames: number;
}

/** What ops look back on, one entry for each input of each op. */
export function lookbacksOf({ ops }: Network, ids: readonly SignalId[]): Lookback[] {
  return ids.flatMap((id) => inputsOf(ops[id]).map((signal) => ({ signal, frames: lookbackOf(ops[id]) })));
}

/** A network divided into steps, as far as memory depends on it. */
interface MemoryNeeds {
  readonly network: Network;
  readonly storage: readonly Storage[];
  /** The step that computes each signal; null for the input. */
  readonly stepOf: readonly (number | null)[];
  readonly steps: readonly StepNeeds[];
}

/** Where the signals lie while a program runs. */
export interface SignalMemory {
  readonly rings: ReadonlyMap<SignalId, Ring>;
  readonly blocks: ReadonlyMap<SignalId, Rows>;
  readonly tiles: ReadonlyMap<SignalId, Rows>;
  /** Distance in bytes between rows of a block; the same for all. */
  readonly blockStride: number;
  /** Positions of a ring that are mirrored. */
  readonly mirrorFrames: number;
}

/** Lays out the working memory from address 0, in the order of the calls. */
export class MemoryAllocator {
  /** Everything that was reserved, the frames before each row of a block included. */
  readonly reserved: Rows[] = [];
  readonly #guardBytes: number;
  #end: number;

  /** `guardBytes` stay free around everything that is reserved: tests fence with them. */
  constructor(guardBytes: number) {
    this.#guardBytes = guardBytes;
    this.#end = guardBytes;
  }

  /** The first address after what was reserved. */
  get end(): number {
    return this.#end;
  }

  /** Reserves rows of `frames` numbers, `stride` bytes apart; by default one right behind the other. */
  rows(channels: number, frames: number, stride = frames * FLOAT_BYTES): Rows {
    const rows = { address: this.#end, stride, rowBytes: frames * FLOAT_BYTES, channels };
    this.#end = roundUp(rows.address + channels * stride + this.#guardBytes, CACHE_LINE_BYTES);
    this.reserved.push(rows);
    return rows;
  }
}

/** Reserves the memory of all signals for blocks of up to `maxFrames` frames. */
export function planSignalMemory(needs: MemoryNeeds, maxFrames: number, memory: MemoryAllocator): SignalMemory {
  const margin = needs.steps.reduce((most, { marginFrames = 0 }) => Math.max(most, marginFrames), 0);
  const blockFrames = roundUp(maxFrames, TILE_FRAMES) + margin;
  const mirrorFrames = blockFrames + TILE_FRAMES;
  const tiles = planTiles(needs, memory);
  const blockStride = oddLines(margin + blockFrames);
  const blocks = planBlocks(needs, (channels) => {
    const rows = memory.rows(channels, margin + blockFrames, blockStride);
    return { ...rows, address: rows.address + margin * FLOAT_BYTES, rowBytes: blockFrames * FLOAT_BYTES };
  });
  return { rings: planRings(needs, blockFrames, mirrorFrames, memory), blocks, tiles, blockStride, mirrorFrames };
}

function planRings(
  { network, storage, steps }: MemoryNeeds,
  blockFrames: number,
  mirrorFrames: number,
  memory: MemoryAllocator,
): Map<SignalId, Ring> {
  const historyFrames = network.ops.map(() => 0);
  for (const { lookbacks } of steps) {
    for (const { signal, frames } of lookbacks) historyFrames[signal] = Math.max(historyFrames[signal], frames);
  }
  const rings = new Map<SignalId, Ring>();
  historyFrames.forEach((history, id) => {
    if (storage[id] !== 'ring') return;
    const capacity = 2 ** Math.ceil(Math.log2(history + blockFrames));
    // Mirroring copies whole vectors, so it may write up to one vector past the end of the mirror.
    const frames = capacity + mirrorFrames + LANES;
    rings.set(id, { ...memory.rows(network.channels[id], frames, oddLines(frames)), mask: capacity - 1 });
  });
  return rings;
}

/** Tiles live for one tile of one step, so all steps share one area. */
function planTiles({ network, storage, steps }: MemoryNeeds, memory: MemoryAllocator): Map<SignalId, Rows> {
  const tiles = new Map<SignalId, Rows>();
  const tilesOf = ({ stores }: StepNeeds): SignalId[] => stores.filter((id) => storage[id] === 'tile');
  const widest = steps.reduce((most, step) => {
    const rows = tilesOf(step).reduce((sum, id) => sum + network.channels[id], 0);
    return Math.max(most, rows * (step.tileFrames / LANES));
  }, 0);
  const area = memory.rows(widest, LANES);
  for (const step of steps) {
    const stride = step.tileFrames * FLOAT_BYTES;
    let { address } = area;
    for (const id of tilesOf(step)) {
      const channels = network.channels[id];
      tiles.set(id, { address, stride, rowBytes: stride, channels });
      address += channels * stride;
    }
  }
  return tiles;
}

/** Blocks live from the step that writes them to the last that reads them; later ones take the places of earlier ones. */
function planBlocks(
  { network, storage, stepOf, steps }: MemoryNeeds,
  allocate: (channels: number) => Rows,
): Map<SignalId, Rows> {
  // Steps run at the times 1, 2 …; the input is written at 0, and the output is read after the last step.
  const writtenAt = stepOf.map((step) => (step === null ? 0 : step + 1));
  const lastUse = [...writtenAt];
  network.ops.forEach((op, id) => {
    for (const input of inputsOf(op)) lastUse[input] = Math.max(lastUse[input], writtenAt[id]);
  });
  // An inlined slice or sum may be read by a later op, but always within the step that inlines it.
  lastUse[network.output] = steps.length + 1;
  const blocks = new Map<SignalId, Rows>();
  const places: Rows[] = [];
  const free = new FreePlaces(storage.length);
  /** Places by the time of their last use. */
  const ending: number[][] = Array.from({ length: steps.length + 2 }, () => []);
  let time = 0;
  storage.forEach((kind, id) => {
    if (kind !== 'block') return;
    const channels = network.channels[id];
    for (; time < writtenAt[id]; time++) for (const place of ending[time]) free.set(place, places[place].channels);
    const place = free.first(channels) ?? places.push(allocate(channels)) - 1;
    free.set(place, 0);
    ending[lastUse[id]].push(place);
    blocks.set(id, { ...places[place], channels });
  });
  return blocks;
}

/** The widths of free places, in a tree of maxima: the first place that is wide enough is found in logarithmic time. */
class FreePlaces {
  readonly #leaves: number;
  readonly #widest: Uint32Array;

  constructor(places: number) {
    this.#leaves = 2 ** Math.ceil(Math.log2(places));
    this.#widest = new Uint32Array(2 * this.#leaves);
  }

  /** Sets the width of a place; 0 means that it is in use. */
  set(place: number, width: number): void {
    const widest = this.#widest;
    let node = this.#leaves + place;
    widest[node] = width;
    for (node >>= 1; node > 0; node >>= 1) widest[node] = Math.max(widest[2 * node], widest[2 * node + 1]);
  }

  /** The first place at least as wide; null if there is none. */
  first(width: number): number | null {
    if (this.#widest[1] < width) return null;
    let node = 1;
    while (node < this.#leaves) node = 2 * node + (this.#widest[2 * node] >= width ? 0 : 1);
    return node - this.#leaves;
  }
}

/** Bytes for a row of frames: an odd number of cache lines, so that equal positions of rows do not share a cache set. */
export function oddLines(frames: number): number {
  const lines = Math.ceil((frames * FLOAT_BYTES) / CACHE_LINE_BYTES);
  return (lines | 1) * CACHE_LINE_BYTES;
}

/** The next multiple that is not below a value. */
export function roundUp(value: number, multiple: number): number {
  return Math.ceil(value / multiple) * multiple;
}
