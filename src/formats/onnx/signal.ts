import type { SignalId } from '../../network/network.js';
import { malformed, unsupported } from '../reading/schema.js';

/** What an axis of a tensor stands for; a signal without `channels` has one. */
export type Axis = 'batch' | 'channels' | 'time';

/**
 * A tensor of the graph that runs along in time. Of T frames of sound it holds frames `first` … T + `beyond` − 1 of a
 * signal: where `first` is negative, what comes before the sound, and where `beyond` is positive, what comes after it.
 */
export interface Signal {
  readonly kind: 'signal';
  readonly id: SignalId;
  readonly axes: readonly Axis[];
  readonly first: number;
  readonly beyond: number;
  /** What is in the frames before the sound: the graph's input, zeros that were padded, or what was computed of either. */
  readonly before: 'input' | 'zeros' | 'computed';
}

/** What the graph takes for granted of the time before the sound, gathered from all of it. */
export class Beginning {
  /** The nodes that want signals to be zero before the sound, and to be what silence makes of them. */
  #zero = '';
  #silence = '';

  /** How the network must start. Where nothing is said of it, silence is the better start. */
  get start(): 'silence' | 'zero' {
    if (this.#zero !== '' && this.#silence !== '') {
      unsupported(this.#zero, `no padding behind ${this.#silence}, which reads a padded signal already`, 'padding');
    }
    return this.#zero !== '' ? 'zero' : 'silence';
  }

  /** A signal with zeros before it; negative frames cut it. */
  pad(x: Signal, before: number, behind: number, where: string): Signal {
    const first = x.first - before;
    const beyond = x.beyond + behind;
    if (before <= 0 || x.before === 'input') return { ...x, first, beyond };
    if (x.first < 0 && x.before === 'computed') {
      unsupported(where, 'padding of what begins with the sound', 'padding of a longer signal');
    }
    this.#zero ||= where;
    return { ...x, first, beyond, before: 'zeros' };
  }

  /** What an op gives that looks back so many frames on a signal of the same length. */
  look(x: Signal, lookback: number, where: string): Signal {
    const first = x.first + lookback;
    if (first < 0) {
      if (x.before === 'zeros') unsupported(where, `at most ${lookback} frames of padding`, lookback - first);
      this.#silence ||= where;
    }
    return { ...x, first, before: 'computed' };
  }

  /** What is computed frame by frame: zeros that were padded must not become other numbers unseen. */
  compute(x: Signal, where: string): Signal {
    if (x.before === 'zeros' && x.first < 0) unsupported(where, 'a signal without padding', 'a padded one');
    if (x.first < 0) this.#silence ||= where;
    return { ...x, before: 'computed' };
  }
}

/** Refuses signals that are not of the same frames: paddings around a filter shift what it looks at. */
export function expectAligned(a: Signal, b: Signal, where: string): void {
  if (a.first === b.first && a.beyond === b.beyond) return;
  const frames = ({ first, beyond }: Signal) => `frames ${first} to T${beyond < 0 ? ' − ' : ' + '}${Math.abs(beyond)}`;
  malformed(where, `${frames(a)} in both, as causal padding (before the signal only) gives`, frames(b));
}
