import { type MeterReading, READING_LENGTH, readingFrom } from '../../live/meters/meters.js';
import { SharedValues } from '../../live/meters/shared-values.js';
import type { ProcessorLink } from '../link/processor-link.js';

/** Readings for each second. */
const METERS_HZ = 30;
/** Looks at shared memory for each second: enough to miss no reading. */
const LOOKS_HZ = 2 * METERS_HZ;

/**
 * Has the meters measure while somebody needs them. Their readings come by messages; where the page is isolated from other
 * origins, and so may share memory with the audio thread, through that, which costs the audio thread nothing.
 */
export class Metering {
  readonly #link: ProcessorLink;
  readonly #intervalFrames: number;
  readonly #hear: (reading: MeterReading) => void;
  #isOn = false;
  #stopLooking: () => void = () => {};

  constructor(link: ProcessorLink, sampleRate: number, hear: (reading: MeterReading) => void) {
    this.#link = link;
    this.#intervalFrames = Math.round(sampleRate / METERS_HZ);
    this.#hear = hear;
    link.onMeters = (values) => hear(readingFrom(values));
  }

  /**
   * Starts or ends measuring.
   *
   * @param reliable every reading is to be told, also while the page is hidden and its timers are slow: by messages
   */
  switch(on: boolean, reliable: boolean): void {
    if (on === this.#isOn) return;
    this.#isOn = on;
    this.#stopLooking();
    const shared = on && !reliable && canShareMemory() ? SharedValues.create(READING_LENGTH) : undefined;
    this.#stopLooking = shared === undefined ? () => {} : this.#look(shared);
    const intervalFrames = on ? this.#intervalFrames : null;
    // Refused only after `dispose`, when there is nothing to measure.
    this.#link.request({ type: 'setMeters', intervalFrames, shared: shared?.buffer }).catch(() => {});
  }

  /** Ends measuring for good. */
  dispose(): void {
    this.#stopLooking();
  }

  #look(shared: SharedValues): () => void {
    const values = new Float64Array(READING_LENGTH);
    const timer = setInterval(() => {
      if (shared.read(values)) this.#hear(readingFrom(values));
    }, 1000 / LOOKS_HZ);
    return () => clearInterval(timer);
  }
}

function canShareMemory(): boolean {
  return globalThis.crossOriginIsolated === true && typeof SharedArrayBuffer !== 'undefined';
}
