import { keepAwake, readPlaybackStats, watchClock } from '../../src/index.js';
import type { Ends } from '../audio/ends.js';
import { outputSeconds } from '../audio/output-latency.js';
import * as messages from '../ends-messages.js';
import type { LateState, RoundTripState } from '../ends-state.js';
import type { Desk } from './desk.js';
import { setEnds } from './ends-desk.js';

const LOOK_MS = 1000;
/** The page tells of a standstill that lasts longer. */
const PATIENCE_MS = 1500;

/** Watches how the browser plays: latency, gaps, a clock that stands still, a screen that goes dark. */
export class SoundHealth {
  readonly #desk: Desk;
  /** Gaps before the first sound, while models are prepared, do not count. */
  #before: { readonly count: number; readonly seconds: number } | null = null;
  #standstill: ReturnType<typeof setTimeout> | undefined;

  constructor(desk: Desk) {
    this.#desk = desk;
    desk.onStudio(({ ends }) => {
      const { context } = ends;
      keepAwake(context);
      watchClock(context, (event) => this.#onClock(event));
      setInterval(() => this.#look(ends), LOOK_MS);
    });
  }

  #onClock(event: 'stalled' | 'revived'): void {
    setEnds(this.#desk, { stalled: event === 'stalled' });
    clearTimeout(this.#standstill);
    if (event === 'revived') return;
    this.#standstill = setTimeout(() => this.#desk.tell(messages.describeStandstill()), PATIENCE_MS);
  }

  #look(ends: Ends): void {
    if (this.#desk.state.playback !== 'playing') return;
    const before = this.#desk.state.ends;
    const roundTrip = before.roundTrip?.measured ? before.roundTrip : this.#roundTrip(ends);
    const late = this.#late(ends);
    if (same(roundTrip, before.roundTrip) && same(late, before.late)) return;
    setEnds(this.#desk, { roundTrip, late });
  }

  /** What the browser says of output and input, and what the model adds. */
  #roundTrip({ context }: Ends): RoundTripState {
    const { source, microphone, engine } = this.#desk.state;
    const input = source === 'microphone' ? microphone?.latencySeconds : undefined;
    const seconds = outputSeconds(context) + (input ?? 0) + (engine?.latencyFrames ?? 0) / context.sampleRate;
    return { ms: Math.round(seconds * 1000), measured: false, withInput: input !== undefined };
  }

  /** Gaps that the browser counted; blocks that were late, where it counts none. */
  #late({ context }: Ends): LateState {
    const stats = readPlaybackStats(context);
    const now = {
      count: stats?.underrunCount ?? this.#desk.live.network.load?.overruns ?? 0,
      seconds: context.currentTime,
    };
    this.#before ??= now;
    const count = Math.max(0, now.count - this.#before.count);
    return { count, minutes: Math.floor((now.seconds - this.#before.seconds) / 60) };
  }
}

function same(one: object | null, other: object | null): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
