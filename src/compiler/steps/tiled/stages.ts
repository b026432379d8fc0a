import type { Activation } from '../../../network/activation.js';
import type { Conv1dOp, Network, SignalId } from '../../../network/network.js';
import { isAffine, isSum, type Storage } from '../../plan/storage.js';

/** A convolution's rows from `firstRow` on, as part of a sum. */
export interface Term {
  readonly id: SignalId;
  readonly conv: Conv1dOp;
  readonly firstRow: number;
}

/** What one accumulator per row gathers: convolutions and their biases. Row r of the stage is row firstRow + r of each. */
export interface Sum {
  readonly terms: readonly Term[];
}

/** What a stage computes for row r and one vector of frames, from its sums and stored signals. */
export type Expression =
  | { readonly kind: 'sum'; readonly sum: number }
  /** Channel `channel` + r of a stored signal, at the current frame. */
  | { readonly kind: 'load'; readonly signal: SignalId; readonly channel: number }
  | { readonly kind: 'add'; readonly operands: readonly Expression[] }
  | { readonly kind: 'multiply'; readonly operands: readonly Expression[] }
  | {
      readonly kind: 'activation';
      readonly id: SignalId;
      readonly activation: Activation;
      readonly operand: Expression;
      readonly channel: number;
    }
  /** Row `channel` + r of an affine convolution: weight · operand + bias. */
  | { readonly kind: 'affine'; readonly id: SignalId; readonly operand: Expression; readonly channel: number };

/** Writes a value to channel `channel` + r of a signal. */
export interface Store {
  readonly signal: SignalId;
  readonly channel: number;
  readonly value: Expression;
}

/** A group of ops that run together on one tile: for each row, gather the sums, then compute and store the values. */
export interface Stage {
  readonly rows: number;
  readonly sums: readonly Sum[];
  readonly stores: readonly Store[];
}

/** The operands of an expression. */
export function operandsOf(expression: Expression): readonly Expression[] {
  switch (expression.kind) {
    case 'sum':
    case 'load':
      return [];
    case 'add':
    case 'multiply':
      return expression.operands;
    default:
      return [expression.operand];
  }
}

/** The stages of one step: one for each signal that it stores, skip sums and the like joined to what they add. */
export function planStages(network: Network, storage: readonly Storage[], ids: readonly SignalId[]): Stage[] {
  const stages: Stage[] = [];
  for (const id of ids) {
    if (storage[id] === 'inline') continue;
    const cuts = [...cutPoints(network, storage, id, true)].sort((a, b) => a - b);
    const ends = [...cuts.slice(1), network.channels[id]];
    cuts.forEach((start, n) => {
      const stage = new StageBuilder(network, storage).build(id, start, ends[n] - start);
      const joined = join(stages.at(-1), stage);
      if (joined) stages[stages.length - 1] = joined;
      else stages.push(stage);
    });
  }
  return stages;
}

/** Channels of a signal at which a concatenation that is part of its expression goes from one input to the next. */
function cutPoints(network: Network, storage: readonly Storage[], id: SignalId, isRoot = false): Set<number> {
  const op = network.ops[id];
  const cuts = new Set([0]);
  if (!isRoot && storage[id] !== 'inline') return cuts;
  if (op.kind === 'concat') {
    let start = 0;
    for (const input of op.inputs) {
      for (const cut of cutPoints(network, storage, input)) cuts.add(start + cut);
      start += network.channels[input];
    }
  } else if (op.kind === 'slice') {
    for (const cut of cutPoints(network, storage, op.input)) {
      if (cut > op.start && cut < op.start + op.channels) cuts.add(cut - op.start);
    }
  } else if (op.kind === 'add' || op.kind === 'multiply') {
    for (const input of op.inputs) for (const cut of cutPoints(network, storage, input)) cuts.add(cut);
  } else if (op.kind === 'activation' || (op.kind === 'conv1d' && isAffine(op))) {
    for (const cut of cutPoints(network, storage, op.input)) cuts.add(cut);
  }
  return cuts;
}

/** Writes out the expression of rows of a signal in terms of sums and stored signals. */
class StageBuilder {
  readonly #network: Network;
  readonly #storage: readonly Storage[];
  readonly #sums: Sum[] = [];
  /** Expressions by signal and channel: what is used twice is one object, computed once. */
  readonly #known = new Map<string, Expression>();

  constructor(network: Network, storage: readonly Storage[]) {
    this.#network = network;
    this.#storage = storage;
  }

  build(id: SignalId, channel: number, rows: number): Stage {
    const value = this.#define(id, channel);
    return { rows, sums: this.#sums, stores: [{ signal: id, channel, value }] };
  }

  #use(id: SignalId, channel: number): Expression {
    const key = `${id} ${channel}`;
    const known = this.#known.get(key);
    if (known) return known;
    const expression: Expression =
      this.#storage[id] === 'inline' ? this.#define(id, channel) : { kind: 'load', signal: id, channel };
    this.#known.set(key, expression);
    return expression;
  }

  #define(id: SignalId, channel: number): Expression {
    const op = this.#network.ops[id];
    switch (op.kind) {
      case 'input':
      case 'lstm':
      case 'gru':
        throw new Error(`signal ${id} is always stored by itself`);
      case 'conv1d':
        if (isAffine(op)) return { kind: 'affine', id, operand: this.#use(op.input, channel), channel };
        return this.#sum([{ id, conv: op, firstRow: channel }]);
      case 'activation':
        return { kind: 'activation', id, activation: op.activation, operand: this.#use(op.input, channel), channel };
      case 'add': {
        const terms = op.inputs.filter((input) => isSum(this.#network, this.#storage, input));
        const others = op.inputs.filter((input) => !terms.includes(input)).map((input) => this.#use(input, channel));
        if (terms.length === 0) return { kind: 'add', operands: others };
        const sum = this.#sum(terms.flatMap((input) => this.#terms(input, channel)));
        return others.length === 0 ? sum : { kind: 'add', operands: [sum, ...others] };
      }
      case 'multiply':
        return { kind: 'multiply', operands: op.inputs.map((input) => this.#use(input, channel)) };
      case 'slice':
        return this.#use(op.input, op.start + channel);
      case 'concat': {
        let start = 0;
        for (const input of op.inputs) {
          const width = this.#network.channels[input];
          if (channel < start + width) return this.#use(input, channel - start);
          start += width;
        }
        throw new Error(`signal ${id} has no channel ${channel}`);
      }
    }
  }

  #sum(terms: readonly Term[]): Expression {
    return { kind: 'sum', sum: this.#sums.push({ terms }) - 1 };
  }

  /** The convolutions of a signal that is nothing but a sum of them. */
  #terms(id: SignalId, channel: number): Term[] {
    const op = this.#network.ops[id];
    if (op.kind === 'conv1d') return [{ id, conv: op, firstRow: channel }];
    if (op.kind === 'slice') return this.#terms(op.input, op.start + channel);
    if (op.kind === 'add') return op.inputs.flatMap((input) => this.#terms(input, channel));
    throw new Error(`signal ${id} is not a sum of convolutions`);
  }
}

/**
 * Fuses a stage without sums into the one before, so that it takes values from registers: loads of what the stage before
 * stores become the values themselves. Null where they cannot be fused: they differ in rows, share nothing, or a row needs
 * another row of the stage before.
 */
function join(before: Stage | undefined, stage: Stage): Stage | null {
  if (!before || stage.sums.length > 0 || stage.rows !== before.rows) return null;
  const done = new Map<Expression, Expression>();
  let taken = 0;
  let missing = 0;
  const take = ({ signal, channel }: Extract<Expression, { kind: 'load' }>): Expression | undefined => {
    const stores = before.stores.filter((store) => store.signal === signal);
    const store = stores.find((candidate) => candidate.channel === channel);
    if (store) taken++;
    else missing += stores.length;
    return store?.value;
  };
  /** The expression in registers. Values of the stage before are not looked into: they load nothing that it stores. */
  const inRegisters = (expression: Expression): Expression => {
    const known = done.get(expression);
    if (known) return known;
    let result = expression;
    if (expression.kind === 'load') result = take(expression) ?? expression;
    else if ('operands' in expression) {
      result = { ...expression, operands: expression.operands.map(inRegisters) };
    } else if (expression.kind !== 'sum') result = { ...expression, operand: inRegisters(expression.operand) };
    done.set(expression, result);
    return result;
  };
  const stores = stage.stores.map((store) => ({ ...store, value: inRegisters(store.value) }));
  return taken > 0 && missing === 0 ? { ...before, stores: [...before.stores, ...stores] } : null;
}
