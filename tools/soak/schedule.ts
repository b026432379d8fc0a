import type { Dilatone, Model } from '../../src/index.js';
import { seededRandom } from '../../test/support/seeded-random.js';

/** Time between two changes. */
const CHANGE_SECONDS = 0.7;
const MOST_GAIN_DB = 6;
/** Share of the changes after which the context is suspended, and the longest suspension. */
const SUSPENSIONS = 0.1;
const MOST_SUSPENDED_MS = 300;

/** A change of models and of parameters. Times are in seconds after the change. */
export interface Change {
  readonly atSeconds: number;
  readonly model: Model;
  readonly inputGainDb: number;
  readonly inputGainSeconds: number;
  readonly outputGainDb: number;
  readonly outputGainSeconds: number;
  readonly mix: number;
  readonly mixSeconds: number;
  readonly bypass: boolean;
  /** Null if the context stays running. */
  readonly suspendedMs: number | null;
}

/** Random changes over some time; the seed determines them. */
export function makeSchedule(models: readonly Model[], seconds: number, seed: number): Change[] {
  const random = seededRandom(seed);
  const gain = () => MOST_GAIN_DB * (2 * random() - 1);
  return Array.from({ length: Math.floor(seconds / CHANGE_SECONDS) }, (_, n) => ({
    atSeconds: n * CHANGE_SECONDS,
    model: models[Math.floor(random() * models.length)],
    inputGainDb: gain(),
    inputGainSeconds: 0.5 * random(),
    outputGainDb: gain(),
    outputGainSeconds: 0.3 * random(),
    mix: random(),
    mixSeconds: 0.6 * random(),
    bypass: random() < 0.2,
    suspendedMs: random() < SUSPENSIONS ? MOST_SUSPENDED_MS * random() : null,
  }));
}

/** Automates every parameter to the values of a change, at once or on a ramp. */
export function automate(dilatone: Dilatone, change: Change, now: number): void {
  dilatone.inputGainDb.linearRampToValueAtTime(change.inputGainDb, now + change.inputGainSeconds);
  dilatone.outputGainDb.setTargetAtTime(change.outputGainDb, now + change.outputGainSeconds, 0.05);
  dilatone.mix.setValueAtTime(change.mix, now + change.mixSeconds);
  dilatone.bypass = change.bypass;
}
