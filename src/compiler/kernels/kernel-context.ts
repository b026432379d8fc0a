import type { Variable } from '../assembler/code.js';
import type { Locals } from '../assembler/module.js';
import type { MultiplyAddCode } from './arithmetic.js';
import type { KernelParameters, Pointers } from './pointers.js';
import type { VectorWriter } from './vector-writer.js';

/** What the parts of one kernel share. */
export interface KernelContext {
  readonly parameters: KernelParameters;
  readonly locals: Locals;
  readonly pointers: Pointers;
  readonly madd: MultiplyAddCode;
  /** Address of the next weight to read. */
  readonly weights: Variable<'i32'>;
  /** Frames of the block that earlier tiles have done. */
  readonly done: Variable<'i32'>;
  /** One vector of input for each vector of the tile; scratch. */
  readonly inputs: readonly Variable<'v128'>[];
  /** One weight in all lanes; scratch. */
  readonly weight: Variable<'v128'>;
  /** Writes the arithmetic between sums and stores. */
  readonly writer: VectorWriter;
}
