/** What of a device is heard: one of its channels, or all of them as they come, which a mono node mixes to one. */
export type InputChannel = 0 | 1 | 'mix';

/** Mean square above which a channel carries sound, −50 dBFS: more than the noise of an open input. */
const SOUND = 1e-5;
/** Sound to wait for before the first choice. */
const HEARD_SECONDS = 0.25;
/** A channel that has this many times the energy of the other is the one in use: 12 dB. */
const CLEARLY = 16;
/** A channel is dead beside one that has this many times its energy: 24 dB. */
const DEAD = 250;
/** How long a channel has to be dead while the other one plays, before it is given up. */
const MISSED_SECONDS = 3;

/**
 * Finds the channel that an instrument is on. The first sound decides: for the channel that is clearly louder, or for both where
 * neither is, as with a mono microphone that comes as two equal channels, or a stereo source. After that it decides anew only
 * where a channel in use is dead while the other one plays for three seconds.
 */
export class ChannelPicker {
  #choice: InputChannel | null = null;
  readonly #energies = [0, 0];
  #heardSeconds = 0;
  #missedSeconds = 0;

  /** Takes the mean squares of both channels over some time, and returns the choice; null while nothing was heard yet. */
  hear(first: number, second: number, seconds: number): InputChannel | null {
    if (this.#choice === null) this.#choice = this.#decide(first, second, seconds);
    else if (this.#isMissing(first, second, seconds)) this.#choice = first > second ? 0 : 1;
    return this.#choice;
  }

  #decide(first: number, second: number, seconds: number): InputChannel | null {
    if (Math.max(first, second) < SOUND) return null;
    this.#heardSeconds += seconds;
    this.#energies[0] += first * seconds;
    this.#energies[1] += second * seconds;
    if (this.#heardSeconds < HEARD_SECONDS) return null;
    const [one, other] = this.#energies;
    if (one > CLEARLY * other) return 0;
    return other > CLEARLY * one ? 1 : 'mix';
  }

  /** Whether a channel in use has been dead for too long. */
  #isMissing(first: number, second: number, seconds: number): boolean {
    const [least, most] = first < second ? [first, second] : [second, first];
    const used = this.#choice === 'mix' ? least : this.#choice === 0 ? first : second;
    if (most >= SOUND && most > DEAD * used) this.#missedSeconds += seconds;
    // While nothing plays at all, nothing is learnt.
    else if (most >= SOUND) this.#missedSeconds = 0;
    if (this.#missedSeconds < MISSED_SECONDS) return false;
    this.#missedSeconds = 0;
    return true;
  }
}
