import type { Conv1dOp, Network, SignalId } from '../network/network.js';
import type { UnsharedUint8Array } from '../network/unshared.js';
import { FLOAT_BYTES } from './plan/memory.js';

/**
 * Packs numbers of a simplified network in the order in which a kernel reads them. Their count follows from the structure of
 * the network alone.
 */
type Pack = (network: Network) => ArrayLike<number>;

/** The op of a signal that the planner knows to be a convolution. */
export function convolutionOf({ ops }: Network, id: SignalId): Conv1dOp {
  return ops[id] as Conv1dOp;
}

/**
 * Where the constants of a program lie: descriptors, tables, and the packed numbers of a network. They follow the working
 * memory. Built once for a structure, it gives the image of every network of that structure.
 */
export class WeightLayout {
  /** Address of the image. */
  readonly start: number;
  readonly #fixed: { readonly offset: number; readonly bytes: Uint8Array }[] = [];
  readonly #packed: { readonly offset: number; readonly pack: Pack }[] = [];
  readonly #constants = new Map<number, number>();
  readonly #network: Network;
  #byteLength = 0;

  /**
   * @param start address of the image
   * @param network a network of the structure, simplified
   */
  constructor(start: number, network: Network) {
    this.start = start;
    this.#network = network;
  }

  /** Size so far. */
  get byteLength(): number {
    return this.#byteLength;
  }

  /** Appends numbers of the network, as float32, and returns their address. */
  weights(pack: Pack): number {
    this.#packed.push({ offset: this.#byteLength, pack });
    return this.#append(FLOAT_BYTES * pack(this.#network).length);
  }

  /** Appends float32 values that are the same for every network, and returns their address. */
  floats(values: ArrayLike<number>): number {
    return this.#fix(Float32Array.from(values).buffer);
  }

  /** Appends 32-bit words and returns their address. */
  words(values: readonly number[]): number {
    return this.#fix(Int32Array.from(values).buffer);
  }

  /** The address of a vector that holds a number in all lanes; equal numbers share one. */
  constantVector(value: number): number {
    const known = this.#constants.get(value);
    if (known !== undefined) return known;
    const address = this.floats([value, value, value, value]);
    this.#constants.set(value, address);
    return address;
  }

  /** The image of a network of the structure, simplified. */
  image(network: Network): UnsharedUint8Array {
    const image = new Uint8Array(this.#byteLength);
    const floats = new Float32Array(image.buffer);
    for (const { offset, bytes } of this.#fixed) image.set(bytes, offset);
    for (const { offset, pack } of this.#packed) floats.set(pack(network), offset / FLOAT_BYTES);
    return image;
  }

  #fix(buffer: ArrayBuffer): number {
    this.#fixed.push({ offset: this.#byteLength, bytes: new Uint8Array(buffer) });
    return this.#append(buffer.byteLength);
  }

  #append(bytes: number): number {
    const address = this.start + this.#byteLength;
    this.#byteLength += bytes;
    return address;
  }
}
