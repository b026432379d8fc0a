import { historyFrames, liveSignals } from '../../network/facts.js';
import { inputsOf, lookbackOf, type Network, type Op, type SignalId } from '../../network/network.js';
import type { Step, StepKind, Tiling } from '../steps/step-kind.js';
import { STEP_KINDS } from '../steps/step-kinds.js';
import { chooseStorage, type Storage } from './storage.js';

/** A network arranged for compilation; signals are those of `network`, the simplified form. */
export interface Plan extends Simplified {
  readonly storage: readonly Storage[];
  /** The step that computes each signal; null for the input. */
  readonly stepOf: readonly (number | null)[];
  readonly steps: readonly Step[];
}

/** A network in the form that the planner wants, and which of its signals is which. */
interface Simplified {
  readonly network: Network;
  /** The signal of the source network that each signal stands for. */
  readonly sourceOf: readonly SignalId[];
}

/** A step longer than this is cut: kernels should stay of a size that the browser's compiler optimizes well. */
const MAX_OPS_PER_STEP = 64;
/** So is one whose ops read more signals than this. */
const MAX_INPUTS_PER_STEP = 256;
/** An op with more inputs than this is computed part by part. */
const MAX_INPUTS = 64;

/** Arranges a network into steps. */
export function planNetwork(source: Network, tiling: Tiling): Plan {
  const simplified = simplify(source);
  const { network } = simplified;
  const kinds = network.ops.map((_, id) => (id === 0 ? null : kindFor(network, id)));
  const runs = divideIntoSteps(network, kinds);
  const stepOf = stepOfSignals(runs);
  const storage = chooseStorage(network, stepOf);
  const steps = runs.map(({ kind, ids }) => kind.plan({ network, storage, tiling }, ids));
  return { ...simplified, storage, stepOf, steps };
}

/**
 * Drops ops that do not reach the output, and copies signals that are both a history and a block of the host: the host
 * writes the input block, so a history of the input is kept in a copy; it reads the output block, so an output that has a
 * history, or is the input itself, is copied, too. Ops of many inputs become several, which compute the same bits.
 * Networks of equal structure stay equal in structure.
 */
export function simplify(source: Network): Simplified {
  const { sampleRate, start } = source;
  const live = liveSignals(source);
  const history = historyFrames(source);
  const ops: Op[] = [source.ops[0]];
  const channels: number[] = [source.channels[0]];
  const sourceOf: SignalId[] = [0];
  const append = (op: Op, width: number, id: SignalId): SignalId => {
    channels.push(width);
    sourceOf.push(id);
    return ops.push(op) - 1;
  };
  const copy = (input: SignalId, id: SignalId): SignalId =>
    append({ kind: 'slice', input, start: 0, channels: channels[input] }, channels[input], id);

  /** Sums and products begin with their first inputs; what is concatenated is divided evenly. */
  const appendParts = (op: Op, width: number, id: SignalId): SignalId => {
    if (!('inputs' in op) || op.inputs.length <= MAX_INPUTS) return append(op, width, id);
    if (op.kind !== 'concat') {
      let part = append({ ...op, inputs: op.inputs.slice(0, MAX_INPUTS) }, width, id);
      for (let n = MAX_INPUTS; n < op.inputs.length; n += MAX_INPUTS - 1) {
        part = append({ ...op, inputs: [part, ...op.inputs.slice(n, n + MAX_INPUTS - 1)] }, width, id);
      }
      return part;
    }
    const parts: SignalId[] = [];
    for (let n = 0; n < op.inputs.length; n += MAX_INPUTS) {
      const inputs = op.inputs.slice(n, n + MAX_INPUTS);
      const channelsOfPart = inputs.reduce((sum, input) => sum + channels[input], 0);
      parts.push(append({ ...op, inputs }, channelsOfPart, id));
    }
    return appendParts({ ...op, inputs: parts }, width, id);
  };

  const renamed: SignalId[] = [history[0] > 0 ? copy(0, 0) : 0];
  for (let id = 1; id < source.ops.length; id++) {
    if (live[id]) renamed[id] = appendParts(withInputs(source.ops[id], renamed), source.channels[id], id);
  }
  const output = renamed[source.output];
  const needsCopy = output === 0 || history[source.output] > 0;
  const network = { ops, channels, output: needsCopy ? copy(output, source.output) : output, sampleRate, start };
  return { network, sourceOf };
}

function withInputs(op: Op, renamed: readonly SignalId[]): Op {
  switch (op.kind) {
    case 'input':
      return op;
    case 'add':
    case 'multiply':
    case 'concat':
      return { ...op, inputs: inputsOf(op).map((id) => renamed[id]) };
    default:
      return { ...op, input: renamed[op.input] };
  }
}

function kindFor(network: Network, id: SignalId): StepKind {
  const kind = STEP_KINDS.find((candidate) => candidate.claims(network, id));
  if (kind === undefined) throw new Error(`no kind of step computes op ${id}, ${network.ops[id].kind}`);
  return kind;
}

/** Ops in a row that one kernel runs from the first frame of a block to the last. */
interface Run {
  readonly kind: StepKind;
  readonly ids: SignalId[];
}

/**
 * Divides the ops after the input into steps. A convolution that looks back on a signal of the current step needs the
 * whole block of that signal, mirrored, so it opens the next step. An op of another kind does so, too.
 */
function divideIntoSteps(network: Network, kinds: readonly (StepKind | null)[]): Run[] {
  const runs: Run[] = [];
  let inputs = 0;
  kinds.forEach((kind, id) => {
    if (kind === null) return;
    const op = network.ops[id];
    const run = runs.at(-1);
    inputs += inputsOf(op).length;
    const joins =
      run?.kind === kind &&
      kind.fuses &&
      run.ids.length < MAX_OPS_PER_STEP &&
      inputs <= MAX_INPUTS_PER_STEP &&
      !(lookbackOf(op) > 0 && run.ids.includes(inputsOf(op)[0]));
    if (joins) run.ids.push(id);
    else {
      runs.push({ kind, ids: [id] });
      inputs = inputsOf(op).length;
    }
  });
  return runs;
}

function stepOfSignals(runs: readonly Run[]): (number | null)[] {
  const stepOf: (number | null)[] = [null];
  runs.forEach(({ ids }, step) => {
    for (const id of ids) stepOf[id] = step;
  });
  return stepOf;
}
