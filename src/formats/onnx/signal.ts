import type { SignalId } from '../../network/network.js';
import { malformed, unsupported } from '../reading/json.js';
import type { Length } from './constant.js';

/** The meaning of a tensor's axis. A signal without the axis `channels` has one channel. */
export type Axis = 'batch' | 'channels' | 'time';

/**
 * A tensor that runs along with the sound. For a sound of T frames it holds frames `first` … T + `beyond` − 1 of a signal:
 * a negative `first` means frames before the sound, a positive `beyond` frames after it.
 */
export interface Signal {
  readonly kind: 'signal';
  readonly id: SignalId;
  readonly axes: readonly Axis[];
  readonly first: number;
  readonly beyond: number;
  /** Content of the frames before the sound: the graph's input, zeros from padding, or values computed from either. */
  readonly before: 'input' | 'zeros' | 'computed';
}

/**
 * Derives from the padding of all nodes how the network must start. Nodes that pad signals with zeros require `zero`;
 * nodes that read computed values before the sound require `silence`.
 */
export class PaddingTracker {
  /** The places of the first nodes that require each start. */
  #zero: string | null = null;
  #silence: string | null = null;

  /** The start that the nodes require; `silence` if they require none. Throws a DilatoneError if they require both. */
  get start(): 'silence' | 'zero' {
    if (this.#zero === null) return 'silence';
    if (this.#silence === null) return 'zero';
    return unsupported(this.#zero, `no padding, as ${this.#silence} reads frames before the sound`, 'padding');
  }

  /** The signal with `before` zeros before it and `behind` after it; negative counts cut frames off. */
  pad(x: Signal, before: number, behind: number, where: string): Signal {
    const first = x.first - before;
    const beyond = x.beyond + behind;
    if (!(Math.abs(first) <= FAR && Math.abs(beyond) <= FAR))
      malformed(where, `at most ${FAR} frames`, first || beyond);
    if (before <= 0 || x.before === 'input') return { ...x, first, beyond };
    if (x.first < 0 && x.before === 'computed') {
      unsupported(where, 'padding of a signal that begins with the sound', 'padding of a longer one');
    }
    this.#zero ??= where;
    return { ...x, first, beyond, before: 'zeros' };
  }

  /** The output of an op that needs `lookback` past frames: it is shorter than its input by as many. */
  look(x: Signal, lookback: number, where: string): Signal {
    const first = x.first + lookback;
    if (first < 0) {
      if (x.before === 'zeros') unsupported(where, `at most ${lookback} frames of padding`, lookback - first);
      this.#silence ??= where;
    }
    return { ...x, first, before: 'computed' };
  }

  /** The output of an op without lookback. It must not read zeros of padding, since its output there may not be zero. */
  compute(x: Signal, where: string): Signal {
    if (x.before === 'zeros' && x.first < 0) unsupported(where, 'a signal without padding', 'a padded one');
    if (x.first < 0) this.#silence ??= where;
    return { ...x, before: 'computed' };
  }
}

/** Refuses two signals that hold different frames: padding beside a filter shifts its output against the other signal. */
export function expectAligned(a: Signal, b: Signal, where: string): void {
  if (a.first === b.first && a.beyond === b.beyond) return;
  const frames = ({ first, beyond }: Signal) => `frames ${first} to T${beyond < 0 ? ' − ' : ' + '}${Math.abs(beyond)}`;
  malformed(where, `${frames(a)} in both, as causal padding (before the signal only) gives`, frames(b));
}

/** A part of an axis. An `end` that is not positive counts from the axis's end, so 0 means all the rest. */
export interface Range {
  readonly axis: Axis;
  readonly start: number;
  readonly end: number;
}

/** A position of larger magnitude means the beginning or the end of the axis. */
const FAR = 2 ** 30;

/**
 * The part of a signal's axis between two positions of a node; undefined if the end depends on the length of the sound and
 * the axis is not time.
 *
 * Exporters of a graph for a fixed number of `frames` write positions in time as plain numbers. For sounds of other
 * lengths, the start is then taken as the distance from the beginning, and the end as the distance from the end. `frames`
 * is null if the graph is for any number.
 */
export function rangeOf(
  { first, beyond }: Signal,
  frames: number | null,
  axis: Axis,
  start: number,
  end: number | Length,
): Range | undefined {
  const more = beyond - first;
  const fixedLength = axis === 'time' && frames !== null ? frames + more : null;
  const from = start < -FAR ? 0 : fixedLength !== null && start < 0 ? Math.max(start + fixedLength, 0) : start;
  if (typeof end !== 'number') {
    return axis === 'time' ? { axis, start: from, end: Math.min(end.more - more, 0) } : undefined;
  }
  if (end > FAR) return { axis, start: from, end: 0 };
  return { axis, start: from, end: fixedLength !== null && end > 0 ? Math.min(end - fixedLength, 0) : end };
}
