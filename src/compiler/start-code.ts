import { liveSignals, recurrentSources } from '../network/facts.js';
import type { Network } from '../network/network.js';
import { type Code, i32, type Statement } from './assembler/code.js';
import { fillRows } from './code/rows.js';
import type { Rows, SignalMemory } from './plan/memory.js';
import type { Step, StepWriter } from './steps/step-kind.js';

/** A step whose kernel is written. */
export interface RunnableStep {
  readonly step: Step;
  readonly writer: StepWriter<Step>;
  /** Runs it on one block. */
  readonly run: (frame: Code<'i32'>, frames: Code<'i32'>) => Statement;
}

/**
 * The functions that set the state, by name: `reset`, to what precedes the first frame, and where that is zero and there are
 * histories, also `rest`, to what endless silence leaves.
 *
 * To come to rest, each step computes one frame of silence from the constants that the steps before it have left, and the
 * histories that it stores are filled with that frame: so they are, bit for bit, what the kernels go on to compute.
 *
 * @param fill see `DraftProgram`
 * @param zero address of a zero
 */
export function startCode(
  runs: readonly RunnableStep[],
  { start }: Network,
  { rings, blocks }: SignalMemory,
  fill: number,
  zero: number,
): [name: string, statements: Statement[]][] {
  const code = (isRest: boolean): Statement[] =>
    runs.flatMap(({ step, writer, run }) => {
      const once = run(i32.const(0), i32.const(1));
      const stored = step.stores.flatMap((id) => rings.get(id) ?? []);
      return isRest
        ? [...writer.rest(step, once), ...stored.map((ring) => fillRows(fill, ring))]
        : [...writer.zero(step, once), ...stored.map((ring) => fillRows(fill, ring, zero, 0))];
    });
  const rest = (): Statement[] => [fillRows(fill, blocks.get(0) as Rows, zero, 0), ...code(true)];
  if (start === 'silence') return [['reset', rest()]];
  return rings.size > 0
    ? [
        ['rest', rest()],
        ['reset', code(false)],
      ]
    : [['reset', code(false)]];
}

/** What runs the steps that recurrent ops depend on, themselves included, on silence; see `startCode` for the parameters. */
export function prewarmCode(
  runs: readonly RunnableStep[],
  network: Network,
  input: Rows,
  fill: number,
  zero: number,
): RunnableStep['run'][] {
  const sources = recurrentSources(network, liveSignals(network));
  const needed = runs.filter(({ step }) => step.stores.some((id) => sources[id]));
  // Steps may have used the input's block for other signals.
  return [() => fillRows(fill, input, zero, 0), ...needed.map(({ run }) => run)];
}
