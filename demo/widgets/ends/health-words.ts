import type { LateState, RoundTripState } from '../../ends-state.js';
import { formatMs } from '../../format.js';

/** `round trip 23 ms, estimated`; without a microphone it is only the way out. */
export function wordsOfRoundTrip(roundTrip: RoundTripState | null): string {
  if (roundTrip === null) return 'round trip not known yet';
  const { ms, measured, withInput } = roundTrip;
  if (measured) return `round trip ${formatMs(ms)}, measured`;
  return withInput ? `round trip ${formatMs(ms)}, estimated` : `${formatMs(ms)} to the ear, estimated`;
}

/** `0 late blocks in 14 min`. */
export function wordsOfLate(late: LateState | null): string {
  if (late === null) return 'no late blocks';
  const { count, minutes } = late;
  const when = minutes < 1 ? 'in less than a minute' : `in ${minutes} min`;
  return `${count} late block${count === 1 ? '' : 's'} ${when}`;
}
