// biome-ignore-all assist/source/organizeImports: bundles hold the kinds in this order, and compress best so
import { tiledKind } from './tiled/tiled-kind.js';
import { pairedKind } from './paired/paired-kind.js';
import { firKind } from './fir/fir-kind.js';
import { recurrentKind } from './recurrent/recurrent-kind.js';
import type { StepKind } from './step-kind.js';

/** All kinds of steps, in the order in which they may claim an op; the last one takes what the others leave. */
export const STEP_KINDS: readonly StepKind[] = [recurrentKind, firKind, pairedKind, tiledKind];
