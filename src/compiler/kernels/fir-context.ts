import type { Statement } from '../assembler/code.js';
import type { ModuleBuilder } from '../assembler/module.js';
import type { ImageBuilder } from '../image.js';
import type { FirMemory, Ring, Rows } from '../plan/memory.js';
import type { FirStep } from '../plan/plan.js';
import type { MultiplyAddCode } from './arithmetic.js';

/** What the parts of a long filter's code share. */
export interface FirContext {
  readonly module: ModuleBuilder;
  readonly image: ImageBuilder;
  readonly memory: FirMemory;
  readonly ring: Ring;
  readonly output: Rows;
  /** Null where the output is a block. */
  readonly outputMask: number | null;
  readonly madd: MultiplyAddCode;
  readonly inputs: number;
  readonly outputs: number;
  /** Frames B of one part. */
  readonly partFrames: number;
  readonly parts: number;
  readonly op: FirStep['op'];
}

/** The working transform: where input goes, how it runs, where its result is. */
export interface WorkingTransform {
  readonly re: number;
  readonly im: number;
  /** Transforms what lies at (re, im). */
  readonly run: readonly Statement[];
  /** Transforms back what lies at (re, im); the real part of the result is at `resultRe`. */
  readonly runInverse: readonly Statement[];
  readonly resultRe: number;
  readonly resultIm: number;
}
