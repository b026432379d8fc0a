import type { IAudioParam } from 'standardized-audio-context';

/** Moves a parameter from where it is to a value, in a straight line. `now` is the context's time. */
export function rampTo(param: IAudioParam, value: number, now: number, seconds: number): void {
  param.cancelAndHoldAtTime(now).linearRampToValueAtTime(value, now + seconds);
}

/** A gain of so many decibels. */
export function gainOf(db: number): number {
  return 10 ** (db / 20);
}
